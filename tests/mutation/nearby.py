"""Which files of tests are nearest to a module: those that import it; where none does, those that import what imports it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

TESTS = Path("tests/unit")


def near(modules: Iterable[Path]) -> list[str]:
	"""The files of ``tests/unit`` that are nearest to each of ``modules``."""
	files = sorted(TESTS.rglob("test_*.py"))
	found = set()
	for module in modules:
		own = [path for path in files if module in imported(path)]
		found.update(own or (path for path in files if module in reached(path)))
	return sorted(map(str, found))


def reached(path: Path) -> set[Path]:
	"""Every file that a file imports, and what these import."""
	found: set[Path] = set()
	waiting = list(imported(path))
	while waiting:
		one = waiting.pop()
		if one not in found:
			found.add(one)
			waiting += imported(one)
	return found


@cache
def imported(path: Path) -> tuple[Path, ...]:
	"""The files of this project that a file imports itself."""
	tree = ast.parse(path.read_text(encoding="utf-8"))
	return tuple(file for name in names(tree, path) if (file := Path(*name).with_suffix(".py")).is_file())


def names(tree: ast.Module, path: Path) -> Iterator[tuple[str, ...]]:
	"""What is imported, as parts of a path; of ``from a import b`` both a and a/b."""
	for node in ast.walk(tree):
		if isinstance(node, ast.Import):
			yield from (tuple(one.name.split(".")) for one in node.names)
		elif isinstance(node, ast.ImportFrom):
			package = path.parts[: -node.level] if node.level else ()
			base = (*package, *(node.module.split(".") if node.module else ()))
			yield from (base, *((*base, one.name) for one in node.names))
