"""One `fx` at a time on one home."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from fxcli.errors import FxError
from fxcli.text import Both, say

POLL_SECONDS = 0.5


@contextlib.contextmanager
def hold(path: Path, command: str, *, wait: int = 0) -> Iterator[None]:
	"""Hold the lock. Waits up to `wait` seconds, then raises FxError naming the holder.

	The kernel frees the lock when the process dies: a killed `fx` never blocks the next one.
	"""
	descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
	try:
		_acquire(descriptor, wait)
		os.ftruncate(descriptor, 0)
		os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "command": command}).encode(), 0)
		yield
	finally:
		os.close(descriptor)


def _acquire(descriptor: int, wait: int) -> None:
	deadline = time.monotonic() + wait
	told = False
	while True:
		try:
			fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
			return
		except BlockingIOError:
			holder = _holder(descriptor)
			if time.monotonic() >= deadline:
				raise _busy(holder) from None
			if not told:
				say(Both(f"等待另一个 fx 结束（{holder}）", f"waiting for another fx ({holder})"))
				told = True
			time.sleep(POLL_SECONDS)


def _holder(descriptor: int) -> str:
	try:
		holder = json.loads(os.pread(descriptor, 4096, 0))
		return f"fx {holder['command']}, pid {holder['pid']}"
	except (ValueError, KeyError):
		return "fx"


def _busy(holder: str) -> FxError:
	return FxError(
		Both(f"另一个 fx 正在运行：{holder}", f"another fx is running: {holder}"),
		Both(
			"请等它结束后重试，或用 FX_LOCK_WAIT=秒数 等待。",
			"wait until it has ended and try again, or set FX_LOCK_WAIT to seconds to wait.",
		),
	)
