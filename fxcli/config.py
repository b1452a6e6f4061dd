"""Settings: environment variables FX_*, else what an earlier `fx up` was given, else the default."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from fxcli.errors import FxError
from fxcli.files import read_json, write_atomic
from fxcli.stamps import fingerprint
from fxcli.text import Both

DEMO_SITE = "fangxiu.localhost"
TEST_SITE = "fangxiu-test.localhost"
#: One for each process of the site suite; the browser uses the first.
TEST_SITES = (TEST_SITE, "fangxiu-test-2.localhost")
BENCHMARK_SITE = "fangxiu-benchmark.localhost"  # made and removed by each run
#: The demo estate once more, for the walks: what they click together must not be in anybody's demo.
WALK_SITE = "fangxiu-walks.localhost"
SCRATCH_SITE = "fangxiu-scratch.localhost"  # without the app: tests install and uninstall it there
BASE_SITE = "fangxiu-base.localhost"
SERVICE_USER = "fangxiu"
SOCKET_PATH_LIMIT = 108  # Linux: sun_path
ONE_OFF = {"min_free_mb", "lock_wait"}
LAYOUT = {"web_host", "web_port", "test_port", "walk_port", "db_port", "redis_cache_port", "redis_queue_port", "workers"}
REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
	"""Every setting; the variable of `web_port` is FX_WEB_PORT. docs/operations.md explains each of them."""

	home: Path
	web_host: str = "127.0.0.1"
	web_port: int = 8000
	test_port: int = 8001
	walk_port: int = 8002
	db_host: str = ""
	db_port: int = 13306
	db_root_user: str = "root"
	db_root_password: str = ""
	redis_cache: str = ""
	redis_queue: str = ""
	redis_cache_port: int = 13000
	redis_queue_port: int = 11000
	frappe_url: str = "https://github.com/frappe/frappe"
	erpnext_url: str = "https://github.com/frappe/erpnext"
	branch: str = "version-15"
	gunicorn: str = ""
	pip_index_url: str = ""
	npm_registry: str = ""
	bench: str = ""
	python: str = ""
	chromium: str = ""
	workers: int = 1
	min_free_mb: int = 4000
	lock_wait: int = 0

	@property
	def own_database(self) -> bool:
		return not self.db_host

	@property
	def own_redis(self) -> bool:
		return not self.redis_cache

	@property
	def own_bench(self) -> bool:
		return not self.bench

	@property
	def bench_path(self) -> Path:
		return Path(self.bench) if self.bench else self.home / "bench"

	@property
	def sites_path(self) -> Path:
		return self.bench_path / "sites"

	@property
	def env_python(self) -> Path:
		return self.bench_path / "env" / "bin" / "python"

	@property
	def app_path(self) -> Path:
		return self.bench_path / "apps" / "fangxiu_app"

	@property
	def logs(self) -> Path:
		return self.home / "logs"

	@property
	def artifacts(self) -> Path:
		"""What tests leave behind: screenshots of failures, reports, pages of the guides."""
		return self.logs / "artifacts"

	@property
	def run(self) -> Path:
		return self.home / "run"

	@property
	def stamps(self) -> Path:
		"""What is done is done in one bench, not in another."""
		return self.home / (f"stamps-{fingerprint(self.bench)}" if self.bench else "stamps")

	@property
	def cache(self) -> Path:
		return self.home / "cache"

	@property
	def web_url(self) -> str:
		return f"http://127.0.0.1:{self.web_port}"

	@property
	def test_url(self) -> str:
		return f"http://127.0.0.1:{self.test_port}"

	@property
	def walk_url(self) -> str:
		return f"http://127.0.0.1:{self.walk_port}"


def default_home(is_root: bool, environ: Mapping[str, str]) -> Path:
	"""Where everything lives when FX_HOME is not set."""
	if is_root:
		return Path("/var/lib/fangxiu")
	return Path(environ.get("HOME") or os.path.expanduser("~")) / ".local" / "share" / "fangxiu"


def load(environ: Mapping[str, str], *, is_root: bool) -> Settings:
	"""Read the settings. Raises FxError for a value of the wrong kind or a home with too long a path."""
	home = Path(environ.get("FX_HOME") or default_home(is_root, environ)).absolute()
	if len(str(home / "run" / "test-socketio.sock")) >= SOCKET_PATH_LIMIT:
		raise FxError(
			Both(f"FX_HOME 的路径太长：{home}", f"the path of FX_HOME is too long: {home}"),
			Both("请换一个较短的目录（少于 80 个字符）。", "choose a folder with fewer than 80 characters."),
		)
	given = _saved(home) | _given(environ)
	given = _of_bench(given.get("bench", "")) | given
	values: dict[str, Any] = {f.name: _convert(f.name, f.type, given[f.name]) for f in _settable() if f.name in given}
	settings = Settings(home=home, **values)
	_check(settings)
	return settings


def remember(settings: Settings, environ: Mapping[str, str], *, proven: bool) -> None:
	"""Keep the settings given by the environment, so that later commands on this home use them too.

	Before everything is `proven` to work only the layout of our own services is kept, for a run that is killed
	to go on with; a mistyped address or password must not stick.
	"""
	given = _given(environ)
	if proven:
		kept = given.keys() - ONE_OFF
	else:
		kept = LAYOUT - ({"db_port"} if settings.db_host else set())
	merged = _saved(settings.home) | {name: value for name, value in given.items() if name in kept}
	write_atomic(settings.home / "settings.json", json.dumps(merged, indent=1, sort_keys=True), mode=0o600)


def _of_bench(bench: str) -> dict[str, str]:
	"""An existing bench says itself where its database and its Redis are."""
	if not bench:
		return {}
	config = read_json(Path(bench) / "sites" / "common_site_config.json") or {}
	defaults = {"db_host": "127.0.0.1", "db_port": 3306, "redis_cache": "", "redis_queue": ""}
	return {name: str(config.get(name, default)) for name, default in defaults.items()}


def _settable() -> list:
	return [f for f in fields(Settings) if f.name != "home"]


def _given(environ: Mapping[str, str]) -> dict[str, str]:
	names = {f.name: f"FX_{f.name.upper()}" for f in _settable()}
	return {name: environ[variable] for name, variable in names.items() if variable in environ}


def _saved(home: Path) -> dict[str, str]:
	try:
		return json.loads((home / "settings.json").read_text(encoding="utf-8"))
	except (FileNotFoundError, NotADirectoryError, PermissionError):
		return {}


def _convert(name: str, kind: str, value: str) -> str | int:
	if kind != "int":
		return value.strip()
	if not value.strip().isdecimal():
		raise FxError(
			Both(
				f"FX_{name.upper()} 应为整数，当前为“{value}”",
				f"FX_{name.upper()} must be a whole number, not {value!r}",
			),
			Both("请改正后重试。", "correct it and try again."),
		)
	return int(value)


def _check(settings: Settings) -> None:
	if bool(settings.redis_cache) != bool(settings.redis_queue):
		raise FxError(
			Both(
				"FX_REDIS_CACHE 与 FX_REDIS_QUEUE 须同时设置",
				"FX_REDIS_CACHE and FX_REDIS_QUEUE belong together",
			),
			Both("请两个都设置，或都不设置。", "set both or neither."),
		)
	if settings.db_host and not settings.db_root_password:
		raise FxError(
			Both(
				"使用已有数据库（FX_DB_HOST）时缺少密码", "an existing database (FX_DB_HOST) needs a password"
			),
			Both("请设置 FX_DB_ROOT_PASSWORD。", "set FX_DB_ROOT_PASSWORD."),
		)
