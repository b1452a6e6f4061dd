"""When an emergency may wait for somebody (R72, R98)."""

from __future__ import annotations

import pytest

from fangxiu_app.tickets.clocks.rules_holds import barred


@pytest.mark.clause("R72", "R98")
@pytest.mark.parametrize(
	("emergency", "arrived", "owed", "codes"),
	[
		(False, False, True, []),
		(True, False, False, ["hold_emergency"]),
		(True, False, True, ["hold_emergency"]),
		(True, True, True, ["hold_measure_owed"]),
		(True, True, False, []),
	],
)
def test_an_emergency_waits_once_somebody_came_and_protected_what_leaks(emergency, arrived, owed, codes):
	assert [one.code for one in barred("RT-1", emergency, arrived, owed)] == codes
