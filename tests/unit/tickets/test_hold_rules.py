"""When an emergency may wait for somebody (R72, R98)."""

from __future__ import annotations

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.clocks.rules_holds import barred


@pytest.mark.clause("R72", "R98")
@pytest.mark.parametrize(
	("emergency", "arrived", "owed", "answer"),
	[
		(False, False, True, []),
		(True, False, False, [Violation("hold_emergency", ("RT-1",))]),
		(True, False, True, [Violation("hold_emergency", ("RT-1",))]),
		(True, True, True, [Violation("hold_measure_owed", ("RT-1",))]),
		(True, True, False, []),
	],
)
def test_an_emergency_waits_once_somebody_came_and_protected_what_leaks(emergency, arrived, owed, answer):
	assert barred("RT-1", emergency, arrived, owed) == answer
