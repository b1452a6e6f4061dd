"""Background processes of one home: started detached, found again by pid file, ended by process group."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fxcli.errors import FxError
from fxcli.files import read_json, write_atomic
from fxcli.process import end_group, listener, port_free, started, wait_until
from fxcli.shell import Shell
from fxcli.stamps import fingerprint
from fxcli.text import Both

LOG_LIMIT_BYTES = 20 * 1024 * 1024
TAIL_LINES = 5


@dataclass(frozen=True)
class Service:
	"""One background process. `ready` tells when others may use it; `stop_seconds` how long a clean end may take."""

	name: str
	title: Both
	argv: tuple[str, ...]
	cwd: Path
	ready: Callable[[], bool]
	env: Mapping[str, str] = field(default_factory=dict)
	sockets: tuple[Path, ...] = ()  # it listens there; a file left by a killed process is in its way
	listens: tuple[str, int, str] | None = None  # address, port, variable that moves it
	ready_seconds: float = 60
	stop_seconds: float = 15


class Supervisor:
	"""Starts and stops services; knows them by FX_HOME/run/<name>.json."""

	def __init__(self, shell: Shell) -> None:
		self.shell = shell
		self.run = shell.settings.run
		self.logs = shell.settings.logs

	def alive(self, name: str) -> bool:
		"""Is the process we started still the one behind the pid?"""
		return self._pid(name) is not None

	def _pid(self, name: str) -> int | None:
		record = read_json(self.run / f"{name}.json")
		if not record or record["started"] is None or started(record["pid"]) != record["started"]:
			return None
		return record["pid"]

	def up_to_date(self, service: Service, version: str = "") -> bool:
		"""Alive, and started from the same command and version."""
		record = read_json(self.run / f"{service.name}.json")
		return self.alive(service.name) and record["fingerprint"] == _identity(service, version)

	def start(self, service: Service, version: str = "") -> None:
		"""Start it unless it runs, restart it when command or version changed. Raises FxError when it does not come up."""
		if self.alive(service.name):
			if self.up_to_date(service, version) and service.ready():
				return
			self.stop(service.name, service.stop_seconds)
		self.require_port(service)
		for path in service.sockets:
			path.unlink(missing_ok=True)
		child = self._spawn(service)
		record = {"pid": child.pid, "started": started(child.pid), "fingerprint": _identity(service, version)}
		write_atomic(self.run / f"{service.name}.json", json.dumps(record))
		came = wait_until(lambda: child.poll() is not None or service.ready(), service.ready_seconds)
		if not came or child.poll() is not None:
			self.stop(service.name, service.stop_seconds)
			raise self._did_not_start(service)

	def require_port(self, service: Service) -> None:
		"""Raise FxError naming who holds the port of a service that is not running."""
		if service.listens is None or self.alive(service.name):
			return
		address, port, variable = service.listens
		if port_free(address, port):
			return
		holder = listener(port) or "?"
		raise FxError(
			Both(f"端口 {port} 已被占用（{holder}）", f"port {port} is in use ({holder})"),
			Both(
				f"请结束该程序，或换一个端口：{variable}=<端口> ./fx …",
				f"end that program, or choose another port: {variable}=<port> ./fx …",
			),
		)

	def _spawn(self, service: Service) -> subprocess.Popen:
		log = self.logs / f"{service.name}.log"
		if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
			log.replace(log.with_suffix(".log.1"))
		self.shell.note(f"start {service.name}: {' '.join(service.argv)}")
		with log.open("ab") as output:
			self.shell.account.own(log)
			return subprocess.Popen(
				service.argv,
				cwd=service.cwd,
				env=self.shell.env | dict(service.env),
				stdin=subprocess.DEVNULL,
				stdout=output,
				stderr=subprocess.STDOUT,
				start_new_session=True,
				**self.shell.account.popen_options(),
			)

	def _did_not_start(self, service: Service) -> FxError:
		log = self.logs / f"{service.name}.log"
		lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]
		said = " | ".join(line.strip() for line in lines if line.strip())[-400:]
		return FxError(
			Both(f"{service.title.zh}未能启动：{said}", f"{service.title.en} did not start: {said}"),
			Both(f"请查看 {log}，改正后重试。", f"read {log}, correct the cause and try again."),
		)

	def stop(self, name: str, grace_seconds: float = 15) -> bool:
		"""End a service. True when it was running. Raises FxError when it survives."""
		pid = self._pid(name)
		ended = pid is None or end_group(pid, grace_seconds)
		if not ended:
			raise FxError(
				Both(f"无法结束 {name}（pid {pid}）", f"cannot end {name} (pid {pid})"),
				Both("请手工结束该进程后重试。", "end that process by hand and try again."),
			)
		(self.run / f"{name}.json").unlink(missing_ok=True)
		return pid is not None

	def names(self) -> list[str]:
		"""Every service that has a pid file here."""
		return sorted(p.stem for p in self.run.glob("*.json") if p.stem != "command")


def _identity(service: Service, version: str) -> str:
	extra = json.dumps(dict(service.env), sort_keys=True)
	return fingerprint(*service.argv, os.fspath(service.cwd), extra, version)
