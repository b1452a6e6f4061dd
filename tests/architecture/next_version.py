"""What version 16 of the framework refuses, or does otherwise without a word: none of it is left to be found there."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator

from . import repo
from .repo import PACKAGE, Problem, Source, dotted, functions

#: Reads whose columns, groups and order version 16 takes as names of fields alone.
READS = frozenset(
	"get_all get_list get_value get_values get_cached_value get_last_doc get_single_value exists count".split()
)
READING = re.compile(rf"\b(?:order_by|group_by|frappe\.(?:db\.)?(?:{'|'.join(sorted(READS))}))\b")
NOT_COLUMNS = frozenset("filters or_filters doctype parent_doctype".split())
FUNCTION = re.compile(r"\b(?!in\b|not\b)[a-z_]+\s*\(", re.IGNORECASE)
#: The same in a script, whose reads go through the client's API.
SCRIPT_FUNCTION = re.compile(r"\b(?:fields|group_by|order_by)\s*:\s*\[?[^\]\n]*[\"'`]\w+\(")
SCRIPT_TICKS = re.compile(r"\b(?:order_by|group_by)\s*:\s*[\"'][^\"'\n]*`")
#: Records in which filters stand as text.
RECORDS = ("number_card", "dashboard_chart", "dashboard", "workspace", "report")
#: ``/app/x`` or ``/app`` as the beginning of a text; file name endings and longer words are none.
DESK = re.compile(r"""["'`(=]/app(?=[/"'`?#])""")
#: file → why the address is written out there.
DESK_PLACES = {
	"fangxiu_app/hooks.py": "the apps screen takes a text, and hooks run before there is a site to ask",
}
#: One file may call it: the one that gives bytes.
BYTES = "fangxiu_app/core/access/files.py"
#: Fields of ERPNext that are gone in version 16, and the one file that names them.
DROPPED = re.compile(r"\b(?:acc_frozen_upto|expenses_included_in_valuation)\b")
DROPPED_PLACE = "fangxiu_app/ledger/reads_periods.py"
PERMISSION_HOOKS = ("has_permission", "permission_query_conditions")


def read_problems(source: Source) -> list[Problem]:
	"""SQL functions as text among the columns of a read; back-ticks in what it is ordered or grouped by."""
	if not READING.search(source.text):
		return []
	names = _assigned(source.tree)
	return [
		Problem(f"{source.path}:{node.lineno}", told)
		for call in ast.walk(source.tree)
		if isinstance(call, ast.Call)
		for place, node in _arguments(call)
		for told in _wrong(place, _texts(node, names), _reads(call))
	]


def _wrong(place: str, texts: Iterable[str], is_read: bool) -> Iterator[str]:
	ordering = place in ("order_by", "group_by")
	if (is_read and place not in NOT_COLUMNS) or ordering:
		texts = list(texts)
		if is_read and any(map(FUNCTION.search, texts)):
			yield "an SQL function as text: say it with frappe.qb, or add up the rows"
		if ordering and any("`" in text for text in texts):
			yield f"back-ticks in {place}: name the field alone"


def _reads(call: ast.Call) -> bool:
	name = dotted(call.func)
	return name.split(".")[-1] in READS and name.split(".")[0] == "frappe"


def _arguments(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
	"""(name, value) of a call's arguments after the first, which names the DocType."""
	yield from (("", node) for node in call.args[1:])
	yield from ((key.arg or "", key.value) for key in call.keywords)


def _assigned(tree: ast.Module) -> dict[str, list[ast.expr]]:
	"""Local or module name → every list or text given to it in the file."""
	found: dict[str, list[ast.expr]] = {}
	for node in ast.walk(tree):
		if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.Tuple | ast.Constant | ast.JoinedStr):
			for target in node.targets:
				if isinstance(target, ast.Name):
					found.setdefault(target.id, []).append(node.value)
	return found


def _texts(node: ast.AST, names: dict[str, list[ast.expr]]) -> Iterator[str]:
	"""Texts of a column list, however it is put together; those of filters (a dict) are values, not columns."""
	if isinstance(node, ast.JoinedStr):
		yield ast.unparse(node)[2:-1]
	elif isinstance(node, ast.Constant):
		yield str(node.value)
	elif isinstance(node, ast.Name):
		yield from (text for value in names.get(node.id, ()) for text in _texts(value, {}))
	elif isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Starred | ast.BinOp):
		yield from (text for child in ast.iter_child_nodes(node) for text in _texts(child, names))


