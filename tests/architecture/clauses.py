"""Collects what the code says about each clause: rules, actions of a ticket, settings, limits, milestones.

Nothing is listed by hand: a rule names its clause in its docstring, a setting in its description, a master in its column.
"""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator

from . import repo

CLAUSE = re.compile(r"\bR(\d{1,3})(?:-R?(\d{1,3}))?\b")
#: Ranges of more clauses than these are about a chapter.
CHAPTER = 8
SETTINGS = "fangxiu_app/fangxiu_app/doctype/fangxiu_settings/fangxiu_settings.json"
#: Master → (column of its name, column of its clause, what it is called).
MASTERS = {"limits": ("代码", "条款", "时限"), "milestones": ("节点", "条款", "交付节点")}


def numbers(text: str) -> set[str]:
	"""Clauses that a text names: R46, and all of R43-R47; a whole chapter (R64-R108) is said of none of them."""
	found = set()
	for first, last in CLAUSE.findall(text):
		named = range(int(first), int(last or first) + 1)
		found |= {f"R{number}" for number in named} if len(named) <= CHAPTER else set()
	return found


def rules() -> Iterator[tuple[str, str]]:
	"""(clause, ``file: name``) of the rules that name their clause."""
	for source in repo.python():
		if not repo.is_rules(source.path):
			continue
		for node in ast.walk(source.tree):
			if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
				for clause in numbers(ast.get_docstring(node) or ""):
					yield clause, f"`{source.path.removeprefix('fangxiu_app/')}` `{node.name}`"


def actions() -> Iterator[tuple[str, str]]:
	"""(clause, action) of the table of a ticket's life."""
	for node in ast.walk(ast.parse(repo.read("fangxiu_app/tickets/life/rules_ticket_table.py"))):
		if isinstance(node, ast.Call) and repo.dotted(node.func) == "Transition":
			texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
			for clause in numbers(texts[-1]):
				yield clause, f"`tickets/life/rules_ticket_table.py` `{texts[0]}`"


def settings() -> Iterator[tuple[str, str]]:
	"""(clause, setting with its label)."""
	chinese = {row[0]: row[1] for row in csv.reader(repo.read("fangxiu_app/translations/zh.csv").splitlines())}
	for field in json.loads(repo.read(SETTINGS))["fields"]:
		for clause in numbers(field.get("description") or ""):
			yield clause, f"房修设置 `{field['fieldname']}` ({chinese.get(field['label'], field['label'])})"


def masters() -> Iterator[tuple[str, str]]:
	"""(clause, limit or milestone), from the masters that the installation brings."""
	for name, (column, clause_column, title) in MASTERS.items():
		for row in csv.DictReader(repo.read(f"fixtures/masters/{name}.csv").splitlines()):
			for clause in numbers(row[clause_column]):
				yield clause, f"{title} {row[column]}"


def grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
	"""Clause → what belongs to it, once each, in the order found."""
	found: dict[str, dict[str, None]] = {}
	for clause, one in pairs:
		found.setdefault(clause, {})[one] = None
	return {clause: list(ones) for clause, ones in found.items()}
