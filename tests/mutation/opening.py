"""Properties and cached functions written so that mutmut looks into them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

#: Decorators that mutmut leaves alone with everything below them, though they only wrap a function.
WRAPPERS = ("property", "cache", "lru_cache")


def opened(code: str) -> str:
	"""The same module with ``@property`` and caches written as calls after the function, so that it is mutated too."""
	lines = code.splitlines()
	for node in sorted(wrapped(ast.parse(code)), key=lambda one: -one.lineno):
		decorator = node.decorator_list[0]
		call = f"{indent(lines[node.lineno - 1])}{node.name} = {ast.unparse(decorator)}({node.name})"
		lines.insert(node.end_lineno or node.lineno, call)
		del lines[decorator.lineno - 1 : decorator.end_lineno]
	return "\n".join(lines) + "\n"


def wrapped(tree: ast.Module) -> Iterator[ast.FunctionDef]:
	"""Functions and methods with nothing but one of WRAPPERS on them."""
	for node in ast.walk(tree):
		if isinstance(node, ast.FunctionDef) and len(node.decorator_list) == 1:
			decorator = node.decorator_list[0]
			called = decorator.func if isinstance(decorator, ast.Call) else decorator
			if isinstance(called, ast.Name) and called.id in WRAPPERS:
				yield node


def indent(line: str) -> str:
	"""The white space a line begins with."""
	return line[: len(line) - len(line.lstrip())]
