"""DocTypes and other standard records: scope, rights, labels, indexes, controllers, form of the files."""

import ast
import copy

import pytest

from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES

from . import allowed, documents, repo
from .repo import Source

DOCTYPES = repo.doctypes()
#: Kinds of standard records that the rules know; a new folder fails until it is added here and in ``strings``.
KINDS = (
	"report print_format workspace number_card dashboard_chart dashboard_chart_source notification page web_form"
).split()
RECORDS = [path for kind in KINDS for path in repo.records(kind)]
GOOD = {
	"doctype": "DocType",
	"fields": [
		{"fieldname": "project", "fieldtype": "Link", "label": "P", "options": "Project", "reqd": 1, "search_index": 1, "set_only_once": 1},
		{"fieldname": "state", "fieldtype": "Select", "label": "S", "options": "\nA\nB", "default": "A"},
		{"fieldname": "ticket", "fieldtype": "Link", "label": "T", "options": "Repair Ticket", "search_index": 1},
	],
	"module": "Fangxiu App",
	"name": "Ticket Hold",
	"permissions": [{"role": "Repair Manager", "read": 1}],
}  # fmt: skip
PATH = "fangxiu_app/fangxiu_app/doctype/ticket_hold/ticket_hold.json"


def changed(where: tuple, value) -> dict:
	data = copy.deepcopy(GOOD)
	target = data
	for key in where[:-1]:
		target = target[key]
	target[where[-1]] = value
	return data


def test_every_doctype_obeys():
	problems = [p for path in repo.doctype_files() for p in documents.problems(path, repo.load(path))]
	assert not problems, repo.report(problems)


def test_lists_of_access_name_every_doctype_once():
	problems = documents.list_problems(DOCTYPES)
	assert not problems, repo.report(problems)


def test_every_doctype_has_its_controller():
	sources = {source.path: source for source in repo.python(f"{repo.PACKAGE}/{repo.PACKAGE}/doctype/")}
	problems = [
		p
		for name, data in DOCTYPES.items()
		for p in documents.controller_problems(data, sources.get(documents.controller_path(name)))
	]
	assert not problems, repo.report(problems)


def test_records_are_written_as_frappe_writes_them():
	problems = [
		p
		for path in (*repo.doctype_files(), *RECORDS)
		for p in documents.form_problems(path, repo.read(path))
	]
	assert not problems, repo.report(problems)


def test_every_other_record_obeys():
	problems = [p for path in RECORDS for p in documents.record_problems(path, repo.load(path))]
	assert not problems, repo.report(problems)


def test_every_kind_of_record_is_known():
	prefix = f"{repo.PACKAGE}/{repo.PACKAGE}/"
	below = {path.removeprefix(prefix).split("/")[0] for path in repo.files() if path.startswith(prefix)}
	assert below - {"__init__.py", "doctype"} <= set(KINDS)


def test_the_print_page_opens_a_form_of_the_document():
	"""Frappe's own layout is no paper anybody hands over; reports that go out choose their form by kind."""
	[source] = repo.python(f"{repo.PACKAGE}/setup/default_prints.py")
	named = (node for node in source.tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "FORMS")
	chosen = ast.literal_eval(next(named).value)
	forms = [repo.load(path) for path in RECORDS if "/print_format/" in path]
	of = {form["name"]: form["doc_type"] for form in forms}
	assert {form: of.get(form) for form in chosen.values()} == {form: doctype for doctype, form in chosen.items()}
	assert set(of.values()) - set(chosen) == {"Stage Report"}


