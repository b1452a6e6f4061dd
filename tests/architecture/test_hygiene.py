"""Nothing in the project that does not belong there; no test that proves nothing."""

import json
import zipfile
from pathlib import Path

import pytest

from . import hygiene, repo
from .repo import Source

#: These name what they forbid.
RULES_THEMSELVES = ("tests/architecture/hygiene.py", "tests/architecture/test_hygiene.py")
#: Pages that do not exist are samples of the rule for links.
LINKS = "tests/architecture/test_pages.py"
#: Written by a run that takes a night, so that its code is older than the page.
WRITTEN_AT_NIGHT = ("docs/mutation.md",)
TEXTS = [path for path in repo.text_files() if path not in (*RULES_THEMSELVES, "LICENSE")]
TESTS = [s for s in repo.python() if "tests/" in s.path and s.path not in RULES_THEMSELVES]
#: Lists as people bring them have formulas, which is what their tests are about.
BROUGHT = "tests/lists/"
BOOKS = [
	path
	for path in repo.files()
	if Path(path).suffix.lower().startswith(".xls") and not path.startswith(BROUGHT)
]


def test_texts_are_clean():
	problems = [p for path in TEXTS for p in hygiene.text_problems(path, repo.read(path))]
	assert not problems, repo.report(problems)


def test_texts_refer_to_what_a_reader_has():
	"""Patches are left out: they name what earlier versions stored."""
	texts = [path for path in TEXTS if "/patches/" not in path and path != LINKS]
	files = (*repo.files(), *WRITTEN_AT_NIGHT)
	problems = [p for path in texts for p in hygiene.reference_problems(path, repo.read(path), files)]
	assert not problems, repo.report(problems)


def test_styles_are_whole():
	styles = [path for path in repo.files() if path.endswith(".css")]
	problems = [p for path in styles for p in hygiene.style_problems(path, repo.read(path))]
	assert styles and not problems, repo.report(problems)


@pytest.mark.parametrize(
	"text", [".a {\n\tcolor: red;\n.b {\n.c {\n}\n}\n}", ".a {\n}\n}", ".a {\n\tcolor: red;"]
)
def test_a_broken_style_is_found(text):
	assert hygiene.style_problems("a.css", text)
	assert hygiene.style_problems("a.css", "@media print {\n.a {\n}\n}\n") == []


def test_tests_prove_something():
	problems = [p for source in TESTS for p in hygiene.test_problems(source)]
	assert not problems, repo.report(problems)


def test_workbooks_hold_cells_only():
	problems = [p for path in BOOKS for p in hygiene.workbook_problems(repo.ROOT / path)]
	assert not problems, repo.report(problems)


def test_json_is_readable():
	texts = {path: repo.read(path) for path in repo.files() if path.endswith(".json")}
	problems = [
		p for path, text in texts.items() for p in hygiene.json_problems(path, text, json.loads(text))
	]
	assert not problems, repo.report(problems)


def test_texts_and_tests_are_seen():
	assert {"fangxiu_app/hooks.py", "README.md", "pyproject.toml", "docs/clauses.csv"} <= set(TEXTS)
	assert "tests/architecture/test_imports.py" in {source.path for source in TESTS}


@pytest.mark.parametrize(
	"text",
	[
		"see /root/x",
		"cd /home/me/project",
		"path = '/work/main'",
		"# TODO later",
		"index = 'https://pypi.mirror.example.net/simple'",
		"-----BEGIN RSA PRIVATE KEY-----",
		"key = AKIAABCDEFGHIJKLMNOP",
		"password = 'hunter2hunter2'",
		'{"api_key": "1a2b3c4d5e6f"}',
		"<<<<<<< HEAD",
	],
)
def test_what_does_not_belong_is_found(text):
	assert hygiene.text_problems("x.md", text)


FILES = ("README.md", "docs/finance.md", "docs/adr/0045-approval-guard.md")


