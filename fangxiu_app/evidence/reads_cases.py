"""Cases in which evidence decides, for the list *evidence complete?*: tickets passed on, deductions, compensations. Set-based."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from fangxiu_app.evidence.rules_completeness import COMPENSATION, DEDUCTION, TICKET

#: What is read of each case besides the fields that the proofs ask for.
FIELDS: dict[str, tuple[str, ...]] = {
	TICKET: ("project", "status", "unit_code", "contractor", "creation"),
	DEDUCTION: (
		*("project", "state", "contractor", "creation", "agreement", "source", "bill_file", "notified_at"),
		*("notice_file", "notice_proof", "objection_until", "objected_at", "answered_at", "posting_date"),
	),
	COMPENSATION: (
		*("project", "status", "unit", "ticket", "contractor", "creation", "cause", "payee_name"),
		*("payee_account", "method", "terms", "signed_evidence", "id_no", "docstatus"),
	),
}
#: Cases that ended without a decision prove nothing any more: DocType → (field, states).
OVER: dict[str, tuple[str, tuple[str, ...]]] = {
	TICKET: ("status", ("Merged", "Cancelled")),
	DEDUCTION: ("state", ("Withdrawn", "Reversed", "Cancelled")),
	COMPENSATION: ("status", ("Cancelled",)),
}
LINES: dict[str, tuple[str, ...]] = {
	DEDUCTION: ("source_type", "source_name", "ticket", "clause_no"),
	COMPENSATION: ("evidence", "assessed", "loss_no"),
}


def cases(doctype: str, asked: Mapping[str, object]) -> list[Document]:
	"""Cases of one DocType that the session's user may read, the oldest first, with the fields above and the code of their unit. Three
	queries at most.

	``asked`` has ``project``, ``from_date`` and ``to_date`` of when the case was begun, or ``ticket`` it is about. Empty for who may not read the DocType.
	"""
	if not frappe.has_permission(doctype, "read"):
		return []
	field, over = OVER[doctype]
	filters: list[list] = [[field, "not in", over]]
	if asked.get("project"):
		filters.append(["project", "=", asked["project"]])
	if asked.get("from_date"):
		filters.append(["creation", ">=", getdate(asked["from_date"])])
	if asked.get("to_date"):
		filters.append(["creation", "<", add_days(getdate(asked["to_date"]), 1)])
	if asked.get("ticket"):
		filters.append(["name", "in", _about(doctype, str(asked["ticket"])) or ["-"]])
	passed_on = {"responsibility": "Owner Caused", "transferred_at": ("is", "set")} if doctype == TICKET else None
	order = "creation asc, name asc"
	rows = frappe.get_list(
		doctype, filters, ["name", *FIELDS[doctype]], or_filters=passed_on, order_by=order, limit=0
	)
	lines = _lines(doctype, [row.name for row in rows]) if doctype in LINES else {}
	codes = _codes(row.get("unit") for row in rows)
	return [
		frappe.get_doc({"doctype": doctype, **row, **_unit(row, codes), "items": lines.get(row.name, [])}) for row in rows
	]


def _codes(units: Iterable[str | None]) -> dict[str, str]:
	"""Unit → its code. One query, none without units."""
	names = sorted({unit for unit in units if unit})
	if not names:
		return {}
	return dict(frappe.get_all("Unit Archive", {"name": ("in", names)}, ["name", "unit_code"], as_list=True, limit=0))


def _unit(row, codes: dict[str, str]) -> dict:
	return {"unit_code": codes.get(row.unit)} if row.get("unit") else {}


def _about(doctype: str, ticket: str) -> list[str]:
	"""Names of the compensations or deductions that hang on a ticket, a deduction also through its third-party orders."""
	if doctype == COMPENSATION:
		return frappe.get_all(doctype, {"ticket": ticket}, pluck="name", limit=0)
	lines = {"ticket": ticket, "parenttype": "Third Party Order"}
	orders = {
		*frappe.get_all("Third Party Order", {"ticket": ticket}, pluck="name", limit=0),
		*frappe.get_all("Work Item", lines, pluck="parent", limit=0),
	}
	either = {"ticket": ticket, "source_name": ("in", sorted(orders) or ["-"])}
	table = frappe.get_meta(doctype).get_field("items").options
	return frappe.get_all(table, {"parenttype": doctype}, or_filters=either, pluck="parent", distinct=True, limit=0)


def _lines(doctype: str, names: list[str]) -> dict[str, list[frappe._dict]]:
	"""The lines of each case, in order."""
	table = frappe.get_meta(doctype).get_field("items").options
	parents = {"parent": ("in", names or ["-"]), "parenttype": doctype}
	found: dict[str, list] = defaultdict(list)
	for row in frappe.get_all(table, parents, ["parent", "idx", *LINES[doctype]], order_by="parent asc, idx asc"):
		found[row.parent].append(row)
	return found
