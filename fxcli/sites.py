"""Sites: the base dump (Frappe, ERPNext, company), the demo site and the test site restored from it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from fxcli import stamps
from fxcli.bench import Bench
from fxcli.config import BASE_SITE
from fxcli.database import Database
from fxcli.errors import FxError
from fxcli.files import read_json, remove_tree, write_atomic
from fxcli.secretstore import Secrets
from fxcli.text import Both

READY = "fx-ready.json"  # inside the site's folder: written last, so a half-made site has none
# a change here needs `bench migrate`
SCHEMA_SUFFIXES = {".json", ".csv", ".xlsx", ".txt", ".html"}
SCHEMA_FOLDERS = ("setup", "patches", "access")

ENSURE_COMPANY = """
import frappe
frappe.init(site="{site}", sites_path=".")
frappe.connect()
from fangxiu_app.setup import company
company.ensure()
frappe.destroy()
"""

DEMO_COMMAND = """
import json, sys
import frappe
frappe.init(site="{site}", sites_path=".")
frappe.connect()
from fangxiu_app.demo import demo_commands
demo_commands.{command}(**json.load(sys.stdin))
frappe.db.commit()  # a script of the command: nobody commits after it
frappe.destroy()
"""


OTHERS_COMMAND = """
import sys
import frappe
frappe.init(site="{site}", sites_path=".")
frappe.connect()
sys.path.insert(0, "{app}")
from tests.site.helpers import others
others.{command}()
frappe.db.commit()  # a script of the command: nobody commits after it
frappe.destroy()
"""


class Sites:
	"""Makes, restores and removes sites of the bench."""

	def __init__(self, bench: Bench, database: Database, secrets: Secrets) -> None:
		self.bench = bench
		self.shell = bench.shell
		self.settings = bench.settings
		self.database = database
		self.secrets = secrets

	# base dump

	def base_dump(self) -> Path:
		"""Its name is a hash of what it is made from; fiscal years make the year one of these things."""
		company = (self.settings.app_path / "fangxiu_app" / "setup" / "company.py").read_text(
			encoding="utf-8"
		)
		versions = [self.bench.app_version(app) for app in ("frappe", "erpnext")]
		key = stamps.fingerprint(*versions, company, str(datetime.date.today().year))
		return self.settings.cache / f"base-{key}.sql.gz"

	def base_done(self) -> bool:
		return self.base_dump().exists()

	def make_base(self) -> None:
		"""A site from scratch, the company by ERPNext's own wizard, then the dump. Raises CommandFailed."""
		self._new_site(BASE_SITE, "--install-app", "erpnext")
		self.bench.python(ENSURE_COMPANY.format(site=BASE_SITE), called="company.ensure")
		self._dump(BASE_SITE).replace(self.base_dump())
		self.drop(BASE_SITE)

	def _new_site(self, site: str, *options: str) -> None:
		command = ["new-site", site, "--force", "--db-root-username", self.settings.db_root_user]
		command += ["--db-root-password", self.secrets.db_root_password]
		command += ["--admin-password", self.secrets.get("admin_password")]
		self.bench.call(*command, "--mariadb-user-host-login-scope", self.database.login_scope, *options)

	# sites from the dump

	def folder(self, site: str) -> Path:
		return self.settings.sites_path / site

	def ready(self, site: str) -> dict | None:
		"""What the finished site was made from, None for a missing or half-made one."""
		return read_json(self.folder(site) / READY)

	def restore_base(self, site: str, config: dict) -> None:
		"""Make the site anew from the dump: ERPNext and company, without the app. Raises CommandFailed."""
		(self.folder(site) / READY).unlink(missing_ok=True)
		self._new_site(site, "--source-sql", str(self.base_dump()))
		self.set_config(site, config)

	def restore(self, site: str, config: dict, of_others: bool = False) -> None:
		"""Make the site anew from the dump, with the app installed; ``of_others``: after others have worked on it for years.
		Raises CommandFailed."""
		self.restore_base(site, config)
		if of_others:
			self._others(site, "make_site_of_others")
		self.bench.call("--site", site, "install-app", "fangxiu_app")
		if of_others:
			self._others(site, "take_the_app_up")
		# Frappe switches it off on every site made from a dump
		self.bench.call("--site", site, "enable-scheduler")
		self.bench.call("--site", site, "clear-cache")
		self.mark_ready(site)

	def _others(self, site: str, command: str) -> None:
		code = OTHERS_COMMAND.format(site=site, app=self.settings.app_path, command=command)
		self.bench.python(code, called=f"others.{command}")

	def copy(self, source: str, site: str, config: dict) -> None:
		"""Make the site anew as a copy of another one's database; its files are not copied. Raises CommandFailed."""
		(self.folder(site) / READY).unlink(missing_ok=True)
		dump = self._dump(source)
		self._new_site(site, "--source-sql", str(dump))
		dump.unlink()
		self.set_config(site, config)
		self.mark_ready(site)

	def _dump(self, site: str) -> Path:
		"""The site's database in a file of the cache."""
		folder = self.settings.cache / f"{site}.new"
		remove_tree(folder)
		self.bench.call("--site", site, "backup", "--backup-path", str(folder))
		dump = self.settings.cache / f"{site}.sql.gz"
		next(folder.glob("*-database.sql.gz")).replace(dump)
		remove_tree(folder)
		return dump

	def set_config(self, site: str, config: dict) -> None:
		"""Merge into the site's site_config.json."""
		path = self.folder(site) / "site_config.json"
		write_atomic(path, json.dumps((read_json(path) or {}) | config, indent=1, sort_keys=True), mode=0o600)

	def config_holds(self, site: str, config: dict) -> bool:
		current = read_json(self.folder(site) / "site_config.json") or {}
		return all(current.get(key) == value for key, value in config.items())

	def mark_ready(self, site: str) -> None:
		write_atomic(self.folder(site) / READY, json.dumps({"schema": self.schema_version()}))

	def schema_version(self) -> str:
		"""A hash of everything `bench migrate` reads from the app."""
		root = self.settings.app_path
		return stamps.files_fingerprint(
			root, [p for p in root.rglob("*") if p.is_file() and _is_schema(p.relative_to(root))]
		)

	def code_version(self) -> str:
		"""A hash of the code that runs: processes are restarted when it changes."""
		root = self.settings.app_path
		serving = [root / "fxcli" / name for name in ("wsgi.py", "proxy.js")]
		return stamps.files_fingerprint(root, [*(root / "fangxiu_app").rglob("*.py"), *serving])

	def migrate(self, site: str) -> None:
		"""Bring an existing site to the app's present state. Raises CommandFailed."""
		self.bench.call("--site", site, "migrate", "--skip-search-index")
		self.mark_ready(site)

	def drop(self, site: str) -> None:
		"""Remove a site and its database, without a backup."""
		command = [
			"drop-site",
			site,
			"--force",
			"--no-backup",
			"--db-root-username",
			self.settings.db_root_user,
		]
		archive = self.settings.cache / "dropped"
		command += [
			"--db-root-password",
			self.secrets.db_root_password,
			"--archived-sites-path",
			str(archive),
		]
		self.bench.call(*command)
		remove_tree(archive)

	# demo data

	def demo(self, site: str) -> dict:
		"""Create the demo estate (again: no change). Returns users and counts as the app's command prints them."""
		return last_json(self._demo(site, "create", password=self.secrets.get("demo_password")))

	def clear_demo(self, site: str) -> None:
		"""Remove what the demo made, and nothing else. Raises CommandFailed."""
		self._demo(site, "clear")

	def _demo(self, site: str, command: str, **values: str) -> str:
		"""Not by `bench execute`: it hides what a command raises behind an error of its own."""
		code = DEMO_COMMAND.format(site=site, command=command)
		return self.bench.python(code, stdin=json.dumps(values), called=f"demo.{command}")


def _is_schema(path: Path) -> bool:
	if "__pycache__" in path.parts or path.parts[0] not in ("fangxiu_app", "fixtures"):
		return False
	if "public" in path.parts:
		return False
	return path.suffix in SCHEMA_SUFFIXES or path.name == "hooks.py" or path.parts[1] in SCHEMA_FOLDERS


def last_json(output: str) -> dict:
	"""The JSON object on the last line that holds one. Raises FxError when there is none."""
	for line in reversed(output.splitlines()):
		if line.startswith("{"):
			return json.loads(line)
	raise FxError(
		Both("示例数据命令没有给出结果", "the demo command gave no result"),
		Both("请查看日志。", "read the log."),
	)
