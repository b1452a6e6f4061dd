"""Rows of the sections of a unit's file: one query each, newest first (R6, R11, R41)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum
from pypika.terms import Case

from fangxiu_app.complaints import reads_complaints
from fangxiu_app.parts import reads_ticket_parts
from fangxiu_app.quality import reads_risk_warnings
from fangxiu_app.special_reports import reads_special_reports
from fangxiu_app.tickets.intake import reads_affected

#: Most rows of a section; a file with more shows how many are left out.
MOST = 200


@dataclass(frozen=True, slots=True)
class Unit:
	"""The unit's values that the readers of the sections need."""

	name: str
	building: str


def _owners(unit: Unit) -> list:
	rows = frappe.get_all(
		"Unit Owner",
		{"parent": unit.name, "parenttype": "Unit Archive"},
		["owner_name", "phone", "from_date", "to_date", "is_primary"],
		order_by="idx desc",
	)
	for row in rows:
		row.current = "" if row.to_date else "Primary" if row.is_primary else "Current"
	return rows


def _tenants(unit: Unit) -> list:
	fields = ["tenant_name", "phone", "from_date", "to_date"]
	rows = frappe.get_all(
		"Unit Tenant", {"parent": unit.name, "parenttype": "Unit Archive"}, fields, order_by="idx desc"
	)
	for row in rows:
		row.current = "" if row.to_date else "Current"
	return rows


def _meters(unit: Unit) -> list:
	fields = "kind meter_no initial_reading reading_date handover_reading handover_read_on".split()
	rows = frappe.get_all(
		"Unit Meter", {"parent": unit.name, "parenttype": "Unit Archive"}, fields, order_by="idx"
	)
	for row in rows:  # a number field holds 0 for a meter nobody has read
		row.handover_reading = row.handover_reading if row.handover_read_on else None
	return rows


def _plain(doctype: str, fields: str, order: str) -> Callable[[Unit], list]:
	"""A section whose document names the unit itself."""
	return lambda unit: frappe.get_all(
		doctype, {"unit": unit.name}, fields.split(), order_by=f"{order} desc", limit=MOST
	)


def _inspections(unit: Unit) -> list:
	doc, item = DocType("Handover Inspection"), DocType("Inspection Item")
	open_ = Sum(Case().when(item.name.isnotnull() & (item.state != "Closed"), 1).else_(0))
	fields = "name round inspected_at opinion signed_by keys_handed keys_kept keys_note".split()
	rows = (
		frappe.qb.from_(doc)
		.left_join(item)
		.on((item.parent == doc.name) & (item.parenttype == "Handover Inspection"))
		.select(*(doc[name] for name in fields), Count(item.name).as_("problems"), open_.as_("open"))
		.where(doc.unit == unit.name)
		.groupby(doc.name)
		.orderby(doc.inspected_at, order=frappe.qb.desc)
		.limit(MOST)
	).run(as_dict=True)
	for row in rows:
		kept = f" / {row.keys_kept}" if row.keys_kept else ""
		row["keys"] = f"{row.keys_handed or 0}{kept} {row.keys_note or ''}".strip()
	return rows


def _tickets(unit: Unit) -> list:
	ticket, supplier = DocType("Repair Ticket"), DocType("Supplier")
	fields = (
		"name reported_at location defect_type status closed_at repeat_state is_complaint emergency".split()
	)
	rows = (
		frappe.qb.from_(ticket)
		.left_join(supplier)
		.on(supplier.name == ticket.contractor)
		.select(*(ticket[name] for name in fields), supplier.supplier_name.as_("contractor_name"))
		.where(reads_affected.concerns(ticket, unit.name))
		.orderby(ticket.reported_at, order=frappe.qb.desc)
		.limit(MOST)
	).run(as_dict=True)
	for row in rows:
		marks = {
			"Emergency": row.emergency,
			"Complaint": row.is_complaint,
			"Repeat Repair": row.repeat_state == "Confirmed",
		}
		row.marks = [word for word, true in marks.items() if true]
	return rows


def _of_tickets(doctype: str, fields: str, order: str) -> Callable[[Unit], list]:
	"""A section whose document names a ticket of the unit."""

	def read(unit: Unit) -> list:
		doc, ticket = DocType(doctype), DocType("Repair Ticket")
		query = frappe.qb.from_(doc).join(ticket).on(ticket.name == doc.ticket)
		query = query.select(*(doc[name] for name in fields.split())).where(ticket.unit == unit.name)
		return query.orderby(doc[order], order=frappe.qb.desc).limit(MOST).run(as_dict=True)

	return read


