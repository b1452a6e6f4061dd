"""Chinese is complete: every text a user can see has its row in zh.csv, and every row is sound."""

import json
import re
from collections import Counter
from string import Formatter

import pytest

from . import allowed, repo, strings
from .repo import Source

ROWS = strings.catalogue()


def placeholders(text: str) -> list[str]:
	return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def tags(text: str) -> Counter:
	return Counter(re.findall(r"</?\w+", text))


def is_chinese(text: str) -> bool:
	"""Chinese characters, or no word at all: a number of a clause, or placeholders with marks between them."""
	words = re.sub(r"\{\w*\}|\bR\d+\b", "", text)
	return bool(strings.CJK.search(text)) or bool(text.strip() and not strings.LETTER.search(words))


def row_problems(row: list[str]) -> list[str]:
	"""What is wrong with one row of a catalogue: source, translation and perhaps a context."""
	if len(row) not in (2, 3):
		return [f"{row[0]!r}: has {len(row)} columns"]
	source, target = row[:2]
	found = [] if is_chinese(target) else [f"{source!r}: the translation {target!r} is not Chinese"]
	if placeholders(source) != placeholders(target):
		found.append(f"{source!r}: placeholders differ from {target!r}")
	if tags(source) != tags(target):
		found.append(f"{source!r}: tags differ from {target!r}")
	if source != source.strip():
		found.append(f"{source!r}: Frappe strips a text before it looks it up")
	if not strings.LETTER.search(source):
		found.append(f"{source!r}: a source is English")
	return found


def test_every_text_has_its_row():
	missing = strings.missing()
	assert not missing, f"{len(missing)} texts have no row in {strings.ZH}:\n" + "\n".join(
		f"{text!r} ({where})" for text, where in missing.items()
	)


def test_every_text_has_a_row_for_where_it_is_shown():
	assert strings.untranslated_where_shown() == []


def test_every_row_is_sound():
	problems = [problem for row in ROWS for problem in row_problems(row)]
	assert not problems, "\n".join(problems)


def test_no_text_names_a_document_that_users_do_not_have():
	named = re.compile(r"practice \d|design \d|erpnext\.md|peers\.md")
	assert [row for row in ROWS if named.search(" ".join(row))] == []


def test_no_source_has_two_rows():
	twice = [key for key, count in Counter((row[0], *row[2:3]) for row in ROWS).items() if count > 1]
	assert not twice, f"rows that stand twice: {twice}"


def test_every_row_is_used():
	known = strings.collect()
	unused = [row[0] for row in ROWS if row[0] not in known and row[0] not in allowed.FRAMEWORK_WORDS]
	assert not unused, (
		f"rows nothing uses (remove them, or give the reason in allowed.FRAMEWORK_WORDS): {unused}"
	)


def test_every_framework_word_is_needed():
	sources, ours = {row[0] for row in ROWS}, strings.collect()
	unneeded = [word for word in allowed.FRAMEWORK_WORDS if word not in sources or word in ours]
	assert not unneeded, f"entries of allowed.FRAMEWORK_WORDS without use: {unneeded}"


def test_sources_are_english():
	chinese = [
		f"{text!r} ({where})" for text, where in strings.sources() if text and strings.only_chinese(text)
	]
	assert not chinese, "source texts are English, Chinese stands in zh.csv:\n" + "\n".join(chinese)


def test_texts_are_translated_before_they_are_formatted():
	problems = [p for source in repo.python(f"{repo.PACKAGE}/") for p in strings.python_problems(source)]
	problems += [p for path in strings.script_files() for p in strings.script_problems(path, repo.read(path))]
	assert not problems, repo.report(problems)


@pytest.mark.parametrize(
	"text", ["Repair Ticket", "Accept", "Owner Accepted", "Refused", "Repair Manager", "Fangxiu App"]
)
def test_known_texts_are_collected(text):
	assert text in strings.collect()


