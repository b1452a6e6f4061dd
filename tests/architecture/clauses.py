"""Collects what the code says about each clause: rules, actions of a ticket, and the numbers of settings and masters.

Nothing is listed by hand: a rule names its clause in its docstring or in that of its module, a setting in its description, a
master in its column.
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
TABLE = "fangxiu_app/tickets/life/rules_ticket_table.py"
SETTINGS = "fangxiu_app/fangxiu_app/doctype/fangxiu_settings/fangxiu_settings.json"
MASTERS = "fixtures/masters"
#: A setting whose value is a number, or says yes or no.
VALUES = ("Int", "Float", "Percent", "Currency", "Check")
#: How a setting's name ends → its unit, where its label names none.
UNITS = {"months": "月", "days": "天", "minutes": "分钟", "hours": "小时", "attempts": "次", "wanted": "次", "count": "次"}
LABELLED = re.compile(r"[（(]([^（）()]+)[）)]$")


def numbers(text: str) -> set[str]:
	"""Clauses that a text names: R46, and all of R43-R47; a whole chapter (R64-R108) is said of none of them."""
	found = set()
	for first, last in CLAUSE.findall(text):
		named = range(int(first), int(last or first) + 1)
		found |= {f"R{number}" for number in named} if len(named) <= CHAPTER else set()
	return found


def link(path: str, shown: str = "") -> str:
	"""A file as ``docs/regulation.md`` links it: shown by its whole path, found from the page's folder."""
	return f"[`{shown or path}`](../{path})"


def rules() -> Iterator[tuple[str, str]]:
	"""(clause, file and function) of the rules that name their clause; the file alone where only its module names it."""
	for source in repo.python():
		if repo.is_rules(source.path):
			yield from rules_of(source)


def rules_of(source: repo.Source) -> Iterator[tuple[str, str]]:
	said = set()
	for node in ast.walk(source.tree):
		if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
			for clause in numbers(ast.get_docstring(node) or ""):
				said.add(clause)
				yield clause, link(source.path, f"{source.path}::{node.name}")
	for clause in numbers(ast.get_docstring(source.tree) or "") - said:
		yield clause, link(source.path)


def actions() -> Iterator[tuple[str, str]]:
	"""(clause, action) of the table of a ticket's life."""
	for node in ast.walk(ast.parse(repo.read(TABLE))):
		if isinstance(node, ast.Call) and repo.dotted(node.func) == "Transition":
			texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
			for clause in numbers(texts[-1]):
				yield clause, f"动作 `{texts[0]}` {link(TABLE)}"


def values() -> Iterator[tuple[str, str]]:
	"""(clause, number with its unit, source and file): settings, then what the masters bring."""
	for is_number, clause, line in _settings():
		if is_number:
			yield clause, line
	for read in (_limits, _milestones, _figures, _evaluation):
		yield from read()


def other_settings() -> Iterator[tuple[str, str]]:
	"""(clause, setting) of those that name a person, an account or a calendar: nothing that counts."""
	return ((clause, line) for is_number, clause, line in _settings() if not is_number)


def _settings() -> Iterator[tuple[bool, str, str]]:
	"""(whether it is a number, clause, the setting in words); its description names clauses, and says when it is inferred."""
	chinese = {row[0]: row[1] for row in csv.reader(repo.read("fangxiu_app/translations/zh.csv").splitlines())}
	section = ""
	for field in json.loads(repo.read(SETTINGS))["fields"]:
		if field["fieldtype"] == "Section Break":
			section = chinese.get(field.get("label"), field.get("label") or "")
		said = field.get("description") or ""
		label = chinese.get(field.get("label"), field.get("label") or "")
		for clause in sorted(numbers(said)):
			name = f"{LABELLED.sub('', label)} {field['fieldname']}"
			if field["fieldtype"] in VALUES:
				source = "推定" if "inferred" in said.lower() else "制度"
				yield True, clause, f"{name} = {_amount(field, label)}（{source}） · {link(SETTINGS)} · 改在「房修设置 › {section}」"
			else:
				yield False, clause, f"设置 {name} {link(SETTINGS)}"


def _amount(field: dict, label: str) -> str:
	"""The value that is shipped, with its unit."""
	if field["fieldtype"] == "Check":
		return "是" if field.get("default") == "1" else "否"
	named = LABELLED.search(label)
	unit = named[1] if named else UNITS.get(field["fieldname"].rsplit("_", 1)[-1], "")
	return f"{field.get('default') or '空'} {unit}".strip()


def _rows(name: str) -> Iterator[dict[str, str]]:
	return csv.DictReader(repo.read(f"{MASTERS}/{name}.csv").splitlines())


def _limits() -> Iterator[tuple[str, str]]:
	for row in _rows("limits"):
		calendar = row["服务日历"] or "24×7"
		line = f"{row['名称']} {row['代码']} = {_span(int(row['时限(分钟)']))}, {calendar}, {row['起算']} → {row['停止']}（{row['来源']}）"
		for clause in numbers(row["条款"]):
			yield clause, f"{line} · {link(f'{MASTERS}/limits.csv')} · 改在「时限 › {row['代码']}」"


def _span(minutes: int) -> str:
	"""Minutes, and what they are in hours or days; no minutes: the agreed moment itself."""
	if not minutes:
		return "0 分钟（约定的时间）"
	for size, unit in ((1440, "天"), (60, "小时")):
		if minutes % size == 0:
			return f"{minutes} 分钟（{minutes // size} {unit}）"
	return f"{minutes} 分钟"


def _milestones() -> Iterator[tuple[str, str]]:
	for row in _rows("milestones"):
		offset = int(row["偏移"])
		day = row["起算"] + (f" {'+' if offset > 0 else '−'} {abs(offset)} {row['单位']}" if offset else "")
		wanted = f", 数量 {row['数量']}" if row["数量"] else ""
		line = f"交付节点 {row['节点']} {row['代码']} = {day}, {row['责任部门']}, 凭证 {row['凭证']}{wanted}（{row['来源']}）"
		for clause in numbers(row["条款"]):
			yield clause, f"{line} · {link(f'{MASTERS}/milestones.csv')} · 改在「交付节点模板」"


def _figures() -> Iterator[tuple[str, str]]:
	for row in _rows("kpi"):
		line = f"指标 {row['指标']} {row['代码']} = {'目标 ' + row['目标'] if row['目标'] else '未设目标'}（依据 {row['依据']}）"
		for clause in numbers(row["依据"]):
			yield clause, f"{line} · {link(f'{MASTERS}/kpi.csv')} · 改在「指标目标」"


def _evaluation() -> Iterator[tuple[str, str]]:
	for row in _rows("evaluation"):
		off = f", 每次扣 {row['每次扣分']} 分" if row["每次扣分"] else ""
		line = f"考评 {row['评价项目']} = 权重 {row['权重'] or '–'}{off}（依据 {row['依据']}）"
		for clause in numbers(row["依据"]):
			yield clause, f"{line} · {link(f'{MASTERS}/evaluation.csv')} · 改在「评价项目」"


def grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
	"""Clause → what belongs to it, once each, in the order found."""
	found: dict[str, dict[str, None]] = {}
	for clause, one in pairs:
		found.setdefault(clause, {})[one] = None
	return {clause: list(ones) for clause, ones in found.items()}
