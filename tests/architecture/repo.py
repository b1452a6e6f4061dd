"""The files of the checkout for the other checks: text files, parsed modules, DocTypes. Standard library only."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "fangxiu_app"
#: Folders that hold no source of ours: environments, built assets. Hidden ones are caches, but for these two.
NOT_OURS = frozenset("__pycache__ node_modules dist build htmlcov".split())
HIDDEN = frozenset((".ci", ".github"))
BINARY = frozenset(".png .jpg .jpeg .ico .gif .webp .xlsx .woff .woff2 .ttf .pdf .gz .zip".split())


@dataclass(frozen=True)
class Source:
	"""One Python file: its path from the root, its text, its syntax tree."""

	path: str
	text: str

	@property
	def tree(self) -> ast.Module:
		return _tree(self.path, self.text)

	@property
	def module(self) -> str:
		"""Dotted name, as an import would say it."""
		return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@dataclass(frozen=True)
class Problem:
	"""A broken rule: where, and what to do about it."""

	where: str
	text: str

	def __str__(self) -> str:
		return f"{self.where}: {self.text}"


@cache
def _tree(path: str, text: str) -> ast.Module:
	return ast.parse(text, path)


@cache
def files() -> tuple[str, ...]:
	"""Every file of the project, as paths from the root."""
	found = []
	for folder, names, entries in os.walk(ROOT):
		names[:] = sorted(filter(_is_ours, names))
		found += [str((Path(folder) / entry).relative_to(ROOT)) for entry in sorted(entries)]
	return tuple(
		path
		for path in found
		if path != ".git" and not path.endswith((".pyc", ".swp")) and not path.startswith(".coverage")
	)


def _is_ours(folder: str) -> bool:
	hidden = folder.startswith(".") and folder not in HIDDEN
	return not hidden and folder not in NOT_OURS and not folder.endswith(".egg-info")


@cache
def read(path: str) -> str:
	return (ROOT / path).read_text(encoding="utf-8")


def text_files() -> Iterator[str]:
	return (path for path in files() if Path(path).suffix.lower() not in BINARY)


@cache
def python(prefix: str = "") -> tuple[Source, ...]:
	"""Python files below ``prefix``, scripts without a suffix included."""
	return tuple(Source(path, read(path)) for path in files() if path.startswith(prefix) and _is_python(path))


def _is_python(path: str) -> bool:
	if path.endswith(".py"):
		return True
	first = _first_line(path) if "." not in Path(path).name else ""
	return first.startswith("#!") and "python" in first


@cache
def _first_line(path: str) -> str:
	with (ROOT / path).open("rb") as file:
		return file.readline(200).decode("utf-8", "replace")


@cache
def doctypes() -> dict[str, dict]:
	"""DocType name → its JSON, for every DocType folder of the app."""
	return {data["name"]: data for data in map(load, doctype_files())}


def doctype_files() -> list[str]:
	return [path for path in records("doctype")]


def records(kind: str) -> list[str]:
	"""JSON files of the module's standard records of one kind: doctype, report, workspace, ..."""
	prefix = f"{PACKAGE}/{PACKAGE}/{kind}/"
	return [path for path in files() if path.startswith(prefix) and path.endswith(".json")]


@cache
def load(path: str) -> dict:
	return json.loads(read(path))


#: Modules of ``core`` that are as pure as rules: import-linter holds them to it (pyproject.toml).
PURE = frozenset(
	"refusal money phone plain_table kept_record sealing signature capitals values personal_numbers"
	" calendar duration event_time holidays".split()
)


def is_rules(path: str) -> bool:
	"""Whether a file of the package holds rules: plain values in, a decision out."""
	stem = Path(path).stem
	return path.startswith(f"{PACKAGE}/") and (
		stem.startswith("rules_") or (path.startswith(f"{PACKAGE}/core/") and stem in PURE)
	)


def is_reads(path: str) -> bool:
	"""Whether a file of the package only reads: ``reads_*`` of a room, and what the desk shows of its own."""
	parts = Path(path).parts
	return path.startswith(f"{PACKAGE}/") and (
		parts[-1].startswith("reads_") or parts[2:3] in (("report",), ("page",), ("dashboard_chart_source",))
	)


def scrub(name: str) -> str:
	"""Folder and module name of a record, as Frappe makes it."""
	return name.lower().replace(" ", "_").replace("-", "_")


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
	return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def dotted(node: ast.AST) -> str:
	"""``a.b.c`` of a name or attribute chain; an empty string for anything else in it."""
	if isinstance(node, ast.Attribute):
		base = dotted(node.value)
		return f"{base}.{node.attr}" if base else ""
	return node.id if isinstance(node, ast.Name) else ""


@cache
def functions(tree: ast.AST) -> tuple[tuple[str, ast.FunctionDef], ...]:
	"""(qualified name, node) of every function, methods and nested ones included."""
	return tuple(_functions(tree, ""))


def _functions(tree: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
	for node in ast.iter_child_nodes(tree):
		if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
			yield prefix + node.name, node
			yield from _functions(node, f"{prefix}{node.name}.")
		elif isinstance(node, ast.ClassDef):
			yield from _functions(node, f"{prefix}{node.name}.")
		else:
			yield from _functions(node, prefix)


def report(problems) -> str:
	"""All problems, one per line, as the message of a failing test."""
	return "\n".join(map(str, problems))
