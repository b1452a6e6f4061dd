"""pytest's plugin that plays the collected tests against every mutant, each in a process of its own."""

from __future__ import annotations

import gc
import math
import os
import resource
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from time import process_time

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

from .making import Mutant
from .page import KILLED, SURVIVED, TIMEOUT, UNREACHED

#: A mutant may take this many times the time of its tests, and some seconds of the processor more.
PATIENCE, SECONDS = 10, 3
#: Against one that never ends without using the processor; against one that fills the memory (bytes).
WALL_SECONDS, MEMORY = 900, 1 << 31


class Player:
	"""Plays ``mutants``; ``tell`` hears of each one's fate as it is known."""

	def __init__(
		self, mutants: Sequence[Mutant], processes: int, tell: Callable[[Mutant, str], None]
	) -> None:
		self.mutants, self.processes, self.tell = mutants, processes, tell
		self.reach: dict[str, list[pytest.Item]] = defaultdict(list)
		self.takes: dict[pytest.Item, float] = {}
		self.running: dict[int, Mutant] = {}
		self.broken: list[str] = []

	@pytest.hookimpl(tryfirst=True)
	def pytest_runtestloop(self, session: pytest.Session) -> bool:
		"""In place of pytest's own loop."""
		set_mutant_under_test("stats")
		for number, item in enumerate(session.items):
			self._look(item, next(iter(session.items[number + 1 :]), None))
		set_mutant_under_test("")
		if not self.broken:
			self._play()
		return True

	def _look(self, item: pytest.Item, following: pytest.Item | None) -> None:
		"""Play a test without a fault, to see which functions it reaches."""
		state()._stats.clear()
		began = process_time()
		if not passes(item, following):
			self.broken.append(item.nodeid)
		self.takes[item] = process_time() - began
		for function in state()._stats:
			self.reach[function].append(item)

	def _play(self) -> None:
		gc.freeze()  # what is there already is shared with the forked processes, and not written to by their collector
		for mutant in self.mutants:
			items = sorted(self.reach[mutant.reached_as], key=self.takes.__getitem__)
			if not items:
				self.tell(mutant, UNREACHED)
				continue
			if len(self.running) == self.processes:
				self._wait()
			self._fork(mutant, items)
		while self.running:
			self._wait()

	def _fork(self, mutant: Mutant, items: Sequence[pytest.Item]) -> None:
		pid = os.fork()
		if pid:
			self.running[pid] = mutant
			return
		try:
			confine(math.ceil(PATIENCE * sum(self.takes[item] for item in items)) + SECONDS)
			set_mutant_under_test(mutant.name)
			forget(mutant.name)
			gc.disable()
			for item in items:
				bare(item)
			os._exit(0)
		finally:
			os._exit(1)

	def _wait(self) -> None:
		pid, status = os.wait()
		code = os.waitstatus_to_exitcode(status)
		fate = (
			TIMEOUT
			if code in (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)
			else SURVIVED
			if code == 0
			else KILLED
		)
		self.tell(self.running.pop(pid), fate)


def passes(item: pytest.Item, following: pytest.Item | None) -> bool:
	"""Play one test, with its fixtures."""
	return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def bare(item: pytest.Item) -> None:
	"""Play one test with its fixtures and without a report, whose tracebacks would take most of the time. Raises what it does."""
	item._initrequest()
	item.session._setupstate.setup(item)
	item.runtest()
	item.session._setupstate.teardown_exact(None)


def confine(seconds: int) -> None:
	"""Nothing is shown, and nothing goes on for ever."""
	silence = os.open(os.devnull, os.O_WRONLY)
	os.dup2(silence, 1)
	os.dup2(silence, 2)
	resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
	resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
	resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
	signal.alarm(WALL_SECONDS)


def forget(name: str) -> None:
	"""Drop what the functions of this package remember from before the fault."""
	package = name.partition(".")[0] + "."
	for module in [one for key, one in list(sys.modules.items()) if key.startswith(package)]:
		for member in list(vars(module).values()):
			if callable(clear := getattr(member, "cache_clear", None)):
				clear()


def play(
	mutants: Iterable[Mutant], processes: int, tell: Callable[[Mutant, str], None], tests: Sequence[str]
) -> list[str]:
	"""Collect ``tests`` (pytest's arguments) and play. Returns the tests that fail without any fault, which ends it."""
	player = Player(list(mutants), processes, tell)
	options = ["-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", "-p", "no:xdist", "-s"]
	code = pytest.main([*options, *tests], plugins=[player])
	return player.broken or ([] if code in (0, 5) and player.takes else [f"pytest: {code}"])
