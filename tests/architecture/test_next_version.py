"""Nothing that version 16 of the framework refuses; support for it comes later (docs/adr/0140)."""

import json

import pytest

from . import next_version as rules
from . import paths, repo
from .repo import Source

#: These name what they forbid.
RULES_THEMSELVES = ("tests/architecture/next_version.py", "tests/architecture/test_next_version.py")
SOURCES = [source for source in repo.python() if source.path not in RULES_THEMSELVES]
OURS = [source for source in SOURCES if source.path.startswith(f"{repo.PACKAGE}/")]
SCRIPTS = rules.code(".js", ".html")


def test_columns_are_fields():
	problems = [p for source in SOURCES for p in rules.read_problems(source)]
	problems += [p for path in SCRIPTS for p in rules.script_problems(path, repo.read(path))]
	assert not problems, repo.report(problems)


def test_filters_of_records_have_four_elements():
	records = [path for kind in rules.RECORDS for path in repo.records(kind)]
	problems = [p for path in records for p in rules.filter_problems(path, repo.load(path))]
	assert len(records) > 50 and not problems, repo.report(problems)


def test_permission_hooks_answer():
	hooks = rules.hook_functions(paths.hooks())
	problems = [p for source in OURS for p in rules.permission_problems(source, hooks)]
	assert len(hooks) >= 6 and not problems, repo.report(problems)


def test_the_desk_lies_where_the_framework_says():
	files = [path for path in rules.code(".py", ".js", ".html", ".json", ".csv") if "/tests/" not in path]
	problems = [p for path in files for p in rules.desk_problems(path, repo.read(path))]
	assert not problems, repo.report(problems)
	assert all(rules.DESK.search(repo.read(path)) for path in rules.DESK_PLACES), "no longer needed there"


def test_bytes_are_bytes():
	problems = [p for source in SOURCES for p in rules.bytes_problems(source)]
	assert not problems, repo.report(problems)


def test_dropped_fields_have_one_place():
	files = [*(source.path for source in SOURCES), *rules.code(".js", ".json")]
	problems = [p for path in files for p in rules.dropped_problems(path, repo.read(path))]
	assert not problems, repo.report(problems)
	assert rules.DROPPED.search(repo.read(rules.DROPPED_PLACE))


@pytest.mark.parametrize(
	"text",
	[
		'frappe.get_all("A", fields=["count(name) as n"])',
		'frappe.get_all("A", {}, ["x", "sum(debit) - sum(credit) as v"])',
		'frappe.get_list("A", pluck="max(x)")',
		'frappe.db.get_value("A", {"b": "c"}, "max(`at`)")',
		'frappe.db.get_value("A", {"b": "c"}, f"max({field})")',
		'FIELDS = ("x", "ifnull(y, 0) as y")\nfrappe.get_all("A", fields=FIELDS)',
		'frappe.get_all("A", fields=["x", *MORE], group_by="date(x)")',
		'frappe.get_all("A", order_by="rand()")',
		'frappe.get_all("A", order_by="`at` desc")',
		'read("A", order_by="`tabA`.`at`")',
		'frappe.get_all("A", group_by="`x`")',
	],
)
def test_sql_as_text_is_found(text):
	assert rules.read_problems(Source("fangxiu_app/x.py", text))


@pytest.mark.parametrize(
	"text",
	[
		'frappe.get_all("A", {"title": ("like", "f(x)")}, ["x", "y as z"], order_by="x desc, y", group_by="x")',
		'frappe.get_all("A", filters=[["A", "x", "=", "f(x)"]], pluck="x", distinct=True)',
		'frappe.qb.from_(a).select(Count(a.name)).orderby("x")',
		'doc.get("x", "f(x)")',
		'_("{0} (closed)").format(frappe.db.get_value("A", "x", "y"))',
	],
)
def test_fields_pass(text):
	assert rules.read_problems(Source("fangxiu_app/x.py", text)) == []


@pytest.mark.parametrize(
	("text", "wrong"),
	[
		('frappe.db.get_list("A", { fields: ["count(name) as n"] })', 1),
		('frappe.db.get_list("A", { fields: ["x", "sum(y)"], limit: 1 })', 1),
		('frappe.db.get_list("A", { order_by: "`at` desc" })', 1),
		('frappe.db.get_list("A", { fields: ["x"], order_by: "at desc" })', 0),
		('form({ fields: [{ label: __("x") }] })', 0),
	],
)
def test_scripts_are_read_too(text, wrong):
	assert len(rules.script_problems("x.js", text)) == wrong


@pytest.mark.parametrize(
	("filters", "wrong"),
	[
		([["A", "x", "=", 1, False]], 1),
		([["A", "x", "in", ["a", "b"], False], ["A", "y", "is", "set", True]], 2),
		([["A", "x", "=", 1]], 0),
		({"x": ["in", ["a", "b", "c", "d", "e"]]}, 0),
	],
)
def test_a_fifth_element_is_found(filters, wrong):
	"""As text in a record, and one level deeper, as workspaces hold it."""
	assert len(rules.filter_problems("x.json", {"filters_json": json.dumps(filters)})) == wrong
	assert len(rules.filter_problems("x.json", {"rows": [{"stats_filter": json.dumps(filters)}]})) == wrong


@pytest.mark.parametrize(
	("body", "wrong"),
	[
		("return None", 1),
		("return", 1),
		("pass", 1),
		("if doc.x:\n\t\treturn False", 1),
		("return None if doc.x else False", 1),
		("return doc.x or None", 1),
		("if doc.x:\n\t\treturn\n\treturn True", 1),
		("if doc.x:\n\t\treturn True\n\telse:\n\t\treturn False", 0),
		("return names is None or doc.x in names", 0),
		("raise ValueError", 0),
		("def inner():\n\t\treturn None\n\treturn bool(inner())", 0),
	],
)
def test_a_hook_without_an_answer_is_found(body, wrong):
	source = Source("fangxiu_app/x.py", f"def allowed(doc):\n\t{body}\n\ndef other():\n\treturn None\n")
	hooks = rules.hook_functions({"has_permission": {"A": "fangxiu_app.x.allowed"}})
	assert len(rules.permission_problems(source, hooks)) == wrong


@pytest.mark.parametrize(
	("text", "wrong"),
	[
		('<a href="/app/x">', 1),
		("`/app/${name}`", 1),
		('path.startswith("/app")', 1),
		("url = '/app?x=1'", 1),
		('<a href="${desk_url("x")}">', 0),
		('"/assets/fangxiu_app/images/x.svg"', 0),
		('"/application/json"', 0),
	],
)
def test_a_written_address_is_found(text, wrong):
	assert len(rules.desk_problems("fangxiu_app/x.js", text)) == wrong


def test_the_other_rules_find_their_breaches():
	source = Source("fangxiu_app/x.py", "content = frappe.get_doc('File', name).get_content()")
	assert rules.bytes_problems(source) and not rules.bytes_problems(Source(rules.BYTES, source.text))
	text = 'frappe.db.set_single_value("Accounts Settings", "acc_frozen_upto", day)'
	assert rules.dropped_problems("tests/x.py", text) and not rules.dropped_problems(rules.DROPPED_PLACE, text)
