"""Whatever arrives at a method of ours is converted or refused in words: every method, every argument, wrong types, no 500."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import walk_packages

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

import fangxiu_app
from fangxiu_app.core.access import incoming, roles
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION
from tests.site.helpers import endpoints, samples
from tests.site.helpers import factories as make

DEEP: list = []
for _level in range(200):
	DEEP = [DEEP]
OWN_ESTATE = True
#: What a broken script, an old page or somebody curious sends.
HOSTILE = {
	"empty": "",
	"nothing": None,
	"word": "abc",
	"minus": -1,
	"huge": 10**30,
	"nan": float("nan"),
	"yes": True,
	"list of numbers": [1, None],
	"object": {"a": {"b": [1]}},
	"list of objects": [{"name": [], "idx": "x"}],
	"json list": "[1, null]",
	"json object": '{"a": [1]}',
	"no json": "{",
	"null byte": "a\0b",
	"half a character": "\ud800",
	"no such day": "2026-02-30",
	"far": "99999-12-31",
	"deep": DEEP,
	"long": "长" * 70_000,
}
#: A sheet of six marks, as the phone sends it.
CHECKS = [{"aspect": "Quality", "result": "Pass", "remark": "x", "score": 5}]
SPENT = {"progress_percent": 40, "work_done": "x", "next_work": "x", "findings": "x", "checks": CHECKS}
ITEM = {"location": "客厅", "defect_type": "墙面空鼓", "description": "x", "photos": [], "emergency": 0, "same_as": ""}
FREE = [{"check_item": "x", "result": "Problem", "location": "客厅", "defect_type": "墙面空鼓", "remark": "x"}]
#: JSON that a method takes, whole and right; each of its parts is replaced in turn.
SHAPES = {
	"quality.api_evaluations.score": {"lines": [{"name": "x", "score": 5, "vetoed": 0, "note": "x"}]},
	"delivery.api_handover.record": {
		"values": {
			"unit": "UNIT",
			"round": "First Inspection",
			"escort": "x",
			"owner_name": "x",
			"owner_phone": "1",
			"keys_handed": 1,
			"keys_kept": 1,
			"inspected_at": "2026-01-01 10:00:00",
			"back_entry_reason": "x",
			"items": [{"location": "客厅", "defect_type": "墙面空鼓", "description": "x", "photo": "", "due_on": "2026-01-01"}],
			"readings": [{"kind": "Water", "meter_no": "1", "reading": 5.5, "photo": ""}],
		}
	},
	"tickets.intake.api_intake.save": {
		"values": {
			"unit": "UNIT",
			"channel": "Walk-in",
			"caller_name": "x",
			"caller_phone": "13800000000",
			"received_at": "2026-01-01 10:00:00",
			"notified_at": "2026-01-01 10:00:00",
			"back_entry_reason": "x",
			"to_be_verified": 0,
			"special_requests": "x",
			"items": [ITEM],
		}
	},
	"correspondence.api_letters.record_service": {"proof": {"method": "Fax", "at": "2026-01-01 10:00:00", "receiver_name": "x", "file": "x"}},
	"money.payments.api_orders.verify": {"lines": [{"claimed_qty": 1, "verified_qty": 1, "difference_reason": "x"}]},
	"tickets.life.api_ticket.split": {"values": {"location": "厨房", "defect_type": "x", "emergency": 0, "unclear": 0}, "evidence": ["x"]},
	"tickets.site_work.api_visit.record_free_checks": {"rows": FREE},
	"tickets.site_work.api_work.record": {"kind": "Patrol", "values": {**SPENT, "accompanied_by": "x"}},
	"overview.api_desk.card": {"filters": {"card": "overdue"}},
	"tickets.site_work.api_appointments.events": {"filters": [["Repair Ticket", "engineer", "=", "x"]]},
}


def whitelisted() -> dict[str, object]:
	"""``module.function`` of every whitelisted function of this app, those of documents too; no new one escapes."""
	for module in walk_packages(fangxiu_app.__path__, f"{fangxiu_app.__name__}."):
		name = module.name.rpartition(".")[2]
		if not module.name.startswith(("fangxiu_app.patches", "fangxiu_app.tests")) and not name.startswith("test_"):
			import_module(module.name)
	found = {}
	for function in frappe.whitelisted:
		if function.__module__.startswith("fangxiu_app."):
			short = function.__module__.removeprefix("fangxiu_app.").removeprefix("api.")
			found[f"{short}.{function.__qualname__}"] = function
	return found


FUNCTIONS = whitelisted()


@pytest.fixture(scope="module")
def names(estate):
	"""A committed document of every kind, and somebody of all our roles who may open them."""
	made = samples.documents(estate)
	user = make._user("Repair Manager", (estate.b,), f"every.role.{frappe.generate_hash(length=6)}")
	frappe.get_doc("User", user).add_roles(*roles.ROLES, roles.FINANCE)
	frappe.db.commit()
	yield {**made, "Project": estate.b, "caller": user}
	frappe.db.rollback()
	frappe.db.set_value("User", user, "enabled", 0)  # else the tests after these find somebody of every role
	frappe.db.commit()  # the site forgets this person before the next tests


@pytest.fixture
def caller(names, monkeypatch):
	"""A request of that user: argument types are checked inside of requests only."""
	environment = EnvironBuilder(method="POST", path="/api/method/x").get_environ()
	monkeypatch.setattr(frappe.local, "request", Request(environment), raising=False)
	frappe.set_user(names["caller"])
	return names["caller"]


def outcome(call, **arguments) -> str:
	"""Empty for an answer or a refusal; the exception where it would be a 500."""
	frappe.local.request_ip = frappe.generate_hash(length=8)  # the limits of calls are counted by address
	frappe.local.form_dict = frappe._dict(arguments)
	try:
		incoming.clean_request()
		call(**frappe.local.form_dict)
	except Exception as problem:
		if getattr(problem, "http_status_code", 500) >= 500:
			return f"{type(problem).__name__}: {str(problem)[:120]}"
	finally:
		frappe.db.rollback()
		frappe.local.message_log = []
	return ""


def replaced(value, hostile):
	"""``value`` with each of its parts in turn replaced: (where, whole value)."""
	parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
	for key, part in parts:
		yield str(key), _with(value, key, hostile)
		for where, inner in replaced(part, hostile):
			yield f"{key}.{where}", _with(value, key, inner)


def _with(value, key, part):
	copy = value.copy()
	copy[key] = part
	return copy


def failures(call, good: dict, kinds=tuple(HOSTILE)) -> list[str]:
	"""Every replacement of an argument, or of a part of it, that is neither answered nor refused."""
	found = []
	for kind in kinds:
		hostile = HOSTILE[kind]
		for where, arguments in replaced(good, hostile):
			told = outcome(call, **arguments)
			if told:
				found.append(f"{where} = {kind}: {told}")
	return found


def good_arguments(path: str, function, names: dict) -> dict:
	"""Arguments the method takes: its documents by name, its JSON whole, anything of the right kind for the rest."""
	given = {}
	module = path.split(".")[0]
	for name, parameter in inspect.signature(function).parameters.items():
		doctype = endpoints.OTHERS.get((module, name)) or endpoints.DOCUMENTS.get(name)
		number = any(kind in str(parameter.annotation) for kind in ("int", "float", "bool"))
		given[name] = names.get(doctype) or endpoints.value(path, name, 1 if number else "2026-01-01")
	given |= SHAPES.get(path, {})
	if isinstance(given.get("values"), dict) and given["values"].get("unit"):
		given["values"] = {**given["values"], "unit": names["Unit Archive"]}
	return given


@pytest.mark.parametrize("path", [path for path, function in FUNCTIONS.items() if "." not in function.__qualname__])
def test_every_method_refuses_wrong_types_in_words(caller, names, path):
	function = FUNCTIONS[path]
	assert failures(function, good_arguments(path, function, names)) == []


@pytest.mark.parametrize("path", [path for path, function in FUNCTIONS.items() if "." in function.__qualname__])
def test_every_method_of_a_document_refuses_wrong_types_in_words(caller, names, path):
	function = FUNCTIONS[path]
	owner, method = function.__qualname__.split(".")
	doctype = next(one for one in names if one.replace(" ", "") == owner)
	good = good_arguments(path, function, names)
	good.pop("self")

	def call(**arguments):
		getattr(frappe.get_doc(doctype, names[doctype]), method)(**arguments)

	assert failures(call, good) == []


@pytest.mark.parametrize("action", [action for action, row in BY_ACTION.items() if row.inputs])
def test_every_action_of_a_ticket_refuses_wrong_types_in_words(caller, names, action):
	def call(**values):
		FUNCTIONS["tickets.life.api_ticket.act"](names["Repair Ticket"], action, values, "2026-01-01 10:00:00", "x")

	assert failures(call, {item.field: "1" for item in BY_ACTION[action].inputs}) == []
