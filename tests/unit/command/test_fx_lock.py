"""Two `fx` on one home: the second one is told who holds it; a killed one holds nothing."""

import os
import signal
import subprocess
import sys
import time

import pytest

from fxcli import lock
from fxcli.config import REPOSITORY
from fxcli.errors import FxError

HOLDER = "import pathlib, sys, time; from fxcli import lock\nwith lock.hold(pathlib.Path(sys.argv[1]), 'up'):\n\tprint('held', flush=True); time.sleep(60)"


@pytest.fixture
def holder(tmp_path):
	child = subprocess.Popen(
		[sys.executable, "-c", HOLDER, str(tmp_path / "lock")],
		stdout=subprocess.PIPE,
		text=True,
		cwd=REPOSITORY,
	)
	assert child.stdout.readline() == "held\n"
	yield child
	child.kill()
	child.wait()


def test_the_second_is_refused_and_told_who_holds_it(tmp_path, holder):
	with pytest.raises(FxError) as refused, lock.hold(tmp_path / "lock", "test"):
		raise AssertionError("two at once")
	assert f"fx up, pid {holder.pid}" in refused.value.failed.en


def test_a_killed_holder_frees_the_lock(tmp_path, holder):
	os.kill(holder.pid, signal.SIGKILL)
	holder.wait()
	with lock.hold(tmp_path / "lock", "test"):
		assert str(os.getpid()) in (tmp_path / "lock").read_text()


def test_waiting_ends_when_the_holder_does(tmp_path, holder):
	begun = time.monotonic()
	with pytest.raises(FxError), lock.hold(tmp_path / "lock", "test", wait=1):
		raise AssertionError("two at once")
	assert time.monotonic() - begun >= 1
	holder.terminate()
	with lock.hold(tmp_path / "lock", "test", wait=20):
		assert holder.wait() != 0
