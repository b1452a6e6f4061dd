"""`fx lint`: ruff, import-linter and pyright for Python, eslint, prettier and the tests of the phone's scripts for JavaScript."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fxcli.account import which
from fxcli.checks import Checks
from fxcli.config import REPOSITORY
from fxcli.text import say

SCRIPTS = "**/*.{js,mjs}"


@dataclass(frozen=True)
class Check:
	"""One tool over the whole checkout."""

	name: str
	command: Sequence[str | Path]


def checks(python: Path, node: str, tools: Checks) -> list[Check]:
	"""The tools in the order of their answers; the first takes longest and runs beside the others."""
	pyright = [node, tools.script("pyright", "index.js"), "--pythonpath", python]
	eslint = [node, tools.script("eslint", "bin/eslint.js"), "--config", tools.folder / "eslint.config.mjs"]
	prettier = [node, tools.script("prettier", "bin/prettier.cjs"), "--check", "--log-level=warn"]
	return [
		Check("pyright", pyright),
		Check("ruff", [python, "-m", "ruff", "check", "--no-cache", "."]),
		Check("imports", [python, "-c", "from importlinter.cli import lint_imports as run; import sys; sys.exit(run(no_cache=True))"]),
		Check("eslint", [*eslint, "."]),
		Check("prettier", [*prettier, SCRIPTS]),
		Check("tests/js", script_tests(node)),
	]


def script_tests(node: str) -> list[str]:
	"""Node's own runner over tests/js, each file in a process of its own."""
	tests = sorted((REPOSITORY / "tests" / "js").glob("*.test.mjs"))
	names = [str(path.relative_to(REPOSITORY)) for path in tests]
	return [node, "--import", "./tests/js/loader.mjs", "--test", "--test-reporter=spec", *names]


def run(python: Path, path: str, tools: Checks) -> int:
	"""Check every file of the checkout with the programs on ``path``. Returns 0 when clean, else 1."""
	# as the caller: the account of the services may not be able to read the checkout. The hours of tests are China's.
	ours = {"PATH": path, "FX_CHECKS": str(tools.folder), "TZ": "Asia/Shanghai", "NO_COLOR": "1"}
	env = dict(os.environ) | ours
	first, *rest = checks(python, which("node", env) or "node", tools)
	with tempfile.TemporaryFile() as output:
		begun = time.monotonic()
		beside = subprocess.Popen(first.command, cwd=REPOSITORY, env=env, stdout=output, stderr=subprocess.STDOUT)
		clean = [_answer(check, env) for check in rest]
		code = beside.wait()
		output.seek(0)
		clean.append(_told(first, code, output.read(), begun))
	return 0 if all(clean) else 1


def _answer(check: Check, env: dict[str, str]) -> bool:
	begun = time.monotonic()
	done = subprocess.run(check.command, cwd=REPOSITORY, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
	return _told(check, done.returncode, done.stdout, begun)


def _told(check: Check, code: int, output: bytes, begun: float) -> bool:
	"""One line for a tool that is content; what it said for another."""
	seconds = f"{time.monotonic() - begun:.0f} s"
	if code:
		say(output.decode(errors="replace").rstrip())
	say(f"{'✗' if code else '✓'} {check.name} ({seconds})")
	return code == 0
