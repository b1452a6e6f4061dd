"""The parts of tests/mutation that need no mutants: what is opened for them, which tests are near, what the page says."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.mutation import page
from tests.mutation.nearby import near
from tests.mutation.opening import opened

CODE = """
from functools import cache, lru_cache


class Deposit:
	paid = 3

	@property
	def left(self) -> int:
		return 10 - self.paid

	@left.setter
	def left(self, value: int) -> None:
		self.paid = 10 - value


@lru_cache(maxsize=2)
def slow(number: int) -> int:
	return number + 1


@cache
def slower() -> int:
	return 7
"""


def test_properties_and_caches_stay_what_they_were_without_their_decorators():
	code = opened(CODE)
	assert [name.id for name in decorators(code) if isinstance(name, ast.Name)] == []
	made: dict = {}
	exec(
		opened(
			CODE.replace(
				"\t@left.setter\n\tdef left(self, value: int) -> None:\n\t\tself.paid = 10 - value\n", ""
			)
		),
		made,
	)
	assert made["Deposit"]().left == 7
	assert (made["slow"](1), made["slow"].cache_parameters()["maxsize"], made["slower"]()) == (2, 2, 7)


def decorators(code: str) -> list[ast.expr]:
	return [one for node in ast.walk(ast.parse(code)) for one in getattr(node, "decorator_list", ())]


def test_tests_are_near_that_import_a_module_or_else_what_imports_it(tmp_path, monkeypatch):
	files = {
		"app/rules.py": "from .money import cents",
		"app/money.py": "cents = 1",
		"app/coin.py": "",
		"app/purse.py": "from app import coin",
		"tests/unit/room/test_rules.py": "from app import rules",
		"tests/unit/room/test_cents.py": "import app.money",
		"tests/unit/test_purse.py": "from app.purse import x",
	}
	for name, text in files.items():
		(tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
		(tmp_path / name).write_text(text)
	monkeypatch.chdir(tmp_path)
	assert near([Path("app/money.py")]) == ["tests/unit/room/test_cents.py"]
	assert near([Path("app/coin.py")]) == ["tests/unit/test_purse.py"]
	assert near([Path("app/rules.py"), Path("app/coin.py")]) == ["tests/unit/room/test_rules.py", "tests/unit/test_purse.py"]


def test_the_page_counts_fates_and_gives_each_survivor_its_reason(tmp_path, monkeypatch):
	reasons = tmp_path / "reasons.csv"
	reasons.write_text("function,before,after,reason\nlate,a > b,a >= b,never equal\n")
	monkeypatch.setattr(page.reasons, "__defaults__", (reasons,))
	mutants = {
		"1": {"function": "late", "before": "a > b", "after": "a >= b", "fate": page.SURVIVED},
		"2": {"function": "late", "before": "x = `1`", "after": "x = 2", "fate": page.UNREACHED},
		"3": {"function": "late", "before": "c", "after": "d", "fate": page.KILLED},
		"4": {"function": "late", "before": "c", "after": "e", "fate": page.TIMEOUT},
	}
	text = page.text({"domain/clocks": {"day": "2026-03-01", "mutants": mutants}}, "mutmut 3", ("domain/clocks", "domain/kpi"))
	assert "| domain/clocks | 4 | 1 | 1 | 1 | 1 | 50.0 % | 2026-03-01 |" in text
	assert "- `late`: `a > b` → `a >= b`: never equal" in text
	assert f"- `late`: `` x = `1` `` → `x = 2`: {page.UNEXPLAINED}" in text
	assert "`c`" not in text
	assert "Not run yet: domain/kpi." in text


def test_a_string_that_is_another_is_told_without_the_mark_of_the_tool(tmp_path, monkeypatch):
	reasons = tmp_path / "reasons.csv"
	reasons.write_text('function,before,after,reason\nword,"get(a or """", b or """")",""""" (2 of 2) → another text",never asked\n')
	monkeypatch.setattr(page.reasons, "__defaults__", (reasons,))
	before = 'get(a or "", b or "")'
	mutants = {
		"1": {"function": "word", "before": before, "after": 'get(a or "", b or "XXXX")', "fate": page.SURVIVED},
		"2": {"function": "word", "before": before, "after": 'get(a or "XXXX", b or "")', "fate": page.SURVIVED},
		"3": {"function": "word", "before": "x = 'late'", "after": "x = 'XXlateXX'", "fate": page.SURVIVED},
		"4": {"function": "word", "before": 'x = "XXLXX"', "after": "x = None", "fate": page.SURVIVED},
	}
	text = page.text({"core/words": {"day": "2026-03-01", "mutants": mutants}}, "mutmut 3")
	assert text.partition("### core/words\n\n")[2].splitlines() == [
		f"- `word`: `{before}`: `\"\" (2 of 2)` → another text: never asked",
		f"- `word`: `{before}`: `\"\" (1 of 2)` → another text: {page.UNEXPLAINED}",
		f"- `word`: `x = 'late'`: `'late'` → another text: {page.UNEXPLAINED}",
		f"- `word`: `x = \"XXLXX\"` → `x = None`: {page.UNEXPLAINED}",
	]
