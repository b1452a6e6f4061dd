"""The bench: Frappe and ERPNext from their addresses, their settings, and a way to call its commands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from fxcli.errors import CommandFailed, FxError, SourcesUnreachable
from fxcli.files import read_json, remove_tree, write_atomic
from fxcli.packages import need_python
from fxcli.shell import Shell
from fxcli.stamps import Stamps, fingerprint
from fxcli.text import Both

VERSION = re.compile(r"""^__version__ = ["'](.+)["']""", re.MULTILINE)
NODE_MODULES_COMPLETE = "node_modules/.yarn-integrity"  # yarn writes it last

# Arguments come by standard input: a password among them is not shown by `ps`.
CALL = """
import json, sys
sys.argv = ["bench", "frappe", *json.load(sys.stdin)]
from frappe.utils.bench_helper import main
main()
"""


class Bench:
	"""Our bench under FX_HOME, or an existing one by FX_BENCH."""

	def __init__(self, shell: Shell, stamps: Stamps) -> None:
		self.shell = shell
		self.settings = shell.settings
		self.stamps = stamps
		self.path = self.settings.bench_path

	def call(self, *arguments: str) -> str:
		"""`bench <arguments>`. Raises CommandFailed."""
		return self.python(CALL, stdin=json.dumps(arguments), called=f"bench {_without_secrets(arguments)}")

	def python(self, code: str, *, stdin: str = "", called: str) -> str:
		"""Run Python in the bench's environment, in the folder of the sites. Raises CommandFailed."""
		argv = [self.settings.env_python, "-c", code]
		return self.shell.run(argv, cwd=self.settings.sites_path, stdin=stdin, called=called)

	def app_version(self, app: str) -> str:
		"""Version of an app of this bench, empty when it is not there."""
		try:
			found = VERSION.search(
				(self.path / "apps" / app / app / "__init__.py").read_text(encoding="utf-8")
			)
		except OSError:
			return ""
		return found[1] if found else ""

	def exists(self) -> bool:
		return self.frappe_done() and self.erpnext_done()

	# Frappe

	def frappe_done(self) -> bool:
		return self.stamps.get("frappe") is not None and self._complete("frappe")

	def _complete(self, app: str) -> bool:
		folder = self.path / "apps" / app
		return (
			bool(self.app_version(app)) and (folder / NODE_MODULES_COMPLETE).exists() and self._imports(app)
		)

	def _imports(self, app: str) -> bool:
		return self.shell.probe([self.settings.env_python, "-c", f"import {app}"], cwd=self.path) is not None

	def make_frappe(self) -> None:
		"""`bench init`. A half-made bench is thrown away; one that is whole, or holds sites, never is."""
		whole = self._complete("frappe") and (self.path / "sites" / "apps.txt").exists()
		if not whole and not self.settings.own_bench:
			raise self._not_a_bench()
		if not whole:
			self._refuse_if_sites()
			self._require_source(self.settings.frappe_url, "FX_FRAPPE_URL")
			remove_tree(self.path)
			self._bench_init()
		self.stamps.put("frappe", fingerprint(self.settings.frappe_url, self.settings.branch))

	def _bench_init(self) -> None:
		command = ["bench", "init", self.path, "--frappe-path", self.settings.frappe_url]
		command += ["--frappe-branch", self.settings.branch, "--python", need_python(self.shell)]
		command += [
			"--skip-redis-config-generation",
			"--skip-assets",
			"--no-backups",
			"--no-procfile",
			"--verbose",
		]
		output = self.shell.run(command, cwd=self.settings.home)
		if not self._complete("frappe"):
			# bench init may end with 0 although a part of it failed
			raise CommandFailed(
				Both("bench init 未完成", "bench init did not finish"),
				Both(
					f"请查看 {self.shell.log} 的末尾，改正后重试。",
					f"read the end of {self.shell.log} and try again.",
				),
				output[-2000:],
			)

	def _refuse_if_sites(self) -> None:
		sites = [p.parent.name for p in self.settings.sites_path.glob("*/site_config.json")]
		if sites:
			raise FxError(
				Both(
					f"{self.path} 不完整，但其中有站点（{'、'.join(sites)}），不会自动删除",
					f"{self.path} is incomplete but holds sites ({', '.join(sites)}): it is not deleted",
				),
				Both(
					"请先备份这些站点并移走该目录，再运行 ./fx up。",
					"back the sites up, move the folder away, then run ./fx up.",
				),
			)

	def _require_source(self, url: str, variable: str) -> None:
		try:
			self.shell.run(["git", "ls-remote", "--exit-code", url, f"refs/heads/{self.settings.branch}"])
		except CommandFailed as error:
			raise SourcesUnreachable(
				Both(
					f"无法访问 {url}（分支 {self.settings.branch}）",
					f"cannot reach {url} (branch {self.settings.branch})",
				),
				Both(
					f"请检查网络；或用 {variable}=<镜像地址> 指定镜像，或用 FX_BENCH=<目录> 指定已有的 bench。",
					f"check the network; or name a mirror by {variable}=<address>,"
					" or an existing bench by FX_BENCH=<folder>.",
				),
			) from error

	def _not_a_bench(self) -> FxError:
		return FxError(
			Both(
				f"FX_BENCH={self.path} 不是可用的 bench（v15）",
				f"FX_BENCH={self.path} is not a working v15 bench",
			),
			Both(
				"该目录须有 env、sites，以及 apps 下的 frappe 与 erpnext（version-15）。",
				"it needs env, sites, and frappe and erpnext (version-15) in apps.",
			),
		)

	# ERPNext

	def erpnext_done(self) -> bool:
		return self.stamps.get("erpnext") is not None and self._complete("erpnext")

	def make_erpnext(self) -> None:
		"""`bench get-app` with the full address: with a bare name bench asks a web API first."""
		if not self.settings.own_bench and not self._complete("erpnext"):
			raise self._not_a_bench()
		if not self._complete("erpnext"):
			self._require_source(self.settings.erpnext_url, "FX_ERPNEXT_URL")
			remove_tree(self.path / "apps" / "erpnext")
			command = ["bench", "get-app", self.settings.erpnext_url, "--branch", self.settings.branch]
			self.shell.run([*command, "--skip-assets"], cwd=self.path)
		self._register("erpnext")
		self.stamps.put("erpnext", fingerprint(self.settings.erpnext_url, self.settings.branch))

	def _register(self, app: str) -> None:
		"""Bench lists its apps in sites/apps.txt."""
		listing = self.settings.sites_path / "apps.txt"
		apps = listing.read_text(encoding="utf-8").split()
		if app not in apps:
			write_atomic(listing, "\n".join([*apps, app]) + "\n")

	# settings and app

	def configured(self, wanted: dict) -> bool:
		current = read_json(self.settings.sites_path / "common_site_config.json") or {}
		return not self.settings.own_bench or all(current.get(key) == value for key, value in wanted.items())

	def configure(self, wanted: dict) -> None:
		"""Merge into common_site_config.json; a bench of the user's keeps its own."""
		path = self.settings.sites_path / "common_site_config.json"
		write_atomic(path, json.dumps((read_json(path) or {}) | wanted, indent=1, sort_keys=True))

	def app_installed(self) -> bool:
		listing = (self.settings.sites_path / "apps.txt").read_text(encoding="utf-8").split()
		return "fangxiu_app" in listing and self._imports("fangxiu_app")

	def install_app(self) -> None:
		"""Make the copy of the app importable, editable, with what it requires, and known to the bench."""
		uv = self.settings.home / "cli" / "bin" / "uv"
		command = [uv, "pip", "install", "--quiet", "--python", self.settings.env_python]
		self.shell.run([*command, "--editable", self.settings.app_path])
		self._register("fangxiu_app")

	def install_python(self, requirements: Sequence[str]) -> None:
		"""Add packages to the bench's environment."""
		uv = self.settings.home / "cli" / "bin" / "uv"
		self.shell.run([uv, "pip", "install", "--quiet", "--python", self.settings.env_python, *requirements])


def _without_secrets(arguments: Sequence[str]) -> str:
	"""For the log: what follows an option about passwords, or holds one, is hidden."""
	shown = []
	for previous, argument in zip(("", *arguments), arguments, strict=False):
		secret = previous.endswith("-password") or '"password"' in argument
		shown.append("***" if secret else argument)
	return " ".join(shown)


def public_files(app: Path) -> list[Path]:
	"""What `bench build` of the app depends on."""
	public = app / "fangxiu_app" / "public"
	others = {"dist", "guides"}  # what it makes, and pages that are served as they are
	return [p for p in public.rglob("*") if p.is_file() and not others & set(p.relative_to(public).parts)]
