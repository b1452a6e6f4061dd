"""A state machine on the real site: whatever order of events, exactly what may be is granted, and the books agree.

Small by default. The long profile, 200 runs of 20 steps and more, by hand: ``FX_LONG=1 ./fx test tests/site/money/test_deposit_machine.py``;
``deposit_machine.txt`` among the logs' artifacts says after each run what was done so far.
"""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.site.helpers.deposit_machine import ESTATE, STEPS, Deposit

LONG = bool(os.environ.get("FX_LONG"))


def progress(steps: dict) -> None:
	if LONG:
		place = Path(os.environ["FX_ARTIFACTS"])
		place.mkdir(parents=True, exist_ok=True)
		total = sum(count for what, count in steps.items() if what != "runs")
		(place / "deposit_machine.txt").write_text(
			f"{steps['runs']} runs, {total} steps: {steps}\n", encoding="utf-8"
		)


def test_the_deposit_survives_any_order_of_events(estate):
	ESTATE.update(made=estate, progress=progress)
	STEPS.clear()
	profile = settings(
		max_examples=220 if LONG else 4,
		stateful_step_count=24 if LONG else 12,
		# shrinking a failure of real vouchers takes hours: the long profile prints it as it was found
		phases=[Phase.generate] if LONG else [Phase.explicit, Phase.generate],
		deadline=None,
		suppress_health_check=list(HealthCheck),
		database=None,
	)
	run_state_machine_as_test(Deposit, settings=profile)
	assert STEPS["runs"] >= (200 if LONG else 4)
