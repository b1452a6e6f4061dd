"""No file is too long, no function too long or too complex."""

import pytest

from . import budgets, repo
from .repo import Source

CODE = [path for path in repo.text_files() if path.endswith((".py", ".js", ".css", ".scss")) or path == "fx"]


def test_no_file_is_too_long():
	problems = [p for path in CODE for p in budgets.file_problems(path, repo.read(path))]
	assert not problems, repo.report(problems)


def test_no_function_is_too_long_or_too_complex():
	problems = [p for source in repo.python() for p in budgets.function_problems(source)]
	assert not problems, repo.report(problems)


def test_code_is_seen():
	assert {"fangxiu_app/hooks.py", "tests/architecture/budgets.py", "fangxiu_app/tickets/clocks/rules_clocks.py"} <= set(
		CODE
	)


def test_a_long_file_is_found():
	assert budgets.file_problems("x.py", "a\n" * 401)
	assert budgets.file_problems("x.py", "a\n" * 400) == []


@pytest.mark.parametrize(("count", "found"), [(40, 1), (39, 0)])
def test_a_long_function_is_found(count, found):
	text = "def f():\n\t'''Long\n\n\n\ndocstring.'''\n" + "\ta = 1\n" * count
	assert len(budgets.function_problems(Source("x.py", text))) == found


def test_a_table_is_not_a_long_function():
	text = "def f():\n\treturn {\n" + "\t\t'a': 1,\n" * 60 + "\t}\n"
	assert budgets.function_problems(Source("x.py", text)) == []


@pytest.mark.parametrize(("count", "found"), [(8, 1), (7, 0)])
def test_a_tangle_is_found(count, found):
	text = "class A:\n\tdef f(self, a):\n" + "\t\tif a: pass\n" * count
	assert len(budgets.function_problems(Source("x.py", text))) == found
