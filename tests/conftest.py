"""Shared by all suites: makes the checkout importable, and decides which process runs which file."""

import os
import sys
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
	sys.path.insert(0, ROOT)

#: A few examples of each property in the suite everybody waits for, all of them in the long profile (``FX_LONG=1``).
hypothesis.settings.register_profile("daily", max_examples=25, deadline=None)
hypothesis.settings.register_profile("long", max_examples=1000, deadline=None)
#: Always the same examples, and a broken one is not made smaller: that a mutant fails is enough (``./fx mutants``).
hypothesis.settings.register_profile(
	"mutants",
	max_examples=25,
	derandomize=True,
	database=None,
	deadline=None,
	phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
	suppress_health_check=list(hypothesis.HealthCheck),
)
PROFILES = (
	profile
	for variable, profile in (("FX_MUTANTS", "mutants"), ("FX_LONG", "long"))
	if os.environ.get(variable)
)
hypothesis.settings.load_profile(next(PROFILES, "daily"))


#: Seconds of the files that take longest, as last measured on two cores; a test of any other file counts as A_TEST.
LONG = {
	"site/demo/test_demo.py": 150,
	"site/setup/test_uninstall.py": 170,
	"site/money/test_deposit_story.py": 90,
	"site/core/test_wrong_types.py": 80,
	"site/ledger/test_cancelling.py": 70,
	"site/core/test_wrong_types_outside.py": 65,
	"site/core/test_isolation.py": 65,
	"site/figures/test_figures_recount.py": 50,
	"site/tickets/test_simulated_month.py": 50,
	"site/ledger/test_deposit_races.py": 45,
	"site/money/test_repair_cost.py": 33,
	"site/approvals/test_approval.py": 30,
	"site/parts/test_stock_access.py": 28,
	"site/contractors/test_orders.py": 27,
	"site/parts/test_ticket_parts.py": 26,
	"site/core/test_method_fuzz.py": 26,
	"site/money/test_deductions.py": 25,
	"site/money/test_releases.py": 25,
	"site/money/test_account_moves.py": 22,
	"site/money/test_payment_review.py": 22,
	"site/tickets/test_parallel_actions.py": 20,
	"e2e/test_my_day.py": 100,
	"e2e/test_phone_call_to_closed.py": 82,
	"e2e/test_chinese_only.py": 80,
	"e2e/test_contractor_money.py": 71,
	"e2e/test_work_order.py": 70,
	"e2e/test_intake_desks.py": 69,
	"e2e/test_paid_repair.py": 40,
	"e2e/test_long_repair_and_substitute.py": 31,
	"e2e/test_risk_and_unit_file.py": 30,
	"e2e/test_stage_report.py": 25,
	"e2e/test_contractor_evaluation.py": 22,
}
A_TEST = 0.45


def seconds(scope: str, tests: int) -> float:
	"""What a file is expected to take."""
	return LONG.get(scope.removeprefix("tests/"), A_TEST * tests)


def homes(scopes, processes: int) -> dict[str, int]:
	"""File → number of the process that runs it: the longest first, each to the one that has least to do so far.

	``scopes``: (file, seconds), in any order.
	"""
	load: Counter = Counter(dict.fromkeys(range(processes), 0))
	found = {}
	for scope, takes in sorted(scopes, key=lambda row: (-row[1], row[0])):
		found[scope] = min(load, key=lambda number: (load[number], number))
		load[found[scope]] += takes
	return found


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
	"""Fixed shares: xdist would hand files out as processes become free, in another order on every machine."""
	from xdist.scheduler import LoadFileScheduling

	class FixedShares(LoadFileScheduling):
		shares: dict | None = None

		def _assign_work_unit(self, node):
			if self.shares is None:
				takes = [(scope, seconds(scope, len(tests))) for scope, tests in self.workqueue.items()]
				self.shares = homes(takes, len(self.nodes))
				self.names = [each.gateway.id for each in self.nodes]
			# a process that takes the place of a crashed one runs whatever is left
			number = self.names.index(node.gateway.id) if node.gateway.id in self.names else None
			mine = next((s for s in self.workqueue if number in (None, self.shares[s])), None)
			if mine is None:
				node.shutdown()
				return
			self.workqueue.move_to_end(mine, last=False)
			super()._assign_work_unit(node)

	return FixedShares(config, log)
