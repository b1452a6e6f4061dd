"""`fx mutants`: small faults in the rules, and whether the unit tests notice them (tests/mutation)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from fxcli import appcopy
from fxcli.config import REPOSITORY
from fxcli.steps import Step
from fxcli.testing import TestRun
from fxcli.text import Both, say

#: To the number, as its mutants are what the score is counted in.
TOOL = "mutmut==3.8.1"
PAGE = Path("docs") / "mutation.md"
#: As many as the suites take; the machine is left to others at night too.
PROCESSES = 2


def step(tests: TestRun) -> Step:
	"""The tool, in the environment of the unit tests."""
	python, shell = tests.venv / "bin" / "python", tests.plan.shell
	name, version = TOOL.split("==")
	question = f"import importlib.metadata as m; assert m.version({name!r}) == {version!r}"

	def install() -> None:
		shell.run([tests.venv / "bin" / "pip", "install", "--quiet", TOOL])

	title = Both("变异测试工具", "tool of the mutation tests")
	return Step("mutants", title, lambda: shell.probe([python, "-c", question]) is not None, install)


def run(python: Path, folder: Path, modules: Sequence[str], checkout: Path = REPOSITORY) -> int:
	"""Play all rules and write the page, or only show the survivors of some modules. Returns the exit code.

	``folder`` keeps the copy whose rules are broken, and the fates of the last run.
	"""
	copy = folder / "copy"
	appcopy.write(appcopy.read(checkout), copy, str(checkout))
	command = [python, "-m", "tests.mutation", folder / "fates.json", "--processes", str(PROCESSES), *modules]
	env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "FX_MUTANTS": "1"}
	code = subprocess.run(
		[str(part) for part in command], cwd=copy, env=env, stdin=subprocess.DEVNULL
	).returncode
	if code == 0 and not modules:
		shutil.copyfile(copy / PAGE, checkout / PAGE)
		say(Both(f"已写入 {PAGE}", "written"))
	return code