@pytest.mark.parametrize(
	"text",
	[
		"the documented substitute (practice 2.1).",
		"# Practice 2.1: two attempts",
		"from the event log alone (design 6)",
		"(screens 1, 9)",
		"the fields of forms 3",
		"with an index (style 7.6), see above",
		"of the sheet (R5, practice 4)",
		"measured: peers §4",
		"kept by the trade ([INF])",
		"no check between two entries (erpnext.md 1.2)",
		"see docs/no_such_page.md",
		"as decided (docs/adr/0099)",
		"as decided (ADR 0099)",
	],
)
def test_a_reference_to_what_no_reader_has_is_found(text):
	assert hygiene.reference_problems("x.py", text, FILES)


@pytest.mark.parametrize(
	"text",
	[
		"industry practice (R108); R12, R100",
		"see docs/finance.md, [decision](adr/0045-approval-guard.md), ADR 0045, README.md",
		"the design of 2026, in the style of 12 forms; screens of 1024 pixels",
		"建质〔2017〕138号, article 11",
		"f'{name}.md' and *.md",
		"it forms 3D shapes",
	],
)
def test_a_reference_to_what_readers_have_passes(text):
	assert hygiene.reference_problems("x.py", text, FILES) == []


@pytest.mark.parametrize(
	"text",
	[
		"/home/li/.local/share is nobody's",
		"/var/lib/fangxiu and ~/.local/share/fangxiu",
		"https://github.com/frappe/frappe",
		"http://127.0.0.1:8000/app",
		"password = 'ask_the_administrator'",
		"path = root / 'work' / name",
		"the working day, the home of the owner",
	],
)
def test_what_belongs_passes(text):
	assert hygiene.text_problems("x.md", text) == []


@pytest.mark.parametrize(
	"text",
	[
		"def test_a():\n\tf()",
		"class TestA:\n\tdef test_b(self):\n\t\tx = 1",
		"def test_a():\n\tassert True",
		"def test_a():\n\tassert (x, 'told')",
		"@pytest.mark.skip\ndef test_a():\n\tassert x",
		"def test_a():\n\tpytest.skip('no')\n\tassert x",
		"@pytest.mark.xfail(strict=True)\ndef test_a():\n\tassert x",
		"class T:\n\tdef test_a(self):\n\t\tself.skipTest('no')\n\t\tassert x",
		"def helper():\n\tpass\ndef test_a():\n\thelper()",
	],
)
def test_a_test_that_proves_nothing_is_found(text):
	assert hygiene.test_problems(Source("tests/unit/test_x.py", text))


@pytest.mark.parametrize(
	"text",
	[
		"def test_a():\n\tassert x",
		"def test_a():\n\twith pytest.raises(E):\n\t\tf()",
		"def test_a(page):\n\texpect(page).to_have_title('x')",
		"def check(x):\n\tassert x\ndef test_a():\n\tcheck(1)",
		"class T:\n\tdef test_a(self):\n\t\tself.assertEqual(1, x)",
	],
)
def test_a_test_that_proves_something_passes(text):
	assert hygiene.test_problems(Source("tests/unit/test_x.py", text)) == []


@pytest.mark.parametrize(
	("name", "part", "text", "found"),
	[
		("a.xlsx", "xl/vbaProject.bin", "", 1),
		("a.xlsx", "xl/externalLinks/externalLink1.xml", "", 1),
		("a.xlsx", "xl/worksheets/sheet1.xml", "<c><f>A1</f></c>", 1),
		("a.xlsx", "xl/worksheets/sheet1.xml", "<c><v>1</v></c>", 0),
		("a.xlsm", "xl/workbook.xml", "", 1),
	],
)
def test_an_active_workbook_is_found(tmp_path, name, part, text, found):
	with zipfile.ZipFile(tmp_path / name, "w") as book:
		book.writestr(part, text)
	assert len(hygiene.workbook_problems(tmp_path / name)) == found


def test_unreadable_json_is_found():
	assert hygiene.json_problems("x.json", '{"a": 1, "b": 2}', {"a": 1, "b": 2})
