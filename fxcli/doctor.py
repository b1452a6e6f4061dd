"""`fx doctor`: looks at every part and says what is wrong and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fxcli import packages, toolbox
from fxcli.config import DEMO_SITE
from fxcli.errors import FxError
from fxcli.plan import Plan
from fxcli.queueserver import ping
from fxcli.text import Both, say

LOW_DISK_MB = 1000
UP_AGAIN = Both("请运行 ./fx up", "run ./fx up")
WORKERS_ALIVE = """
import os, sys
os.chdir("{sites}")
import frappe
frappe.init(site="{site}", sites_path=".")
frappe.connect()
from frappe.utils.background_jobs import get_workers
from frappe.utils.scheduler import is_scheduler_inactive
refused = len(frappe.cache.hkeys("fx_methods_refused"))
print(refused, len(get_workers()), int(is_scheduler_inactive()))
"""


HOLES = "from fangxiu_app.setup.advisories import sentence; print(sentence({app!r}, {version!r}))"


@dataclass(frozen=True)
class Finding:
	"""One part: what was looked at, whether it is well, what was seen, what to do if not."""

	part: Both
	well: bool
	seen: str = ""
	advice: Both = UP_AGAIN
	#: To be known, but no fault of this home.
	remark: bool = False


class Doctor:
	"""Examines one home. Changes nothing."""

	def __init__(self, plan: Plan) -> None:
		self.plan = plan
		self.settings = plan.settings
		self.shell = plan.shell

	def examine(self) -> Iterator[Finding]:
		"""All findings, from the system up to the site."""
		parts: list[Callable[[], Iterator[Finding]]] = [
			self._system,
			self._disk,
			self._bench,
			self._servers,
			self._site,
			self._processes,
		]
		for part in parts:
			yield from part()

	def _system(self) -> Iterator[Finding]:
		for need in packages.bench_needs(self.shell):
			install = f"apt-get install {' '.join(need.packages)}"
			advice = Both(f"请安装：{install}", f"install it: {install}")
			yield Finding(Both(need.name, need.name), need.present(), advice=advice)
		try:
			packages.check_versions(self.shell)
		except FxError as error:
			yield Finding(Both("版本", "versions"), False, error.failed.en, error.advice)
		seen = (self.shell.probe(["node", "--version"]) or "").strip()
		yield Finding(Both("Node 与 npm", "Node and npm"), toolbox.node_usable(self.shell), seen)

	def browser(self) -> Finding:
		"""Only `fx test e2e` needs it, and installs it."""
		found = packages.find_chromium(self.shell)
		return Finding(Both("浏览器（仅测试用）", "browser (for tests only)"), found is not None, found or "")

	def _disk(self) -> Iterator[Finding]:
		free = shutil.disk_usage(self.settings.home).free // 2**20
		advice = Both("请清理磁盘", "free some space")
		yield Finding(Both("磁盘", "disk"), free >= LOW_DISK_MB, f"{free} MB free", advice)

	def _bench(self) -> Iterator[Finding]:
		bench = self.plan.bench
		if self.settings.own_bench:
			yield Finding(Both("工具", "tools"), self.plan.toolbox.done())
		yield Finding(Both("Frappe", "Frappe"), bench.frappe_done(), bench.app_version("frappe"))
		yield Finding(Both("ERPNext", "ERPNext"), bench.erpnext_done(), bench.app_version("erpnext"))
		yield Finding(Both("本应用", "this app"), self._importable(), bench.app_version("fangxiu_app"))
		for app in ("frappe", "erpnext"):
			yield from self._holes(app, bench.app_version(app))

	def _holes(self, app: str, version: str) -> Iterator[Finding]:
		"""Published holes of an installed release, named with the lowest release that has none of them."""
		if version and self._importable():
			command = [self.settings.env_python, "-c", HOLES.format(app=app, version=version)]
			said = self.shell.probe(command)
			advice = Both(f"请升级 {app}（同为 15 版）", f"update {app} within version 15")
			if said is None:  # an older copy of this app: no answer is not a clean bill
				said, advice = f"{app}: ?", UP_AGAIN
			said = said.strip()
			yield Finding(Both("已公布漏洞", "published holes"), not said, said or app, advice, remark=True)

	def _importable(self) -> bool:
		return self.shell.probe([self.settings.env_python, "-c", "import fangxiu_app"]) is not None

	def _servers(self) -> Iterator[Finding]:
		address = f"{self.plan.database.host}:{self.settings.db_port}"
		advice = UP_AGAIN
		if not self.settings.own_database:
			advice = Both(
				"请检查 FX_DB_HOST、FX_DB_PORT 与密码", "check FX_DB_HOST, FX_DB_PORT and the password"
			)
		yield Finding(Both("数据库登录", "database login"), self.plan.database.answers(), address, advice)
		for role, url in self.plan.redis.urls.items():
			yield Finding(Both(f"Redis {role}", f"Redis {role}"), ping(url), url.rpartition("@")[2])

	def _site(self) -> Iterator[Finding]:
		ready = self.plan.sites.ready(DEMO_SITE)
		yield Finding(Both("示例站点", "demo site"), ready is not None, DEMO_SITE)
		current = ready is not None and ready["schema"] == self.plan.sites.schema_version()
		yield Finding(Both("站点与代码一致", "site migrated to the code"), current)

	def _processes(self) -> Iterator[Finding]:
		for service in self.plan.stack.all_demo():
			log = self.settings.logs / f"{service.name}.log"
			advice = Both(f"请运行 ./fx up；原因见 {log}", f"run ./fx up; the cause is in {log}")
			well = self.plan.supervisor.alive(service.name) and service.ready()
			yield Finding(service.title, well, service.name, advice)
		yield from self._jobs()

	def _jobs(self) -> Iterator[Finding]:
		"""Frappe's own view: registered workers, scheduler neither paused nor disabled."""
		code = WORKERS_ALIVE.format(sites=self.settings.sites_path, site=DEMO_SITE)
		answer = self.shell.probe([self.settings.env_python, "-c", code], cwd=self.settings.home) or "0 0 1"
		refused, workers, inactive = answer.split()[-3:]
		yield Finding(Both("后台任务已登记", "workers registered"), int(workers) > 0, workers)
		advice = Both(
			f"请运行 ./fx bench --site {DEMO_SITE} enable-scheduler",
			f"run ./fx bench --site {DEMO_SITE} enable-scheduler",
		)
		yield Finding(Both("定时任务已启用", "scheduler enabled"), inactive == "0", advice=advice)
		# no fault by itself: somebody tried, or the list lacks a method that work needs (Error Log says which)
		yield Finding(Both("清单外的接口调用（人×接口）", "calls off the list (people × methods)"), True, refused)


def report(doctor: Doctor) -> int:
	"""Print every finding. Returns 0 when all is well, else 1."""
	sick = 0
	for finding in doctor.examine():
		mark = "✓" if finding.well else "!" if finding.remark else "✗"
		say(f"{mark} {finding.part}{f'  {finding.seen}' if finding.seen else ''}")
		if not finding.well:
			sick += not finding.remark
			say(f"    → {finding.advice.zh}\n    → {finding.advice.en}")
	browser = doctor.browser()
	say(f"{'✓' if browser.well else '–'} {browser.part}  {browser.seen}".rstrip())
	say()
	if sick:
		say(Both(f"{sick} 处有问题", f"{sick} problem(s)"))
	else:
		say(Both("一切正常", "all is well"))
	return 1 if sick else 0
