"""Settings of `fx`: environment, what an earlier run was given, defaults; each wrong value has its message."""

import re
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from fxcli import config
from fxcli.config import REPOSITORY, Settings
from fxcli.errors import FxError
from tests.unit.helpers import fx_home


def test_defaults(tmp_path):
	settings = fx_home.settings(tmp_path)
	assert (settings.web_port, settings.db_port, settings.branch) == (8000, 13306, "version-15")
	assert settings.own_database and settings.own_redis and settings.own_bench
	assert settings.bench_path == tmp_path / "bench"


@pytest.mark.parametrize(
	("is_root", "expected"), [(True, "/var/lib/fangxiu"), (False, "/home/li/.local/share/fangxiu")]
)
def test_default_home_depends_on_rights(is_root, expected):
	assert config.default_home(is_root, {"HOME": "/home/li"}) == Path(expected)


def test_environment_wins_over_what_was_remembered(tmp_path):
	first = {"FX_HOME": str(tmp_path), "FX_WEB_PORT": "8100", "FX_DB_PORT": "13400"}
	config.remember(config.load(first, is_root=False), first, proven=False)
	second = fx_home.settings(tmp_path, FX_WEB_PORT="8200")
	assert (second.web_port, second.db_port) == (8200, 13400)


def test_remembered_settings_may_hold_a_password_and_are_private(tmp_path):
	given = {"FX_HOME": str(tmp_path), "FX_DB_HOST": "db", "FX_DB_ROOT_PASSWORD": "geheim"}
	config.remember(config.load(given, is_root=False), given, proven=True)
	saved = tmp_path / "settings.json"
	assert "geheim" in saved.read_text()
	assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_a_mistyped_address_does_not_stick_a_proven_one_does(tmp_path):
	given = {"FX_HOME": str(tmp_path), "FX_FRAPPE_URL": "https://mirror/frappe", "FX_MIN_FREE_MB": "1"}
	config.remember(config.load(given, is_root=False), given, proven=False)
	assert fx_home.settings(tmp_path).frappe_url == "https://github.com/frappe/frappe"
	foreign = {**given, "FX_DB_HOST": "db", "FX_DB_PORT": "3306", "FX_DB_ROOT_PASSWORD": "wrong"}
	config.remember(config.load(foreign, is_root=False), foreign, proven=False)
	assert fx_home.settings(tmp_path).own_database and fx_home.settings(tmp_path).db_port == 13306
	config.remember(config.load(given, is_root=False), given, proven=True)
	assert fx_home.settings(tmp_path).frappe_url == "https://mirror/frappe"
	assert fx_home.settings(tmp_path).min_free_mb == 4000


@pytest.mark.parametrize(
	("variables", "part"),
	[
		({"FX_WEB_PORT": "achttausend"}, "FX_WEB_PORT must be a whole number"),
		({"FX_WEB_PORT": "-1"}, "FX_WEB_PORT must be a whole number"),
		({"FX_REDIS_CACHE": "redis://h:1"}, "FX_REDIS_CACHE and FX_REDIS_QUEUE belong together"),
		({"FX_DB_HOST": "db.example"}, "needs a password"),
	],
)
def test_wrong_values_are_refused_with_advice(tmp_path, variables, part):
	with pytest.raises(FxError) as refused:
		fx_home.settings(tmp_path, **variables)
	assert part in refused.value.failed.en
	assert refused.value.advice.zh and refused.value.advice.en


def test_a_home_too_long_for_a_socket_is_refused():
	with pytest.raises(FxError) as refused:
		config.load({"FX_HOME": "/" + "x" * 100}, is_root=False)
	assert "too long" in refused.value.failed.en


def test_an_existing_bench_says_where_its_servers_are(tmp_path):
	sites = tmp_path / "their-bench" / "sites"
	sites.mkdir(parents=True)
	(sites / "common_site_config.json").write_text(
		'{"db_host": "db7", "redis_cache": "redis://r:1", "redis_queue": "redis://r:2"}'
	)
	settings = fx_home.settings(
		tmp_path / "home", FX_BENCH=str(tmp_path / "their-bench"), FX_DB_ROOT_PASSWORD="x"
	)
	assert (settings.db_host, settings.db_port, settings.redis_queue) == ("db7", 3306, "redis://r:2")
	assert not settings.own_bench and not settings.own_database


def test_every_setting_is_documented():
	described = set(re.findall(r"`(FX_[A-Z_]+)`", (REPOSITORY / "docs" / "operations.md").read_text()))
	assert {f"FX_{field.name.upper()}" for field in fields(Settings)} == described