@pytest.mark.parametrize(
	"row",
	[
		["A"],
		["A", "B"],
		["A", ""],
		["A {0}", "甲"],
		["A", "甲 {0}"],
		["<b>A</b>", "甲"],
		["甲", "乙"],
		["A", "甲", "x", "y"],
		["A: ", "甲："],
	],
)
def test_an_unsound_row_is_found(row):
	assert row_problems(row)


@pytest.mark.parametrize(
	"row",
	[
		["A {0} of {1}", "{1} 的 {0} 甲"],
		["A", "甲", "Unit"],
		["{0} on {1}", "{1} {0}"],
		["R66", "R66"],
		["<b>A</b>", "<b>甲</b>"],
	],
)
def test_a_sound_row_passes(row):
	assert row_problems(row) == []


def test_document_texts():
	data = {
		"name": "N", "module": "M", "description": "D",
		"fields": [
			{"fieldtype": "Select", "label": "L", "description": "E", "options": "\nO1\nO2"},
			{"fieldtype": "Link", "label": "K", "options": "Not A Text"},
		],
		"links": [{"group": "G"}],
	}  # fmt: skip
	assert {text for text in strings.document_texts(data) if text} == set("NMDLEKG") | {"O1", "O2"}


def test_record_texts():
	data = {
		"label": "W",
		"links": [{"label": "K"}],
		"content": '[{"type":"header","data":{"text":"<b>Head</b>"}}]',
	}
	assert {text for text in strings.record_texts(data, ("label", "title")) if text} == {"W", "K", "Head"}


def test_python_texts():
	source = Source("x.py", "_('a')\nfrappe._('b {0}').format(1)\n_(name)\nother('c')")
	assert [text for _, text in strings.python_texts(source)] == ["a", "b {0}"]


@pytest.mark.parametrize(
	"code",
	[
		"_(f'a {b}')",
		"_('a {0}'.format(b))",
		"_('a' + b)",
		"frappe.throw('a')",
		"frappe.throw(f'a {b}')",
		"frappe.msgprint(_('a'), title='b')",
	],
)
def test_a_text_built_too_early_is_found(code):
	assert strings.python_problems(Source("x.py", code))


@pytest.mark.parametrize(
	"code", ["_('a {0}').format(b)", "_(row.label)", "frappe.throw(_('a').format(b), title=_('c'))"]
)
def test_a_text_translated_first_passes(code):
	assert strings.python_problems(Source("x.py", code)) == []


def test_script_texts():
	text = """__("a \\"b\\""); __( 'c' , [d]); __(`e
f`); {{ _("g") }}; obj.__("no"); some_("no")"""
	assert list(strings.script_texts(text)) == ['a "b"', "c", "e\nf", "g"]


@pytest.mark.parametrize(
	"code",
	[
		"__(`a ${b}`)",
		'__("a" + b)',
		'x = {label: "Unit"}',
		"frappe.msgprint('Done')",
		"d = {title: `Take ${n}`}",
		'frappe.show_alert("已保存")',
	],
)
def test_an_untranslated_script_text_is_found(code):
	assert strings.script_problems("x.js", code)


@pytest.mark.parametrize(
	"code", ['__("a {0}", [b])', 'x = {label: __("Unit")}', 'frappe.msgprint(__("Done"))', 'y = {title: ""}']
)
def test_a_translated_script_text_passes(code):
	assert strings.script_problems("x.js", code) == []


def test_help_under_a_field_says_what_it_asks_for():
	"""Not only the number of a clause, which nobody knows by heart."""
	only = re.compile(r"\W*(R\d+\W*)+")
	texts = {
		f"{path.parent.name}.{field['fieldname']}": field.get("description") or ""
		for path in sorted((repo.ROOT / "fangxiu_app" / "fangxiu_app" / "doctype").glob("*/*.json"))
		for field in json.loads(path.read_text(encoding="utf-8"))["fields"]
	}
	assert [name for name, text in texts.items() if only.fullmatch(text)] == []
