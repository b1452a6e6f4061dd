"""Background processes: found again by pid file, restarted when changed, refused when the port is taken."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from fxcli import process
from fxcli.errors import FxError
from fxcli.supervisor import Service, Supervisor
from fxcli.text import Both
from tests.unit.helpers import fx_home


@pytest.fixture
def supervisor(tmp_path):
	made = Supervisor(fx_home.shell(tmp_path))
	yield made
	for name in made.names():
		made.stop(name, 1)


@pytest.fixture
def free_port():
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def sleeper(tmp_path, seconds="60", **options):
	options = {"ready": lambda: True, **options}
	return Service("sleeper", Both("睡", "sleeper"), ("sleep", seconds), tmp_path, **options)


def listener(tmp_path, port):
	code = f"import http.server as h; h.HTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler).serve_forever()"
	return Service(
		"listener",
		Both("听", "listener"),
		(sys.executable, "-c", code),
		tmp_path,
		ready=lambda: process.port_open("127.0.0.1", port),
		listens=("127.0.0.1", port, "FX_WEB_PORT"),
	)


def pid_of(supervisor, name):
	return supervisor._pid(name)


def test_started_once_found_again_and_ended(supervisor, tmp_path):
	supervisor.start(sleeper(tmp_path))
	first = pid_of(supervisor, "sleeper")
	again = Supervisor(supervisor.shell)
	again.start(sleeper(tmp_path))
	assert pid_of(again, "sleeper") == first
	assert again.stop("sleeper", 5)
	assert process.started(first) is None and not again.alive("sleeper")
	assert not again.stop("sleeper", 5)


def test_restarted_when_command_or_version_changed(supervisor, tmp_path):
	supervisor.start(sleeper(tmp_path), "1")
	first = pid_of(supervisor, "sleeper")
	supervisor.start(sleeper(tmp_path), "2")
	second = pid_of(supervisor, "sleeper")
	supervisor.start(sleeper(tmp_path, "61"), "2")
	assert len({first, second, pid_of(supervisor, "sleeper")}) == 3
	assert process.started(first) is None and process.started(second) is None


def test_a_pid_file_of_another_process_is_not_believed(supervisor, tmp_path):
	(supervisor.run / "sleeper.json").write_text(
		f'{{"pid": {os.getpid()}, "started": 1, "fingerprint": "x"}}'
	)
	assert not supervisor.alive("sleeper")
	assert not supervisor.stop("sleeper", 1)


def test_one_that_dies_at_once_is_reported_with_its_last_words(supervisor, tmp_path):
	service = Service(
		"talker",
		Both("说", "talker"),
		("sh", "-c", "echo no such table; exit 1"),
		tmp_path,
		ready=lambda: False,
	)
	with pytest.raises(FxError) as failed:
		supervisor.start(service)
	assert "talker did not start: no such table" in failed.value.failed.en
	assert "talker.log" in failed.value.advice.zh


def test_one_that_never_gets_ready_is_ended(supervisor, tmp_path):
	with pytest.raises(FxError):
		supervisor.start(sleeper(tmp_path, ready=lambda: False, ready_seconds=0.3))
	assert not supervisor.alive("sleeper")


def test_a_taken_port_names_its_holder_and_the_setting(supervisor, tmp_path, free_port):
	with socket.socket() as taken:
		taken.bind(("127.0.0.1", free_port))
		taken.listen()
		with pytest.raises(FxError) as refused:
			supervisor.start(listener(tmp_path, free_port))
	assert f"port {free_port} is in use" in refused.value.failed.en
	assert f"pid {os.getpid()}" in refused.value.failed.en
	assert "FX_WEB_PORT=" in refused.value.advice.en


def test_our_own_listener_is_not_in_its_own_way(supervisor, tmp_path, free_port):
	service = listener(tmp_path, free_port)
	supervisor.start(service)
	supervisor.require_port(service)
	assert supervisor.up_to_date(service)


LEADER_GONE = """
import ctypes, platform, threading, time
threading.Thread(target=time.sleep, args=(60,)).start()
print("thread runs", flush=True)
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[platform.machine()], 0)
"""


def test_a_process_lives_as_long_as_its_last_thread():
	"""Node's main thread ends before the others; until they do, the port is taken."""
	child = subprocess.Popen(
		[sys.executable, "-c", LEADER_GONE], stdout=subprocess.PIPE, start_new_session=True
	)
	assert child.stdout.readline() == b"thread runs\n"
	stat = Path(f"/proc/{child.pid}/stat")
	assert process.wait_until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "Z", 5)
	assert process.started(child.pid) is not None and process.group_alive(child.pid)
	child.kill()
	assert process.wait_until(lambda: process.started(child.pid) is None, 5)
	assert not process.group_alive(child.pid)
	child.wait()


def test_a_socket_left_by_a_killed_process_is_removed_first(supervisor, tmp_path):
	left = tmp_path / "web.sock"
	left.touch()
	supervisor.start(sleeper(tmp_path, sockets=(left,)))
	assert not left.exists()
