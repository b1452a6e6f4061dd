"""What ``python -m tests.mutation`` is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

#: Left by ``fxcli.appcopy`` in the copies it makes.
MARKER = Path(".fx-copy")


def parser() -> argparse.ArgumentParser:
	"""Where the results go, how many processes, and which modules: none means all."""
	made = argparse.ArgumentParser(prog="mutation")
	made.add_argument("results", type=Path)
	made.add_argument("modules", nargs="*")
	made.add_argument("--processes", type=int, default=2)
	return made


def asked(arguments: Sequence[str] | None = None) -> argparse.Namespace:
	"""The arguments read; modules may stand behind an option.

	Raises SystemExit where they cannot be read, or where nothing says that the rules here are a copy.
	"""
	reader = parser()
	found = reader.parse_intermixed_args(arguments)
	if not MARKER.exists():
		reader.error("this would overwrite the rules: run ./fx mutants, which makes a copy")
	return found
