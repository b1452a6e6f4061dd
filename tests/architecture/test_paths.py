"""Paths in hooks, patches, scripts and records lead to something that exists."""

import pytest

from . import paths, repo

CALLERS = [
	path
	for path in repo.files()
	if path.startswith(f"{repo.PACKAGE}/") and path.endswith((".js", ".html", ".json"))
]


def test_hooks_lead_somewhere():
	problems = paths.hook_problems(paths.hooks())
	assert not problems, repo.report(problems)


def test_hooks_name_what_the_app_stands_on():
	values = paths.hooks()
	assert {
		"after_install",
		"after_migrate",
		"before_uninstall",
		"permission_query_conditions",
		"has_permission",
	} <= set(values)
	assert any("erpnext" in app for app in values["required_apps"])


def test_every_project_document_is_scoped_by_the_pair_of_hooks():
	from fangxiu_app.core.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES, VOUCHER_ROWS, VOUCHERS

	values = paths.hooks()
	# a Journal Entry has no project of its own: it belongs to that of its deposit entry
	scoped = {*PROJECT_DOCTYPES, *CHILD_PARENTS, *VOUCHERS, *VOUCHER_ROWS, "Journal Entry"}
	scoped.add("File")  # lists leave those of projects out; the right to one is its document's, as Frappe asks it
	scoped |= {"Project", "Project User", "ToDo", "Notification Log"}  # end with the right to the project, of whatever DocType it tells
	assert set(values["permission_query_conditions"]) == scoped
	assert {*PROJECT_DOCTYPES, *VOUCHERS, "Journal Entry", "Project", "ToDo", "Notification Log", "File"} <= set(values["has_permission"])


def test_patches_lead_somewhere():
	problems = paths.patch_problems(repo.read(f"{repo.PACKAGE}/patches.txt"))
	assert not problems, repo.report(problems)


def test_scripts_call_whitelisted_functions():
	known = paths.whitelisted()
	problems = [p for path in CALLERS for p in paths.mention_problems(path, repo.read(path), known)]
	assert not problems, repo.report(problems)


def test_module_list_is_the_one_module():
	assert repo.read(f"{repo.PACKAGE}/modules.txt").split("\n") == ["Fangxiu App", ""]


@pytest.mark.parametrize(
	"values",
	[
		{"after_install": "fangxiu_app.setup.nowhere.run"},
		{"doc_events": {"X": {"validate": ["fangxiu_app.tasks.nothing"]}}},
		{"scheduler_events": {"cron": {"* * * * *": ["fangxiu_app.nothing"]}}},
		{"app_include_js": "other.bundle.js"},
		{"app_include_css": "/assets/fangxiu_app/css/none.css"},
		{"doctype_js": {"Supplier": "public/js/none.js"}},
	],
)
def test_a_dead_hook_is_found(values):
	assert paths.hook_problems(values)


def test_a_live_hook_passes():
	assert paths.hook_problems({"x": "fangxiu_app.tasks.wake_holds", "y": ["frappe.other.thing"]}) == []


@pytest.mark.parametrize(
	"text", ["[pre_model_sync]\n[post_model_sync]\nfangxiu_app.tasks\n", "fangxiu_app.tasks.wake_holds"]
)
def test_a_dead_patch_is_found(text):
	assert paths.patch_problems(text)


KNOWN = {"fangxiu_app.tickets.life.api_ticket.act": {"POST"}, "fangxiu_app.tickets.life.api_ticket.panel": {"GET"}}


@pytest.mark.parametrize(
	"text",
	[
		'frappe.call("fangxiu_app.tickets.life.api_ticket.nothing")',
		"{method: 'fangxiu_app.tickets.intake.service_intake.assess'}",
		'read("ticket.nothing", {})',
		'write("ticket.nothing")',
		'read("tickets.life.api_ticket.act", {})',
		'write("tickets.life.api_ticket.panel")',
	],
)
def test_a_dead_call_is_found(text):
	assert paths.mention_problems("x.js", text, KNOWN)


@pytest.mark.parametrize(
	"text", ['call("fangxiu_app.tickets.life.api_ticket.act")', 'read("tickets.life.api_ticket.panel")', 'write(\n\t"tickets.life.api_ticket.act"']
)
def test_a_live_call_passes(text):
	assert paths.mention_problems("x.js", text, KNOWN) == []


def test_methods_of_endpoints_are_read():
	known = paths.whitelisted()
	assert known["fangxiu_app.tickets.life.api_ticket.act"] == {"POST"}
	assert known["fangxiu_app.tickets.life.api_ticket.panel"] == {"GET"}


def test_every_endpoint_is_reached_from_a_screen():
	"""What nobody can reach by clicking does not exist."""
	texts = {path: repo.read(path) for path in (*CALLERS, f"{repo.PACKAGE}/hooks.py")}
	missing = set(paths.whitelisted()) - paths.reached(texts)
	lost = sorted(missing - set(paths.UNREACHED))
	assert not lost, f"no screen calls {lost}: give each its place, or take it away"
	assert set(paths.UNREACHED) == missing, "the list of unreached endpoints names one that is reached"


@pytest.mark.parametrize(
	("text", "path"),
	[
		('read("tickets.life.api_ticket.panel")', "tickets.life.api_ticket.panel"),
		("write(`correspondence.api_letters.${kind}`); const kinds = ['issue'];", "correspondence.api_letters.issue"),
		('{ "method": "fangxiu_app.overview.api_desk.card" }', "overview.api_desk.card"),
	],
)
def test_a_call_reaches_its_endpoint_and_no_other(text, path):
	assert paths.reached({"x.js": text}) == {f"{repo.PACKAGE}.{path}"}
