"""Shared by all suites: the checkout itself is importable, installed or not; who runs which file is the same everywhere."""

import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
	sys.path.insert(0, ROOT)


def homes(scopes, processes: int) -> dict[str, int]:
	"""File → number of the process that runs it: in their order, each to the one with the fewest tests so far.

	``scopes``: (file, number of tests) in the order of collection.
	"""
	load: Counter = Counter(dict.fromkeys(range(processes), 0))
	found = {}
	for scope, tests in scopes:
		found[scope] = min(load, key=lambda number: (load[number], number))
		load[found[scope]] += tests
	return found


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
	"""Fixed shares: xdist would hand files out as processes become free, in another order on every machine."""
	from xdist.scheduler import LoadFileScheduling

	class FixedShares(LoadFileScheduling):
		shares: dict | None = None

		def _assign_work_unit(self, node):
			if self.shares is None:
				counts = [(scope, len(tests)) for scope, tests in self.workqueue.items()]
				self.shares = homes(counts, len(self.nodes))
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
