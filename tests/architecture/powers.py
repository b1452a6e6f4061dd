"""Finds code that uses more rights than the user has: ignored permissions, switched users, commits and raw SQL."""

from __future__ import annotations

import ast

from .repo import Source, dotted, functions

#: Ignoring these leaves rights and rules alone.
HARMLESS = frozenset(
	("ignore_permissions", "ignore_missing", "ignore_errors", "ignore_if_duplicate", "ignore_duplicates")
)


def used(source: Source) -> set[tuple[str, str, str]]:
	"""(file, function, kind) of every such place; module level counts as function ``<module>``."""
	inside = {id(node): name for name, function in functions(source.tree) for node in ast.walk(function)}
	found = set()
	for node in ast.walk(source.tree):
		for kind in _kinds(node):
			found.add((source.path, inside.get(id(node), "<module>"), kind))
	return found


def _kinds(node: ast.AST) -> set[str]:
	if isinstance(node, ast.Call):
		return _call(node)
	if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
		targets = node.targets if isinstance(node, ast.Assign) else [node.target]
		return {kind for target in targets for kind in _assigned(target)}
	if isinstance(node, ast.Dict):
		return _ignoring(key.value for key in node.keys if isinstance(key, ast.Constant))
	return set()


def _call(node: ast.Call) -> set[str]:
	found = _ignoring(key.arg for key in node.keywords if not _is_false(key.value))
	name = dotted(node.func)
	if name.endswith("set_user"):
		found.add("set_user")
	found |= {kind for kind in ("db.commit", "db.sql") if name.endswith(kind) or name.endswith(f"{kind}_ddl")}
	return found


def _assigned(target: ast.AST) -> set[str]:
	if dotted(target) == "frappe.session.user":
		return {"set_user"}
	if isinstance(target, ast.Attribute):
		return _ignoring((target.attr,))
	if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
		return _ignoring((target.slice.value,))
	return set()


def _ignoring(names) -> set[str]:
	words = {name for name in names if isinstance(name, str) and name.startswith("ignore_")}
	found = {"ignore_permissions"} if "ignore_permissions" in words else set()
	return found | ({"flags.ignore"} if words - HARMLESS else set())


def _is_false(node: ast.AST) -> bool:
	return isinstance(node, ast.Constant) and not node.value
