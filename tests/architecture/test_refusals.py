"""One registry of refusals: every code of a rule has exactly one text."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from fangxiu_app import hooks

ROOT = Path(__file__).resolve().parents[2] / "fangxiu_app"


def trees() -> list[ast.Module]:
	return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))]


def codes(tree: ast.AST) -> set[str]:
	"""Codes that are written out where a Violation is made."""
	calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
	firsts = (node.args[0] for node in calls if isinstance(node.func, ast.Name) and node.func.id == "Violation")
	return {
		one.value for first in firsts for one in ast.walk(first) if isinstance(one, ast.Constant) and isinstance(one.value, str) and not isinstance(first, ast.JoinedStr)
	}


def texts(tree: ast.AST) -> list[str]:
	"""Codes that the functions of the registry give a text."""
	functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.endswith("texts"))
	dicts = (node for function in functions for node in ast.walk(function) if isinstance(node, ast.Dict))
	return [key.value for found in dicts for key in found.keys if isinstance(key, ast.Constant)]


def registry() -> list[str]:
	"""Codes of all texts, from the modules that the hook names."""
	files = [ROOT.parent / Path(*named.split(".")[:-1]).with_suffix(".py") for named in hooks.fangxiu_texts]
	return [code for path in files for code in texts(ast.parse(path.read_text(encoding="utf-8")))]


def test_every_code_has_a_text_and_only_one():
	known = Counter(registry())
	assert [code for code, times in known.items() if times > 1] == []
	used = set().union(*map(codes, trees()))
	assert len(used) > 250 and sorted(used - set(known)) == []


def test_a_code_without_a_text_is_found():
	assert codes(ast.parse('refuse([Violation("nobody_knows", (1,))])')) == {"nobody_knows"}
	assert codes(ast.parse('Violation("a" if x else "b")')) == {"a", "b"}
	assert codes(ast.parse('Violation(f"chain_{code}")')) == set()
	assert texts(ast.parse('def _own_texts():\n\treturn {"a": _("A."), "b": _("B.")}')) == ["a", "b"]
