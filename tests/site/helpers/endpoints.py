"""All endpoints of the app, each with a call by a user without rights; a new one is included by itself."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import walk_packages

import frappe

import fangxiu_app

#: Parameter → DocType of the document it names.
DOCUMENTS = {
	"agreement": "Warranty Agreement",
	"batch": "Delivery Batch",
	"briefing": "Expiry Briefing",
	"building": "Estate Building",
	"calendar": "Service Calendar",
	"campaign": "Expiry Campaign",
	"charge": "Meter Charge",
	"compensation": "Compensation",
	"complaint": "Customer Complaint",
	"deduction": "Contractor Deduction",
	"entry": "Warranty Deposit Entry",
	"evaluation": "Contractor Evaluation",
	"expiry_unit": "Expiry Unit",
	"feedback": "Defect Feedback",
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
	"special_report": "Special Report",
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
	("evidence", "name"): "Third Party Order",
	("spare_parts", "name"): "Spare Parts",
	("spot_check", "plan"): "Spot Check Plan",
	("ticket_parts", "name"): "Ticket Part",
	("two_sided", "name"): "Unit Transfer",
}
#: What answers from what the session's user may see instead of refusing, or is refused by what stands in its values.
#: The tests of each attack it.
WITHOUT_DOCUMENT = {
	"tickets.site_work.api_appointments.events",
	"overview.api_approval.waiting",
	"complaints.api_complaints.card",
	"tickets.intake.api_intake.problems",
	"core.time.api_calendars.fill_year",
	"correspondence.api_prefill.template",
	"ledger.api_company_accounts.prepare",
	"ledger.api_company_accounts.proposal",
	"money.deposits.api_contractor.account",
	"money.deposits.api_contractor.card",
	"money.deposits.api_contractor.overview",
	"money.deposits.api_contractor.send_statement",
	"money.deposits.api_contractor.statement",
	"money.deductions.api_deductions.draft",
	"money.deductions.api_deductions.glance",
	"money.deductions.api_deductions.put_forward",
	"money.deductions.api_deductions.tell",
	"delivery.api_delivery.board",
	"expiry.api_expiry.steps",
	"money.deposits.api_deposit_accounts.misplaced",
	"overview.api_desk.card",
	"overview.api_desk.cards",
	"overview.api_desk.next_ten",
	"quality.api_evaluations.lift_suspension",
	"quality.api_warning.check_rules",
	"quality.api_warning.to_confirm",
	"overview.api_finder.find",
	"delivery.api_handover.record",
	"money.deposits.api_import_deposits.deposits",
	"estate.api_import_units.state",
	"estate.api_import_units.units",
	"importing.api_importing.look",
	"importing.api_importing.template",
	"tickets.intake.api_intake.drop_photos",
	"tickets.intake.api_intake.keep_photo",
	"tickets.intake.api_intake.lookup",
	"tickets.intake.api_intake.places_of",
	"tickets.intake.api_intake.save",
	"field.api_my_day.day",
	"field.api_my_day.tell_refused",
	"contractors.api_register.unlisted",
	"messaging.api_outbox.names",
	"money.payments.api_payments.begin",
	"money.payments.api_payments.bills_query",
	"money.payments.api_payments.complete_tax",
	"money.payments.api_payments.discard",
	"money.payments.api_payments.review",
	"staff.api_people.engineers_query",
	"archive.api_personal.show",
	"paid_repairs.api_quote_link.accept",
	"paid_repairs.api_quote_link.ask",
	"paid_repairs.api_quote_link.decline",
	"staff.api_reassign.choices",
	"staff.api_reassign.give",
	"staff.api_reassign.holders",
	"staff.api_reassign.in_hand",
	"parts.api_spare_parts.overdue_card",
	"delivery.api_handover.to_rectify_card",
	"staff.api_staff.choices",
	"staff.api_staff.person",
	"staff.api_staff.save",
	"reports.api_forms.blank",
	"reports.api_forms.flow_chart",
	"reports.api_forms.listed",
	"special_reports.api_special_reports.card",
	"special_reports.api_special_reports.days",
	"special_reports.api_special_reports.people_query",
	"evidence.api_evidence.pack_state",
	"archive.api_units.full_file_state",
	"archive.api_units.link_query",
	"tickets.site_work.api_visit.free_check_list",
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
	"""``room.module.function`` → the whitelisted function."""
	functions = {}
	for entry in walk_packages(fangxiu_app.__path__, "fangxiu_app."):
		if not entry.name.rpartition(".")[2].startswith("api_"):
			continue
		module = import_module(entry.name)
		for name, function in inspect.getmembers(module, inspect.isfunction):
			if function.__module__ == module.__name__ and function in frappe.whitelisted:
				functions[f"{entry.name.removeprefix('fangxiu_app.')}.{name}"] = function
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
	return VALUES_OF.get((_module(path), name), VALUES.get(name, usual))


def _module(path: str) -> str:
	return path.split(".")[-2].removeprefix("api_")


def _method(function) -> str:
	return "GET" if "GET" in frappe.allowed_http_methods_for_whitelisted_func[function] else "POST"


def _arguments(path: str, function, names: dict[str, str]) -> dict:
	given, documents = {}, 0
	for name, parameter in inspect.signature(function).parameters.items():
		doctype = OTHERS.get((_module(path), name)) or DOCUMENTS.get(name)
		if doctype:
			given[name], documents = names[doctype], documents + 1
		elif parameter.default is inspect.Parameter.empty:
			number = any(kind in str(parameter.annotation) for kind in ("int", "float"))
			given[name] = value(path, name, 1 if number else "2026-01-01")
	assert documents, f"{path} names no document that is known here: add its parameter to DOCUMENTS"
	return given
