"""The tools of `fx lint` that come from npm, at the versions of tools/checks/package-lock.json, in FX_HOME/checks."""

from __future__ import annotations

from pathlib import Path

from fxcli.account import which
from fxcli.config import REPOSITORY
from fxcli.errors import FxError
from fxcli.files import remove_tree
from fxcli.packages import version_of
from fxcli.plan import Plan
from fxcli.stamps import files_fingerprint, fingerprint
from fxcli.steps import Step
from fxcli.text import Both

SOURCE = REPOSITORY / "tools" / "checks"
FILES = ("package.json", "package-lock.json", "eslint.config.mjs")
STAMP = "checks"
#: From here on node can load modules by a hook and set a test's clock.
NODE_MINIMUM = (20, 11)
#: npm's file in every installed package tree, written last.
COMPLETE = "node_modules/.package-lock.json"


class Checks:
	"""One folder with the packages, and eslint's configuration, which must lie beside what it imports."""

	def __init__(self, plan: Plan) -> None:
		self.shell = plan.shell
		self.stamps = plan.stamps
		self.folder = plan.settings.home / "checks"

	def step(self) -> Step:
		"""Installed once; again when a version or the configuration changes."""
		return Step(STAMP, Both("检查工具", "tools that check the code"), self._done, self._make)

	def _fingerprint(self) -> str:
		return fingerprint(files_fingerprint(SOURCE, [SOURCE / name for name in FILES]))

	def _done(self) -> bool:
		return self.stamps.holds(STAMP, self._fingerprint()) and (self.folder / COMPLETE).exists()

	def _make(self) -> None:
		"""Raises FxError for an older node, CommandFailed without the network."""
		found = version_of(self.shell.probe(["node", "--version"]))
		if which("npm", self.shell.env) is None or found is None or found < NODE_MINIMUM:
			raise _node_too_old(found)
		self.stamps.drop(STAMP)
		files = {name: (SOURCE / name).read_bytes() for name in FILES}
		self.shell.account.call(lambda: self._lay_out(files))
		command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
		self.shell.run(command, cwd=self.folder)
		self.stamps.put(STAMP, self._fingerprint())

	def _lay_out(self, files: dict[str, bytes]) -> None:
		remove_tree(self.folder)
		self.folder.mkdir(parents=True)
		for name, content in files.items():
			(self.folder / name).write_bytes(content)

	def script(self, package: str, file: str) -> Path:
		"""The file of a package that node runs."""
		return self.folder / "node_modules" / package / file


def _node_too_old(found: tuple[int, ...] | None) -> FxError:
	shown = ".".join(map(str, found)) if found else "–"
	wanted = ".".join(map(str, NODE_MINIMUM))
	return FxError(
		Both(
			f"代码检查需要 Node {wanted} 或更高版本和 npm，当前为 {shown}",
			f"the checks need Node {wanted} or newer with npm, this is {shown}",
		),
		Both(
			"请安装后重试；./fx test 不受影响。",
			"install it and try again; ./fx test does without.",
		),
	)
