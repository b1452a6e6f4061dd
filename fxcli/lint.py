"""`fx lint`: ruff for Python, Node's parser for JavaScript."""

from __future__ import annotations

import subprocess
from pathlib import Path

from fxcli.appcopy import listed
from fxcli.config import REPOSITORY
from fxcli.text import say


def run(python: Path, env: dict[str, str]) -> int:
	"""Check every file of the checkout. Returns 0 when clean, else 1."""
	ruff = subprocess.run([python, "-m", "ruff", "check", "--no-cache", "."], cwd=REPOSITORY)
	broken = [
		path for path in listed(REPOSITORY) if path.suffix == ".js" and not parses(REPOSITORY / path, env)
	]
	for path in broken:
		say(f"✗ {path}: JavaScript does not parse")
	return 1 if ruff.returncode or broken else 0


def parses(script: Path, env: dict[str, str]) -> bool:
	"""Desk bundles are modules, form scripts are not: either reading will do."""
	source = script.read_bytes()
	for kind in ("module", "commonjs"):
		command = ["node", "--check", f"--input-type={kind}", "-"]
		if subprocess.run(command, input=source, env=env, capture_output=True).returncode == 0:
			return True
	return False