def test_forms_show_no_check_values():
	"""64 hexadecimal digits say nothing to who reads a form: they stand in prints, in packs, and where the chain is checked."""
	told = ("hash", "sha256", "digest", "seal")
	shown = [
		f"{name} {field['fieldname']}"
		for name, data in DOCTYPES.items()
		if name != "Custody Entry" and not data.get("istable")
		for field in data["fields"]
		if field["fieldtype"] == "Data" and field["fieldname"].endswith(told) and not field.get("hidden")
	]
	# of evidence they stand in a section that is closed until somebody opens it
	assert shown == ["Evidence Item sha256", "Evidence Item original_sha256"]
	fields = {field["fieldname"]: field for field in DOCTYPES["Evidence Item"]["fields"]}
	order = list(fields)
	assert fields["s_check"]["collapsible"] and order[order.index("s_check") + 1 :] == ["sha256", "original_sha256"]


def test_unindexed_links_exist():
	links = {
		(name, f["fieldname"]) for name, data in DOCTYPES.items() for f in documents.fields(data, "Link")
	}
	assert set(allowed.UNINDEXED) <= links


def test_project_documents_are_seen():
	assert set(PROJECT_DOCTYPES) <= set(DOCTYPES)


def test_a_good_doctype_passes():
	assert documents.problems(PATH, GOOD) == []


@pytest.mark.parametrize(
	("where", "value", "told"),
	[
		(("module",), "Core", "module is"),
		(("name",), "Ticket Hold" + "s" * 60, "longer than"),
		(("name",), "Site Visit", "not named site_visit"),
		(("custom",), 1, "marked custom"),
		(("fields", 0, "reqd"), 0, "not reqd"),
		(("fields", 0, "set_only_once"), 0, "not set_only_once"),
		(("fields", 0, "options"), "Company", "no field project"),
		(("fields", 0, "label"), " ", "has no label"),
		(("fields", 1, "default"), "C", "no option"),
		(("fields", 1, "options"), "A\nA", "option twice"),
		(("fields", 2, "options"), "", "links to nothing"),
		(("fields", 2, "search_index"), 0, "no search_index"),
		(("permissions", 0, "role"), "Sales User", "is unknown"),
		(("permissions", 0, "share"), 1, "may share"),
		(("permissions", 0, "delete"), 1, "may delete"),
		(("permissions",), [], "nobody has rights"),
		(("istable",), 1, "rights of its own"),
	],
)
def test_a_bad_doctype_is_found(where, value, told):
	assert told in repo.report(documents.problems(PATH, changed(where, value)))


@pytest.mark.parametrize(
	("text", "told"),
	[
		('{"b": 1, "a": 2}\n', "not sorted"),
		('{"a": 1}\n', "not indented"),
		('{\n "a": 1\n}', "no line end"),
		(
			'{\n "field_order": [\n  "b"\n ],\n "fields": [\n  {\n   "fieldname": "a"\n  }\n ]\n}\n',
			"field_order differs",
		),
	],
)
def test_a_badly_written_record_is_found(text, told):
	assert told in repo.report(documents.form_problems("x.json", text))


@pytest.mark.parametrize(
	("text", "told"),
	[
		("class Other:\n\tpass\n", "has no class TicketHold"),
		("class TicketHold(Document):\n\tpass\n", "does not derive"),
	],
)
def test_a_wrong_controller_is_found(text, told):
	assert told in repo.report(documents.controller_problems(GOOD, Source("x.py", text)))


def test_a_missing_controller_is_found():
	assert "no controller" in repo.report(documents.controller_problems(GOOD, None))


def test_a_doctype_outside_the_lists_is_found():
	assert "in none of the lists" in repo.report(documents.list_problems({**DOCTYPES, "New One": GOOD}))
	fewer = {name: data for name, data in DOCTYPES.items() if name != "Ticket Hold"}
	assert "not a DocType" in repo.report(documents.list_problems(fewer))
	assert "no table of" in repo.report(documents.list_problems({**DOCTYPES, "Site Visit": GOOD}))


def test_a_wrong_record_is_found():
	told = repo.report(
		documents.record_problems("a/b/c.json", {"name": "d", "module": "x", "roles": [{"role": "y"}]})
	)
	assert "module is" in told and "not named d" in told and "role y is unknown" in told
