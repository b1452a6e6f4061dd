"""Budgets of size and complexity. The same for the app, the command and the tests; no exceptions."""

from __future__ import annotations

import ast

from .repo import Problem, Source, functions

FILE_LINES = 400
FUNCTION_LINES = 40
COMPLEXITY = 8
#: Each adds a way through a function, as ruff's C901 counts.
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)


def file_problems(path: str, text: str) -> list[Problem]:
	lines = text.count("\n") + (not text.endswith("\n"))
	return (
		[Problem(path, f"has {lines} lines, more than {FILE_LINES}: split it")] if lines > FILE_LINES else []
	)


def function_problems(source: Source) -> list[Problem]:
	"""Functions that are too long or too complex. Nested functions count for themselves and for their outer one."""
	found = []
	for name, node in functions(source.tree):
		where = f"{source.path}:{node.lineno} {name}"
		length, ways = lines(node), complexity(node)
		if length > FUNCTION_LINES:
			found.append(Problem(where, f"has {length} lines, more than {FUNCTION_LINES}: split it"))
		if ways > COMPLEXITY:
			found.append(Problem(where, f"has complexity {ways}, more than {COMPLEXITY}: split it"))
	return found


def lines(node: ast.FunctionDef) -> int:
	"""Lines from ``def`` to the end, without the docstring. A function that only returns one literal is a table."""
	body = node.body[1:] if ast.get_docstring(node) is not None else node.body
	if (
		len(body) == 1
		and isinstance(body[0], ast.Return)
		and isinstance(body[0].value, ast.Dict | ast.List | ast.Tuple)
	):
		return 1
	return node.end_lineno - node.lineno + 1 - (body[0].lineno - node.body[0].lineno if body else 0)


def complexity(node: ast.FunctionDef) -> int:
	"""Ways through the function: one, and one more per branch."""
	return 1 + sum(isinstance(child, BRANCHES) for child in ast.walk(node))