def _letters(unit: Unit) -> list:
	"""Letters about a ticket of the unit: by their own ticket or one of their table."""
	doc, row, ticket = DocType("Correspondence"), DocType("Letter Ticket"), DocType("Repair Ticket")
	mine = frappe.qb.from_(ticket).select(ticket.name).where(ticket.unit == unit.name)
	named = frappe.qb.from_(row).select(row.parent).where(row.ticket.isin(mine))
	fields = "name kind subject to_name issued_at state".split()
	query = frappe.qb.from_(doc).select(*(doc[name] for name in fields))
	query = query.where(doc.ticket.isin(mine) | doc.name.isin(named))
	return query.orderby(doc.creation, order=frappe.qb.desc).limit(MOST).run(as_dict=True)


def _parts(unit: Unit) -> list:
	"""Parts used on the unit's tickets; for whom it is, with what they cost, from the stock ledger in a second query."""
	fields = ["name", "ticket", "item_name", "issued_qty", "returned_qty", "state"]
	rows = frappe.get_all("Ticket Part", {"unit": unit.name}, fields, order_by="creation desc", limit=MOST)
	priced = bool(rows) and reads_ticket_parts.sees_cost()
	costs = reads_ticket_parts.cost_by_part([row.name for row in rows]) if priced else {}
	for row in rows:
		row.used, row.cost = (row.issued_qty or 0) - (row.returned_qty or 0), costs.get(row.name, 0.0) if priced else None
	return rows


def _deductions(unit: Unit) -> list:
	"""Lines of deductions that name a ticket of the unit."""
	doc, row, ticket = map(DocType, ("Contractor Deduction", "Deduction Item", "Repair Ticket"))
	return (
		frappe.qb.from_(row)
		.join(doc)
		.on(doc.name == row.parent)
		.join(ticket)
		.on(ticket.name == row.ticket)
		.select(doc.name, doc.contractor_name, doc.state, row.description, row.amount, doc.currency)
		.where((ticket.unit == unit.name) & (doc.docstatus < 2))
		.orderby(doc.creation, order=frappe.qb.desc)
		.limit(MOST)
	).run(as_dict=True)


def evidence(unit: str) -> list:
	"""Files kept for the unit's tickets, inspections, transfers, complaints, special reports and warnings, newest first: those that the
	session's user may read. Two queries.
	"""
	item, row = DocType("Evidence Item"), DocType("Warning Unit")
	tables = {
		"ticket": "Repair Ticket",
		"inspection": "Handover Inspection",
		"transfer": "Unit Transfer",
		"complaint": "Customer Complaint",
		"special_report": "Special Report",
	}
	mine = item.warning.isin(frappe.qb.from_(row).select(row.parent).where(row.unit == unit))
	for link, doctype in tables.items():
		doc = DocType(doctype)
		ours = reads_affected.concerns(doc, unit) if link == "ticket" else doc.unit == unit
		mine |= item[link].isin(frappe.qb.from_(doc).select(doc.name).where(ours))
	fields = "name kind stage caption recorded_at taken_at file sha256 ticket".split()
	query = frappe.qb.from_(item).select(*(item[name] for name in fields)).where(mine)
	rows = query.orderby(item.recorded_at, order=frappe.qb.desc).limit(MOST).run(as_dict=True)
	names = {"name": ("in", [row.name for row in rows])}
	seen = set(frappe.get_list("Evidence Item", names, pluck="name", limit=0)) if rows else set()
	return [row for row in rows if row.name in seen]


#: Section → its reader. The warranty is answered, not read: ``archive.service_unit_file`` does it.
READERS: Mapping[str, Callable[[Unit], list]] = {
	"owners": _owners,
	"tenants": _tenants,
	"meters": _meters,
	"transfers": _plain("Unit Transfer", "name kind state handed_over_at open_items", "creation"),
	"charges": _plain("Meter Charge", "name kind contractor_name quantity amount state", "to_on"),
	"inspections": _inspections,
	"tickets": _tickets,
	"warnings": lambda unit: reads_risk_warnings.of_unit(unit.name, unit.building),
	"complaints": lambda unit: reads_complaints.of_unit(unit.name),
	"special_reports": lambda unit: reads_special_reports.of_unit(unit.name),
	"letters": _letters,
	"orders": _of_tickets(
		"Third Party Order", "name third_party_name reason total verified_total status", "creation"
	),
	"parts": _parts,
	"compensations": _of_tickets("Compensation", "name cause payee_name agreed_total status", "creation"),
	"deductions": _deductions,
}
