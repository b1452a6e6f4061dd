"""Named steps: done ones are passed over, the rest run in order; a kill anywhere costs one step at most."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from fxcli.errors import FxError
from fxcli.text import Both, say

TICK_SECONDS = 1
HEARTBEAT_SECONDS = 60


@dataclass(frozen=True)
class Step:
	"""One step. `done` answers from what is really there; `run` may be repeated after a kill at any point."""

	name: str
	title: Both
	done: Callable[[], bool]
	run: Callable[[], None]


class StepFailed(Exception):
	"""Carries the step in which an FxError occurred."""

	def __init__(self, step: Step, error: FxError) -> None:
		super().__init__(str(error))
		self.step = step
		self.error = error


def run_all(steps: Sequence[Step], note: Callable[[str], None]) -> None:
	"""Run what is not done yet. Raises StepFailed for the first step that fails; nothing after it runs."""
	for number, step in enumerate(steps, start=1):
		label = f"[{number:2}/{len(steps)}] {step.title}"
		begun = time.monotonic()
		note(f"step {step.name}: begin")
		try:
			if step.done():
				note(f"step {step.name}: already done")
				say(f"{label} … 已就绪 ready")
				continue
			with _progress(label):
				step.run()
		except FxError as error:
			note(f"step {step.name}: FAILED: {error.failed.en}")
			raise StepFailed(step, error) from error
		seconds = time.monotonic() - begun
		note(f"step {step.name}: done in {seconds:.1f} s")
		say(f"{label} … 完成 done ({seconds:.1f} s)")


@contextmanager
def _progress(label: str):
	"""Show that a long step lives: a running count on a terminal, a line a minute in a log."""
	stop = threading.Event()
	ticker = threading.Thread(target=_tick, args=(label, stop), daemon=True)
	ticker.start()
	try:
		yield
	finally:
		stop.set()
		ticker.join()


def _tick(label: str, stop: threading.Event) -> None:
	begun = time.monotonic()
	terminal = sys.stdout.isatty()
	if not terminal:
		say(f"{label} …")
	while not stop.wait(TICK_SECONDS if terminal else HEARTBEAT_SECONDS):
		seconds = int(time.monotonic() - begun)
		if terminal:
			print(f"\r{label} … {seconds} s", end="", flush=True)
		else:
			say(f"{label} … {seconds} s")
	if terminal:
		print("\r\033[K", end="", flush=True)
