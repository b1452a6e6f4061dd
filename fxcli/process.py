"""Facts about processes, read from /proc."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeGuard

POLL_SECONDS = 0.1
STATE_FIELD, GROUP_FIELD, THREADS_FIELD, START_FIELD = (
	0,
	2,
	17,
	19,
)  # of /proc/PID/stat, counted behind the name


def _stat(pid: int) -> list[str] | None:
	try:
		return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
	except OSError:
		return None


def _running(stat: list[str] | None) -> TypeGuard[list[str]]:
	"""A zombie has ended; but a zombie whose other threads live still holds its ports and files."""
	return stat is not None and (stat[STATE_FIELD] != "Z" or int(stat[THREADS_FIELD]) > 1)


def started(pid: int) -> int | None:
	"""When the process started, in clock ticks since boot; None when it has ended."""
	stat = _stat(pid)
	return int(stat[START_FIELD]) if _running(stat) else None


def group_alive(group: int) -> bool:
	"""Is any process of the group left?"""
	stats = (_stat(int(entry)) for entry in os.listdir("/proc") if entry.isdecimal())
	return any(_running(stat) and int(stat[GROUP_FIELD]) == group for stat in stats)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
	"""Ask until the condition holds (True) or the time is over (False)."""
	deadline = time.monotonic() + seconds
	while not condition():
		if time.monotonic() >= deadline:
			return False
		time.sleep(POLL_SECONDS)
	return True


def end_group(group: int, grace_seconds: float) -> bool:
	"""End a process group: politely, then for good. False when it survived both."""
	for number in (signal.SIGTERM, signal.SIGKILL):
		try:
			os.killpg(group, number)
		except ProcessLookupError:
			return True
		if wait_until(lambda: not group_alive(group), grace_seconds):
			return True
	return False


def port_open(host: str, port: int) -> bool:
	"""Does anything accept connections there?"""
	with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
		probe.settimeout(1)
		return probe.connect_ex((host, port)) == 0


def port_free(host: str, port: int) -> bool:
	"""Could we listen there?"""
	with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind((host, port))
		except OSError:
			return False
	return True


def listener(port: int) -> str:
	"""Who listens on the port, as "name, pid N"; empty when we may not know."""
	inodes = _listening_inodes(port)
	for entry in os.listdir("/proc"):
		if entry.isdecimal() and _holds_socket(int(entry), inodes):
			name = Path(f"/proc/{entry}/comm").read_text().strip()
			return f"{name}, pid {entry}"
	return ""


def _listening_inodes(port: int) -> set[str]:
	inodes = set()
	for table in ("/proc/net/tcp", "/proc/net/tcp6"):
		try:
			rows = Path(table).read_text().splitlines()[1:]
		except OSError:
			continue
		for row in rows:
			parts = row.split()
			if parts[3] == "0A" and int(parts[1].rpartition(":")[2], 16) == port:
				inodes.add(f"socket:[{parts[9]}]")
	return inodes


def _holds_socket(pid: int, inodes: set[str]) -> bool:
	if not inodes:
		return False
	try:
		return any(os.readlink(f.path) in inodes for f in os.scandir(f"/proc/{pid}/fd"))
	except OSError:
		return False
