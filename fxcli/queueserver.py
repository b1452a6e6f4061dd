"""Redis: two own servers (cache, queue) on private ports, or existing ones by setting."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlparse

from fxcli.account import which
from fxcli.errors import FxError
from fxcli.shell import Shell
from fxcli.supervisor import Service, Supervisor
from fxcli.text import Both

LOCAL = "127.0.0.1"
TEST_DATABASE = 1


class Redis:
	"""The cache and the queue of the bench."""

	def __init__(self, shell: Shell, supervisor: Supervisor) -> None:
		self.shell = shell
		self.settings = shell.settings
		self.supervisor = supervisor

	@property
	def urls(self) -> dict[str, str]:
		"""Addresses by role."""
		settings = self.settings
		return {
			"cache": settings.redis_cache or f"redis://{LOCAL}:{settings.redis_cache_port}",
			"queue": settings.redis_queue or f"redis://{LOCAL}:{settings.redis_queue_port}",
		}

	@property
	def _socket(self) -> Path:
		return self.settings.run / "redis-cache.sock"

	@property
	def near_cache(self) -> str:
		"""The cache by the socket of our own server: a question takes a third less processor time than by its port.

		For Python alone: the realtime server and the build of assets know addresses with a port only.
		"""
		return f"unix://{self._socket}" if self.settings.own_redis else self.urls["cache"]

	@property
	def test_queue(self) -> str:
		"""A queue of the tests' own, so that no worker of the demo takes their jobs: the next database of our server.

		On an existing server it cannot be known which databases are free: there both share one queue.
		"""
		return f"{self.urls['queue']}/{TEST_DATABASE}" if self.settings.own_redis else self.urls["queue"]

	@property
	def idle_queue(self) -> str:
		"""A queue that no process works on: tests that run beside the browser's worker find their jobs untouched, as
		those that run before it do."""
		return f"{self.urls['queue']}/{TEST_DATABASE + 1}" if self.settings.own_redis else self.urls["queue"]

	def empty_test_queue(self) -> None:
		"""Forget the jobs of an earlier test run."""
		if self.settings.own_redis:
			say_to(self.urls["queue"], f"SELECT {TEST_DATABASE}", "FLUSHDB", "PING")

	def services(self) -> list[Service]:
		"""Our own servers; none when existing ones are used."""
		if not self.settings.own_redis:
			return []
		ports = {"cache": self.settings.redis_cache_port, "queue": self.settings.redis_queue_port}
		return [self._service(role, port) for role, port in ports.items()]

	def _service(self, role: str, port: int) -> Service:
		folder = self.settings.home / "redis" / role
		program = which("redis-server", self.shell.env) or "redis-server"
		# the queue survives a restart, the cache need not
		keep = (
			("--appendonly", "yes")
			if role == "queue"
			else (
				*("--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"),
				*("--unixsocket", str(self._socket), "--unixsocketperm", "700"),
			)
		)
		return Service(
			name=f"redis-{role}",
			title=Both(f"Redis（{role}）", f"Redis ({role})"),
			argv=(program, "--port", str(port), "--bind", LOCAL, "--dir", str(folder), "--save", "", *keep),
			cwd=self.settings.home,
			ready=lambda: ping(self.urls[role]),
			listens=(LOCAL, port, f"FX_REDIS_{role.upper()}_PORT"),
		)

	def done(self) -> bool:
		near = not self.settings.own_redis or self._socket.is_socket()
		alive = all(self.supervisor.alive(service.name) for service in self.services())
		return near and alive and all(map(ping, self.urls.values()))

	def start(self) -> None:
		"""Start our own, ask all. Raises FxError."""
		for service in self.services():
			self.shell.run(
				["mkdir", "-p", self.settings.home / "redis" / service.name.removeprefix("redis-")]
			)
			self.supervisor.start(service)
		for url in self.urls.values():
			if not ping(url):
				raise FxError(
					Both(f"Redis 无应答：{_shown(url)}", f"Redis does not answer: {_shown(url)}"),
					Both(
						"请检查 FX_REDIS_CACHE 与 FX_REDIS_QUEUE。",
						"check FX_REDIS_CACHE and FX_REDIS_QUEUE.",
					),
				)


def ping(url: str) -> bool:
	"""Does a Redis answer behind redis://[:password@]host:port?"""
	return say_to(url, "PING")


def say_to(url: str, *commands: str) -> bool:
	"""Commands in Redis' own protocol, PING as the last. True when all went well."""
	address = urlparse(url)
	login = [f"AUTH {address.password}"] if address.password else []
	spoken = "".join(f"{command}\r\n" for command in (*login, *commands))
	try:
		with socket.create_connection((address.hostname, address.port or 6379), timeout=3) as connection:
			connection.sendall(spoken.encode())
			answer = b""
			while b"PONG" not in answer and b"-" not in answer:
				part = connection.recv(256)
				if not part:
					return False
				answer += part
			return b"-" not in answer
	except OSError:
		return False


def _shown(url: str) -> str:
	address = urlparse(url)
	return f"{address.hostname}:{address.port or 6379}"
