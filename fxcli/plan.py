"""Which steps a command needs, in which order."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from fxcli import account as accounts
from fxcli import appcopy, config, packages
from fxcli.bench import Bench, public_files
from fxcli.config import DEMO_SITE, REPOSITORY, SCRATCH_SITE, TEST_SITES, WALK_SITE, Settings
from fxcli.database import Database
from fxcli.errors import FxError
from fxcli.files import write_atomic
from fxcli.queueserver import Redis
from fxcli.secretstore import Secrets
from fxcli.shell import Shell
from fxcli.sites import Sites
from fxcli.stack import Front, Stack
from fxcli.stamps import Stamps, files_fingerprint, fingerprint
from fxcli.steps import Step
from fxcli.supervisor import Supervisor
from fxcli.text import Both
from fxcli.toolbox import Toolbox

TEST_PACKAGES = (
	"pytest>=8,<9",
	"pytest-xdist>=3.5,<4",
	"hypothesis>=6.77",
	"playwright>=1.40",
	"requests",
	"pypdf>=3.17",
)
APPS = ("frappe", "erpnext", "fangxiu_app")


class Plan:
	"""Everything of one home, wired together. Expects the account and its folders to exist."""

	def __init__(self, settings: Settings, account: accounts.Account) -> None:
		self.settings = settings
		env = accounts.environment(settings, account, os.environ)
		self.shell = Shell(settings, account, env, settings.logs / "up.log")
		self.stamps = Stamps(settings.stamps)
		self.secrets = Secrets(settings)
		self.supervisor = Supervisor(self.shell)
		self.toolbox = Toolbox(self.shell, self.stamps)
		self.database = Database(self.shell, self.supervisor, self.secrets)
		self.redis = Redis(self.shell, self.supervisor)
		self.bench = Bench(self.shell, self.stamps)
		self.sites = Sites(self.bench, self.database, self.secrets)
		self.stack = Stack(self.bench, self.supervisor, self.redis)

	# what is common to the demo and the tests

	def foundation(self, *, fronts: Sequence[Front] = (), browser: bool = False) -> list[Step]:
		"""From nothing to a bench with the app and a base dump. `fronts`: whose ports will be needed later."""
		return [
			Step("check", Both("检查环境", "preflight"), lambda: False, lambda: self.preflight(fronts)),
			Step(
				"packages",
				Both("系统软件", "system packages"),
				lambda: False,
				lambda: self._install_packages(browser),
			),
			Step(
				"tools",
				Both("工具 bench、uv、yarn", "tools: bench, uv, yarn"),
				self.toolbox.done,
				self.toolbox.make,
			),
			Step("database", Both("数据库", "database"), self.database.done, self.database.start),
			Step("redis", Both("缓存与队列", "cache and queue"), self.redis.done, self.redis.start),
			Step("frappe", Both("Frappe 框架", "Frappe"), self.bench.frappe_done, self.bench.make_frappe),
			Step("erpnext", Both("ERPNext", "ERPNext"), self.bench.erpnext_done, self.bench.make_erpnext),
			Step("config", Both("bench 配置", "bench settings"), self._configured, self._configure),
			Step("app", Both("安装本应用", "this app"), lambda: False, self.refresh_app),
			Step("assets", Both("网页资源", "web assets"), self._assets_done, self._build_assets),
			Step(
				"base", Both("基础账套", "base site with company"), self.sites.base_done, self.sites.make_base
			),
		]

	def preflight(self, fronts: Sequence[Front]) -> None:
		"""Everything that would fail after minutes is asked first. Raises FxError."""
		self.secrets.ensure()
		if not self.bench.exists():
			self._require_disk()
		own = [self.database.service()] if self.settings.own_database else []
		proxies = [self.stack.proxy(front) for front in fronts]
		for service in [*own, *self.redis.services(), *proxies]:
			self.supervisor.require_port(service)
		config.remember(self.settings, os.environ, proven=False)

	def _install_packages(self, browser: bool) -> None:
		packages.install(self.shell, packages.bench_needs(self.shell, browser=browser))
		packages.check_versions(self.shell)

	def _require_disk(self) -> None:
		free = shutil.disk_usage(self.settings.home).free // 2**20
		wanted = self.settings.min_free_mb
		if free < wanted:
			raise FxError(
				Both(
					f"{self.settings.home} 所在磁盘只剩 {free} MB，至少需要 {wanted} MB",
					f"only {free} MB are free where {self.settings.home} is, {wanted} MB are needed",
				),
				Both(
					"请清理磁盘，或把 FX_HOME 指向更大的磁盘。",
					"free some space, or point FX_HOME to a larger disk.",
				),
			)

	def _common_config(self) -> dict:
		urls = self.redis.urls
		return {
			"db_host": self.database.host,
			"db_port": self.settings.db_port,
			"redis_cache": urls["cache"],
			"redis_queue": urls["queue"],
			"redis_socketio": urls["cache"],
			"default_site": DEMO_SITE,
			"webserver_port": self.settings.web_port,
			"live_reload": False,
			"developer_mode": 0,
		}

	def _configured(self) -> bool:
		return self.bench.configured(self._common_config())

	def _configure(self) -> None:
		self.bench.configure(self._common_config())

	def refresh_app(self) -> None:
		"""Let the bench's copy follow this checkout; install it once."""
		appcopy.refresh(REPOSITORY, self.settings.app_path, self.shell.account)
		metadata = self.settings.app_path / "pyproject.toml"
		key = files_fingerprint(self.settings.app_path, [metadata])
		if not (self.stamps.holds("app", key) and self.bench.app_installed()):
			self.bench.install_app()
			self.stamps.put("app", key)

	def _assets_key(self, app: str) -> str:
		if app == "fangxiu_app":
			return files_fingerprint(self.settings.app_path, public_files(self.settings.app_path))
		return fingerprint(app, self.bench.app_version(app))

	def _assets_done(self) -> bool:
		return all(self.stamps.holds(f"assets-{app}", self._assets_key(app)) for app in APPS)

	def _build_assets(self) -> None:
		for app in APPS:
			key = self._assets_key(app)
			if not self.stamps.holds(f"assets-{app}", key):
				self.bench.call("build", "--app", app)
				self.stamps.put(f"assets-{app}", key)
				self._forget_assets()

	def _forget_assets(self) -> None:
		"""Every site caches the names of the built files."""
		for ready in self.settings.sites_path.glob("*/fx-ready.json"):
			self.bench.call("--site", ready.parent.name, "clear-cache")

	# the demo

	def demo(self) -> list[Step]:
		"""The demo site and the processes that serve it."""
		return [
			Step("site", Both("示例站点", "demo site"), self._site_done, self._make_site),
			Step("demo", Both("示例数据", "demo estate"), self.demo_record.exists, self.make_demo),
			Step("start", Both("启动服务", "services"), self._served, self._serve),
		]

	def _site_config(self) -> dict:
		return {"host_name": self.settings.web_url}

	def _site_done(self) -> bool:
		ready = self.sites.ready(DEMO_SITE)
		return (
			ready is not None
			and ready["schema"] == self.sites.schema_version()
			and self.sites.config_holds(DEMO_SITE, self._site_config())
		)

	def _make_site(self) -> None:
		if self.sites.ready(DEMO_SITE) is None:
			self.demo_record.unlink(missing_ok=True)
			self.sites.restore(DEMO_SITE, self._site_config())
			return
		self.sites.set_config(DEMO_SITE, self._site_config())
		self.sites.migrate(DEMO_SITE)

	@property
	def demo_record(self) -> Path:
		"""Users and counts of the demo, for the closing words; inside the site, so that it goes with it."""
		return self.sites.folder(DEMO_SITE) / "fx-demo.json"

	def make_demo(self) -> None:
		"""Create the demo estate (again: no change)."""
		made = self.sites.demo(DEMO_SITE)
		write_atomic(self.demo_record, json.dumps(made, ensure_ascii=False, indent=1))

	def clear_demo(self) -> None:
		"""Remove the demo estate, keep the site."""
		self.sites.clear_demo(DEMO_SITE)
		self.demo_record.unlink(missing_ok=True)

	def _version(self) -> str:
		"""Running processes have read these: restart when one of them changes."""
		assets = self._assets_key("fangxiu_app")
		return fingerprint(
			self.sites.code_version(), self.sites.schema_version(), assets, str(self._common_config())
		)

	def _served(self) -> bool:
		version = self._version()
		return all(self.supervisor.up_to_date(s, version) and s.ready() for s in self.stack.all_demo())

	def _serve(self) -> None:
		version = self._version()
		for service in self.stack.all_demo():
			self.supervisor.start(service, version)

	# the tests

	def test_packages(self) -> Step:
		"""pytest and its like in the bench's environment."""
		title = Both("测试工具", "test packages")
		return Step("testenv", title, self._test_packages_done, self._install_test_packages)

	def test_sites(self, others: bool = False) -> Step:
		"""The test sites, always fresh; ``others``: of a company that has worked without the app for years."""
		title = Both("测试站点", "test sites")
		return Step("testsite", title, lambda: False, lambda: self._make_test_sites(others))

	def walk_site(self, *, beside_tests: bool) -> Step:
		"""The site of the walks, always fresh: a copy of the first test site where that has just been made and nothing has
		run on it yet."""
		title = Both("走查站点", "site of the walks")
		return Step("walksite", title, lambda: False, lambda: self._make_walk_site(beside_tests))

	def walk_estate(self) -> Step:
		"""The demo estate as of now on the site of the walks."""
		title = Both("走查站点的示例数据", "demo estate on the site of the walks")
		return Step("walkestate", title, lambda: False, self._make_walk_estate)

	def _make_walk_estate(self) -> None:
		self.sites.demo(WALK_SITE)

	def _test_packages_done(self) -> bool:
		question = [
			self.settings.env_python,
			"-c",
			"import pytest, xdist, hypothesis, playwright, requests, pypdf",
		]
		return (
			self.stamps.holds("testenv", fingerprint(*TEST_PACKAGES))
			and self.shell.probe(question) is not None
		)

	def _install_test_packages(self) -> None:
		self.bench.install_python(TEST_PACKAGES)
		self.stamps.put("testenv", fingerprint(*TEST_PACKAGES))

	def _test_config(self) -> dict:
		# a test runs the scheduled jobs itself; the scheduler of the demo keeps away
		return {"pause_scheduler": 1, "host_name": self.settings.test_url, "allow_tests": True}

	def _walk_config(self) -> dict:
		return {**self._test_config(), "host_name": self.settings.walk_url}

	def _make_walk_site(self, beside_tests: bool) -> None:
		if beside_tests:
			self.sites.copy(TEST_SITES[0], WALK_SITE, self._walk_config())
		else:
			self.sites.restore(WALK_SITE, self._walk_config())

	def _make_test_sites(self, of_others: bool) -> None:
		config = self._test_config()
		self.redis.empty_test_queue()
		first, *rest = TEST_SITES
		self.sites.restore(first, config, of_others)
		for other in rest:
			self.sites.copy(first, other, config)
		self.sites.restore_base(SCRATCH_SITE, config)
