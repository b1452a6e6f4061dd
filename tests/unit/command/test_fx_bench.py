"""Making the bench: half-made is thrown away, sites never are, unreachable sources have their message."""

import sys
from pathlib import Path

import pytest

from fxcli import packages
from fxcli.bench import Bench, _without_secrets
from fxcli.errors import FxError, SourcesUnreachable
from fxcli.secretstore import Secrets
from fxcli.sites import last_json
from fxcli.stamps import Stamps
from fxcli.text import Both
from tests.unit.helpers import fx_home


@pytest.fixture
def make(tmp_path, monkeypatch):
	"""A bench whose `bench` command only notes that it was called."""

	def build(**variables):
		shell = fx_home.shell(tmp_path, FX_FRAPPE_URL=str(tmp_path / "nowhere"), **variables)
		bench = Bench(shell, Stamps(shell.settings.stamps))
		monkeypatch.setattr(bench, "_bench_init", lambda: bench.path.mkdir())
		return bench

	return build


def test_a_half_made_bench_is_made_anew(make, monkeypatch):
	bench = make()
	(bench.path / "apps" / "frappe").mkdir(parents=True)
	monkeypatch.setattr(bench, "_require_source", lambda url, variable: None)
	assert not bench.frappe_done()
	bench.make_frappe()
	assert list(bench.path.iterdir()) == []


def test_a_bench_with_sites_is_never_deleted(make, monkeypatch):
	bench = make()
	site = bench.path / "sites" / "real.example"
	site.mkdir(parents=True)
	(site / "site_config.json").write_text("{}")
	monkeypatch.setattr(bench, "_require_source", lambda url, variable: None)
	with pytest.raises(FxError) as refused:
		bench.make_frappe()
	assert "real.example" in refused.value.failed.en
	assert (site / "site_config.json").exists()


def test_an_unreachable_source_names_address_and_ways_out(make):
	bench = make()
	with pytest.raises(SourcesUnreachable) as refused:
		bench.make_frappe()
	assert "nowhere" in refused.value.failed.en
	assert "FX_FRAPPE_URL" in refused.value.advice.en and "FX_BENCH" in refused.value.advice.zh
	assert not bench.path.exists()


def test_a_bench_of_the_users_is_not_built(make, tmp_path):
	(tmp_path / "theirs").mkdir()
	bench = make(FX_BENCH=str(tmp_path / "theirs"), FX_DB_ROOT_PASSWORD="x")
	with pytest.raises(FxError) as refused:
		bench.make_frappe()
	assert "not a working v15 bench" in refused.value.failed.en
	assert list((tmp_path / "theirs").iterdir()) == []


def test_a_whole_bench_of_the_users_is_taken_as_it_is(make, tmp_path, monkeypatch):
	theirs = tmp_path / "theirs"
	for app in ("frappe", "erpnext"):
		package = theirs / "apps" / app / app
		package.mkdir(parents=True)
		(package / "__init__.py").write_text('__version__ = "15.60.0"\n')
		(package.parent / "node_modules").mkdir()
		(package.parent / "node_modules" / ".yarn-integrity").touch()
	(theirs / "sites").mkdir()
	(theirs / "sites" / "apps.txt").write_text("frappe\nerpnext\n")
	bench = make(FX_BENCH=str(theirs), FX_DB_ROOT_PASSWORD="x")
	monkeypatch.setattr(bench, "_imports", lambda app: True)
	bench.make_frappe()
	bench.make_erpnext()
	assert bench.exists() and bench.app_version("erpnext") == "15.60.0"
	assert (theirs / "sites" / "apps.txt").read_text() == "frappe\nerpnext\n"
	assert not make().frappe_done(), "our own bench is another one"


def test_passwords_do_not_reach_the_log():
	shown = _without_secrets(
		["new-site", "x", "--db-root-password", "geheim", "--kwargs", '{"password": "geheim"}']
	)
	assert shown == "new-site x --db-root-password *** --kwargs ***"


def test_passwords_are_made_once_and_are_private(tmp_path):
	secrets = Secrets(fx_home.settings(tmp_path))
	secrets.ensure()
	first = secrets.get("demo_password")
	secrets.ensure()
	assert secrets.get("demo_password") == first and len(first) >= 12
	assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_the_last_json_line_of_the_demo_command_counts():
	assert last_json('working {…}\n{"users": []}\n') == {"users": []}
	with pytest.raises(FxError):
		last_json("nothing\n")


@pytest.mark.parametrize(
	("answer", "version"),
	[
		("mariadbd  Ver 10.11.6-MariaDB-0+deb12u1 for debian-linux-gnu", (10, 11)),
		("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0", (7, 0)),
		("v20.20.2", (20, 20)),
		("", None),
		(None, None),
	],
)
def test_versions_are_read_from_what_programs_say(answer, version):
	assert packages.version_of(answer) == version


def test_a_server_that_is_too_old_is_refused(tmp_path, monkeypatch):
	shell = fx_home.shell(tmp_path)
	monkeypatch.setattr(shell, "probe", lambda command: "mariadbd  Ver 10.3.39-MariaDB")
	with pytest.raises(FxError) as refused:
		packages.check_versions(shell)
	assert refused.value.failed.en == "MariaDB 10.3 is too old, 10.6 or newer is needed"
	assert "FX_DB_HOST" in refused.value.advice.en


def test_missing_packages_without_rights_name_the_command_for_an_administrator(tmp_path, monkeypatch):
	shell = fx_home.shell(tmp_path)
	monkeypatch.setattr(packages, "is_root", lambda: False)
	monkeypatch.setattr(packages, "which", lambda name, env: None if name == "sudo" else f"/usr/bin/{name}")
	need = packages.Need("wkhtmltopdf", ("wkhtmltopdf",), lambda: False)
	with pytest.raises(FxError) as refused:
		packages.install(shell, [need])
	assert "apt-get install wkhtmltopdf" in refused.value.advice.en


def test_python_is_one_that_frappe_supports(tmp_path):
	shell = fx_home.shell(tmp_path, FX_PYTHON=sys.executable)
	supported = packages.PYTHON_SUPPORTED[0] <= sys.version_info[:2] < packages.PYTHON_SUPPORTED[1]
	assert (packages.find_python(shell) == sys.executable) == supported
	assert packages.find_python(fx_home.shell(tmp_path, FX_PYTHON=str(Path("/nowhere/python")))) is None


@pytest.mark.parametrize(
	("root", "offered", "there"),
	[
		(True, True, ["chromium-headless-shell"]),
		(True, False, ["chromium"]),
		(False, True, ["chromium"]),
	],
)
def test_the_browser_without_windows_is_taken_where_it_can_be_had(tmp_path, monkeypatch, root, offered, there):
	installed: list[str] = []

	def apt(_shell, names):
		if packages.HEADLESS in names and not offered:
			raise FxError(Both("无此软件包", "no such package"), Both("–", "–"))
		installed.extend(names)

	shell = fx_home.shell(tmp_path)
	monkeypatch.setattr(packages, "is_root", lambda: root)
	monkeypatch.setattr(packages, "_install", apt)
	monkeypatch.setattr(packages, "which", lambda name, env: f"/usr/bin/{name}" if name in installed else None)
	needs = [need for need in packages.bench_needs(shell, browser=True) if "chromium" in need.name]
	packages.install(shell, needs)
	assert installed == there and packages.find_chromium(shell) == f"/usr/bin/{there[0]}"
