"""The processes that serve one site: web, realtime, proxy; and those of the whole bench: workers, scheduler."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from fxcli.account import which
from fxcli.bench import Bench
from fxcli.config import DEMO_SITE, TEST_SITE, WALK_SITE
from fxcli.queueserver import LOCAL, Redis
from fxcli.supervisor import Service, Supervisor
from fxcli.text import Both

WEB_PROCESSES, WEB_THREADS, WEB_TIMEOUT = 2, 4, 120
QUEUES = "short,default,long"
#: `bench worker`, which has read the code before it forks: each job would read it again.
WORKER = f"""
import erpnext.controllers.accounts_controller, fangxiu_app.tasks, frappe.app
from frappe.utils.background_jobs import start_worker
start_worker(queue="{QUEUES}")
"""


@dataclass(frozen=True)
class Front:
	"""Where one site is reached."""

	prefix: str  # of its service names
	site: str
	host: str
	port: int
	variable: str
	queue: str  # of its background jobs and realtime messages

	@property
	def url(self) -> str:
		"""What to ask for a sign of life."""
		host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # nosec B104 - compared, not bound
		return f"http://{host}:{self.port}/api/method/ping"


class Stack:
	"""Service definitions of one bench."""

	def __init__(self, bench: Bench, supervisor: Supervisor, redis: Redis) -> None:
		self.bench = bench
		self.settings = settings = bench.settings
		self.supervisor = supervisor
		queue, self.near_cache = redis.urls["queue"], redis.near_cache
		self.demo = Front("", DEMO_SITE, settings.web_host, settings.web_port, "FX_WEB_PORT", queue)
		self.test = Front("test-", TEST_SITE, LOCAL, settings.test_port, "FX_TEST_PORT", redis.test_queue)
		self.walk = Front("walk-", WALK_SITE, LOCAL, settings.walk_port, "FX_WALK_PORT", redis.test_queue)

	def serving(self, front: Front, *, processes: int = WEB_PROCESSES) -> list[Service]:
		"""Web, realtime and proxy of one site."""
		return [self._web(front, processes), self._realtime(front), self.proxy(front)]

	def workers(self, front: Front, count: int) -> list[Service]:
		"""Processes for the background jobs of one queue."""
		names = (f"{front.prefix}worker-{n}" for n in range(1, count + 1))
		return [self._in_bench(name, Both("后台任务", "worker"), front, "-c", WORKER) for name in names]

	def all_demo(self) -> list[Service]:
		"""Everything the demo needs beside the servers."""
		schedule = ("-m", "frappe.utils.bench_helper", "frappe", "schedule")
		scheduler = self._in_bench("scheduler", Both("定时任务", "scheduler"), self.demo, *schedule)
		return [*self.serving(self.demo), *self.workers(self.demo, self.settings.workers), scheduler]

	def all_test(self, front: Front) -> list[Service]:
		"""For the browser tests; they run scheduled jobs themselves."""
		return [*self.serving(front, processes=1), *self.workers(front, 1)]

	def _redis(self, front: Front) -> dict[str, str]:
		return {"FRAPPE_REDIS_QUEUE": front.queue, "FRAPPE_REDIS_CACHE": self.near_cache}

	def _socket(self, front: Front, name: str) -> str:
		return str(self.settings.run / f"{front.prefix}{name}.sock")

	def _web(self, front: Front, processes: int) -> Service:
		socket = self._socket(front, "web")
		argv = [str(self.settings.env_python), "-m", "gunicorn", "--bind", f"unix:{socket}", "--chdir", "."]
		argv += ["--workers", str(processes), "--worker-class", "gthread", "--threads", str(WEB_THREADS)]
		argv += ["--timeout", str(WEB_TIMEOUT), "--pythonpath", str(self.settings.app_path)]
		argv.append("fxcli.wsgi:application")
		return Service(
			name=f"{front.prefix}web",
			title=Both("网页服务", "web server"),
			argv=tuple(argv),
			cwd=self.settings.sites_path,
			ready=Path(socket).is_socket,
			sockets=(Path(socket),),
			env={"FX_WEB_SITE": front.site, **self._redis(front)},
			stop_seconds=20,
		)

	def _realtime(self, front: Front) -> Service:
		socket = self._socket(front, "socketio")
		return Service(
			name=f"{front.prefix}socketio",
			title=Both("实时消息", "realtime server"),
			argv=(self._node(), str(self.bench.path / "apps" / "frappe" / "socketio.js")),
			cwd=self.bench.path,
			ready=Path(socket).is_socket,
			sockets=(Path(socket),),
			env={"FRAPPE_SOCKETIO_UDS": socket, "FRAPPE_SITE": front.site},
		)

	def proxy(self, front: Front) -> Service:
		"""The one address of a site."""
		script = str(self.settings.app_path / "fxcli" / "proxy.js")
		sockets = (self._socket(front, "web"), self._socket(front, "socketio"))
		return Service(
			name=f"{front.prefix}proxy",
			title=Both("网页入口", "web address"),
			argv=(self._node(), script, front.host, str(front.port), front.site, *sockets),
			cwd=self.settings.home,
			ready=lambda: answers(front.url),
			listens=(front.host, front.port, front.variable),
			ready_seconds=90,
		)

	def _in_bench(self, name: str, title: Both, front: Front, *arguments: str) -> Service:
		return Service(
			name=name,
			title=title,
			argv=(str(self.settings.env_python), *arguments),
			cwd=self.settings.sites_path,
			ready=lambda: self.supervisor.alive(name),
			env=self._redis(front),
		)

	def _node(self) -> str:
		return which("node", self.bench.shell.env) or "node"


def answers(url: str, seconds: float = 10) -> bool:
	"""Does the address answer with success? Straight, without a proxy of the environment."""
	opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
	try:
		with opener.open(url, timeout=seconds) as response:
			return response.status == 200
	except (urllib.error.URLError, OSError):
		return False
