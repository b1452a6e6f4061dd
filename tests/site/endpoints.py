"""All endpoints of the app, each with a call by a user without rights; a new one is included by itself."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import iter_modules

import frappe

from fangxiu_app import api

#: Parameter → DocType of the document it names.
DOCUMENTS = {
	"agreement": "Warranty Agreement",
	"batch": "Delivery Batch",
	"building": "Estate Building",
	"calendar": "Service Calendar",
	"charge": "Meter Charge",
	"compensation": "Compensation",
	"deduction": "Contractor Deduction",
	"entry": "Warranty Deposit Entry",
	"evaluation": "Contractor Evaluation",
	"hold": "Ticket Hold",
	"inspection": "Handover Inspection",
	"job": "Unit Import",
	"letter": "Correspondence",
	"message": "Outbox Message",
	"notice": "Correction Notice",
	"order": "Third Party Order",
	"plan": "Repair Plan",
	"project": "Project",
	"quote": "Paid Repair Quote",
	"release": "Deposit Release",
	"report": "Stage Report",
	"ticket": "Repair Ticket",
	"transfer_name": "Unit Transfer",
	"unit": "Unit Archive",
	"visit": "Site Visit",
	"warning": "Risk Warning",
}
#: Modules in which a parameter of that name means something else.
OTHERS = {
	("approval", "name"): "Third Party Order",
	("deposit_accounts", "account"): "Warranty Deposit Entry",
	("spare_parts", "name"): "Spare Parts",
	("spot_check", "plan"): "Spot Check Plan",
	("ticket_parts", "name"): "Ticket Part",
	("two_sided", "name"): "Unit Transfer",
}
#: What answers from what the session's user may see instead of refusing, or is refused by what stands in its values.
#: The tests of each attack it.
WITHOUT_DOCUMENT = {
	"appointments.events",
	"approval.waiting",
	"calendars.fill_year",
	"company_accounts.prepare",
	"company_accounts.proposal",
	"contractor.account",
	"contractor.card",
	"contractor.overview",
	"contractor.send_statement",
	"contractor.statement",
	"deductions.draft",
	"deductions.glance",
	"deductions.put_forward",
	"deductions.tell",
	"delivery.board",
	"deposit_accounts.misplaced",
	"desk.card",
	"desk.next_ten",
	"evaluations.lift_suspension",
	"finder.find",
	"handover.record",
	"import_deposits.deposits",
	"import_units.state",
	"import_units.units",
	"importing.look",
	"importing.template",
	"intake.drop_photos",
	"intake.keep_photo",
	"intake.lookup",
	"intake.places_of",
	"intake.save",
	"my_day.day",
	"my_day.tell_refused",
	"payments.complete_tax",
	"payments.review",
	"people.engineers_query",
	"personal.show",
	"quote_link.accept",
	"quote_link.ask",
	"quote_link.decline",
	"reassign.choices",
	"reassign.give",
	"reassign.holders",
	"reassign.in_hand",
	"spare_parts.overdue_card",
	"staff.choices",
	"staff.person",
	"staff.save",
	"units.full_file_state",
	"units.link_query",
	"visit.free_check_list",
}
#: Anything of the right kind: who has no right is told so before his values are looked at.
VALUES = {"doctype": "Third Party Order", "values": {}, "proof": {}, "lines": [], "rows": []}
#: The same in modules in which it is of another kind.
VALUES_OF = {
	("people", "doctype"): "User",
	("two_sided", "doctype"): "Unit Transfer",
	("units", "doctype"): "Unit Archive",
}


def found() -> dict[str, object]:
	"""``module.function`` → the whitelisted function."""
	functions = {}
	for entry in iter_modules(api.__path__):
		module = import_module(f"{api.__name__}.{entry.name}")
		for name, function in inspect.getmembers(module, inspect.isfunction):
			if function.__module__ == module.__name__ and function in frappe.whitelisted:
				functions[f"{entry.name}.{name}"] = function
	return functions


def calls(names: dict[str, str]) -> list[tuple[str, str, dict]]:
	"""(HTTP method, ``module.function``, arguments) of every endpoint that is given a document; ``names`` by DocType."""
	return [
		(_method(function), path, _arguments(path, function, names))
		for path, function in found().items()
		if path not in WITHOUT_DOCUMENT
	]


def value(path: str, name: str, usual):
	"""A value of the right kind for the parameter ``name`` of the endpoint ``path``."""
	return VALUES_OF.get((path.split(".")[0], name), VALUES.get(name, usual))


def _method(function) -> str:
	return "GET" if "GET" in frappe.allowed_http_methods_for_whitelisted_func[function] else "POST"


def _arguments(path: str, function, names: dict[str, str]) -> dict:
	given, documents = {}, 0
	for name, parameter in inspect.signature(function).parameters.items():
		doctype = OTHERS.get((path.split(".")[0], name)) or DOCUMENTS.get(name)
		if doctype:
			given[name], documents = names[doctype], documents + 1
		elif parameter.default is inspect.Parameter.empty:
			number = any(kind in str(parameter.annotation) for kind in ("int", "float"))
			given[name] = value(path, name, 1 if number else "2026-01-01")
	assert documents, f"{path} names no document that is known here: add its parameter to DOCUMENTS"
	return given