def script_problems(path: str, text: str) -> list[Problem]:
	"""The same in scripts of the desk."""
	rules = {
		SCRIPT_FUNCTION: "an SQL function as text: ask a method of the server",
		SCRIPT_TICKS: "back-ticks in the order: name the field alone",
	}
	return [Problem(_at(path, text, m), told) for rule, told in rules.items() for m in rule.finditer(text)]


def filter_problems(path: str, value: object) -> list[Problem]:
	"""Filters of five elements in a record: the fifth was the desk's own mark."""
	if isinstance(value, str) and value.strip()[:1] in ("[", "{"):
		try:
			return filter_problems(path, json.loads(value))
		except ValueError:
			return []
	if isinstance(value, dict):
		return [problem for each in value.values() for problem in filter_problems(path, each)]
	if not isinstance(value, list):
		return []
	found = [problem for each in value for problem in filter_problems(path, each)]
	if len(value) == 5 and isinstance(value[4], bool) and all(isinstance(part, str) for part in value[:3]):
		found.append(Problem(path, f"a filter of five elements: {value[:4]} says it all"))
	return found


def hook_functions(hooks: dict[str, object]) -> set[str]:
	"""Dotted paths of the functions that answer for rights."""
	return {path for hook in PERMISSION_HOOKS for path in dict(hooks.get(hook, {})).values()}


def permission_problems(source: Source, paths: set[str]) -> list[Problem]:
	"""Permission hooks that may answer None, which version 16 reads as a refusal."""
	return [
		Problem(f"{source.path}:{node.lineno} {name}", "ends in None: version 16 takes that for a refusal")
		for name, node in (functions(source.tree) if any(p.startswith(source.module) for p in paths) else ())
		if f"{source.module}.{name}" in paths and (_ends(node.body) or any(map(_none, _returns(node))))
	]


def _returns(node: ast.AST) -> Iterator[ast.Return]:
	for child in ast.iter_child_nodes(node):
		if isinstance(child, ast.Return):
			yield child
		elif not isinstance(child, ast.FunctionDef | ast.Lambda):
			yield from _returns(child)


def _none(node: ast.Return) -> bool:
	return node.value is None or any(
		isinstance(part, ast.Constant) and part.value is None for part in _results(node.value)
	)


def _results(node: ast.expr) -> Iterator[ast.expr]:
	"""What an expression may come to, as far as it is written out."""
	if isinstance(node, ast.IfExp):
		yield from _results(node.body)
		yield from _results(node.orelse)
	elif isinstance(node, ast.BoolOp):
		for part in node.values:
			yield from _results(part)
	else:
		yield node


def _ends(body: list[ast.stmt]) -> bool:
	"""Whether a function's last statement lets it end without an answer."""
	last = body[-1]
	if isinstance(last, ast.If):
		return not last.orelse or _ends(last.body) or _ends(last.orelse)
	if isinstance(last, ast.With):
		return _ends(last.body)
	return not isinstance(last, ast.Return | ast.Raise)


def desk_problems(path: str, text: str) -> list[Problem]:
	"""Addresses of the desk that are written out: version 16 has moved it."""
	if path in DESK_PLACES:
		return []
	return [
		Problem(_at(path, text, found), "the desk's address written out: ask the framework's own functions for it")
		for found in DESK.finditer(text)
	]


def bytes_problems(source: Source) -> list[Problem]:
	"""``File.get_content`` where bytes are meant: version 16 reads photos as text of some code page."""
	if source.path == BYTES or "get_content" not in source.text:
		return []
	return [
		Problem(f"{source.path}:{node.lineno}", "get_content may answer text: take files.content")
		for node in ast.walk(source.tree)
		if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_content"
	]


def dropped_problems(path: str, text: str) -> list[Problem]:
	"""Fields that version 16 has dropped, named outside of their one place."""
	if path == DROPPED_PLACE:
		return []
	return [
		Problem(_at(path, text, found), f"{found[0]} is gone in version 16: {DROPPED_PLACE} names it")
		for found in DROPPED.finditer(text)
	]


def _at(path: str, text: str, found: re.Match) -> str:
	return f"{path}:{text.count(chr(10), 0, found.start()) + 1}"


def code(*endings: str) -> list[str]:
	"""Files of the package with these endings."""
	return [path for path in repo.files() if path.startswith(f"{PACKAGE}/") and path.endswith(endings)]
