"""One registry of refusals: every code of a rule has exactly one text."""

from __future__ import annotations

import ast
import re
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
	return [code for path in map(_file, hooks.fangxiu_texts) for code in texts(ast.parse(path.read_text(encoding="utf-8")))]


def _file(named: str) -> Path:
	"""The module of a function that the hook names."""
	return ROOT.parent / Path(*named.split(".")[:-1]).with_suffix(".py")


def _named(path: Path) -> ast.Module:
	"""A module of texts without its words of states, which no rule refuses with."""
	tree = ast.parse(path.read_text(encoding="utf-8"))
	tree.body = [node for node in tree.body if getattr(node, "name", "") != "standing_texts"]
	return tree


def uses() -> tuple[dict[str, set[Path]], set[str]]:
	"""Text written out anywhere but in the registry → folders that write it; and what f-strings begin with."""
	found: dict[str, set[Path]] = {}
	prefixes = set()
	for path in sorted(ROOT.rglob("*.py")):
		tree = ast.parse(path.read_text(encoding="utf-8"))
		said = {node for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.endswith("texts") for node in ast.walk(one)}
		for node in ast.walk(tree):
			if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
				found.setdefault(node.value, set()).add(path.parent)
			if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
				prefixes.add(node.values[0].value)
	return found, {prefix for prefix in prefixes if re.fullmatch(r"([a-z]+_)+", prefix)}


def folders(code: str, found: dict[str, set[Path]], prefixes: set[str]) -> set[Path]:
	"""Folders whose code says ``code``, whole or put together of a prefix and a word."""
	words = {code, *(code.removeprefix(prefix) for prefix in prefixes)}
	return set().union(*(found.get(word, set()) for word in words))


def strayed(room: Path, users: set[Path]) -> bool:
	"""Whether a text stands in another room than its rule; what only a controller says may stand in any."""
	rooms = [folder for folder in users if not folder.is_relative_to(ROOT / "fangxiu_app")]
	return not users or (bool(rooms) and not any(folder.is_relative_to(room) for folder in rooms))


def test_each_text_stands_in_the_room_of_its_rule():
	found, prefixes = uses()
	astray = [
		f"{path.relative_to(ROOT)}: {code}"
		for path in map(_file, hooks.fangxiu_texts)
		for code in texts(_named(path))
		if strayed(path.parent, folders(code, found, prefixes))
	]
	assert not astray, astray


def test_a_text_in_another_room_is_found():
	here, there = ROOT / "tickets" / "life", ROOT / "contractors"
	assert strayed(here, {there}) and strayed(here, set())
	assert not strayed(here, {there, here}) and not strayed(here.parent, {here})
	assert not strayed(here, {ROOT / "fangxiu_app" / "doctype" / "x"})


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
