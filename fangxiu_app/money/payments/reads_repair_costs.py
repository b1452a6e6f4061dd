"""Repair bills under review, and what repairs cost by contractor and project: set-based, inside the user's projects."""

from __future__ import annotations

import frappe
from frappe.utils import getdate
from pypika import Case, CustomFunction
from pypika.functions import Coalesce, Count, Max, Sum

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.money.payments import reads_cost_lines, reads_repair_bills

DateFormat = CustomFunction("date_format", ["day", "format"])
#: More vouchers than this nobody reads.
MOST = 2000


def under_review(filters: dict) -> list[frappe._dict]:
	"""Submitted repair bills that are not fully paid, with their review and whose signature is missing. One query.

	Those without a review are the ones that one can be begun for (money.payments.reads_bills_to_review).
	Amounts in company currency; what is unpaid stands in the currency of the payable account.
	"""
	bill, review = map(frappe.qb.DocType, ("Purchase Invoice", "Repair Payment Review"))
	foreign = bill.party_account_currency == bill.currency
	unpaid = (
		Case().when(foreign, bill.outstanding_amount * bill.conversion_rate).else_(bill.outstanding_amount)
	)
	query = (
		frappe.qb.from_(bill)
		.left_join(review)
		.on((review.purchase_invoice == bill.name) & (review.docstatus < 2))
		.select(
			bill.name.as_("invoice"),
			bill.supplier_name,
			bill.project,
			bill.bill_no,
			bill.fx_tax_kind.as_("tax_kind"),
			bill.fx_tax_rate.as_("tax_rate"),
			bill.posting_date,
			bill.base_grand_total.as_("grand_total"),
			unpaid.as_("outstanding_amount"),
			bill.on_hold,
			bill.fx_third_party_order.as_("third_party_order"),
			review.name.as_("review"),
			review.approval_state,
			review.approval_role,
			review.verified_total,
			review.approved_total,
		)
		.where(reads_repair_bills.owed(bill) & (reads_repair_bills.for_repair(bill) | review.name.isnotnull()))
		.orderby(bill.posting_date)
		.orderby(bill.name)
	)
	return _scoped(query, bill, filters).run(as_dict=True)


def by_contractor(filters: dict) -> list[dict]:
	"""Verified cost of third-party orders by the contractor charged and the project. One query."""
	order = frappe.qb.DocType("Third Party Order")
	query = (
		frappe.qb.from_(order)
		.select(
			order.project,
			order.contractor,
			order.contractor_name,
			Count(order.name).as_("orders"),
			Sum(order.total).as_("ordered"),
			Sum(order.verified_total).as_("verified"),
		)
		.where(order.docstatus == 1)
		.groupby(order.project, order.contractor, order.contractor_name)
		.orderby(Sum(order.total), order=frappe.qb.desc)
	)
	return _scoped(query, order, filters).run(as_dict=True)


def _scoped(query, table, filters: dict):
	projects = allowed_projects()
	if projects is not None:
		query = query.where(table.project.isin(projects or [""]))
	if filters.get("project"):
		query = query.where(table.project == filters["project"])
	return query


#: What costs can be grouped by: choice → field of the ticket, or of the line.
DIMENSIONS = {
	"Location": "location",
	"Defect Type": "defect_type",
	"Contractor": "contractor",
	"Project": "project",
	"Month": "month",
	"Repair Ticket": "ticket",
}
#: Several kinds asked for together: what was spent, and what of it nobody paid us for (the recourse gap's cost so far).
GROUPS = {
	"Spent": reads_cost_lines.SPENT,
	"Borne by Us": tuple(kind for kind in reads_cost_lines.KINDS if kind != reads_cost_lines.PAID),
}
#: Filters of the cost reports that are fields of the ticket.
TICKET_FILTERS = ("project", "building", "location", "defect_type", "trade", "warranty_item")


def breakdown(filters: dict, dimension: str) -> list[frappe._dict]:
	"""Cost by ``dimension`` (a key of ``DIMENSIONS``): what was spent by kind, what came back, what is left. One query."""
	line, ticket, query = _lines(filters)
	value = _value(dimension, line, ticket)
	columns = {kind: Sum(Case().when(line.kind == kind, line.amount).else_(0)) for kind in reads_cost_lines.KINDS}
	query = query.select(
		value.as_("value"),
		*(column.as_(frappe.scrub(kind)) for kind, column in columns.items()),
		Sum(Case().when(line.kind.isin(reads_cost_lines.SPENT), line.amount).else_(0)).as_("spent"),
		Sum(line.amount).as_("net"),
		Count(ticket.name).distinct().as_("tickets"),
	).groupby(value)
	order = value if dimension == "Month" else Sum(line.amount)
	rows = query.orderby(order, order=frappe.qb.asc if dimension == "Month" else frappe.qb.desc).run(
		as_dict=True
	)
	names = _names(dimension, [row.value for row in rows])
	for row in rows:
		row.label = names.get(row.value) or row.value or "–"
	return rows


def tickets(filters: dict) -> int:
	"""How many tickets the breakdown rests on: one that stands in several rows counts once. One query."""
	_line, ticket, query = _lines(filters)
	return query.select(Count(ticket.name).distinct()).run()[0][0]


def vouchers(filters: dict) -> list[frappe._dict]:
	"""The vouchers behind a number of the breakdown, the newest first. One query."""
	line, ticket, query = _lines(filters)
	if filters.get("kind") in reads_cost_lines.KINDS:
		query = query.where(line.kind == filters["kind"])
	elif filters.get("kind") in GROUPS:
		query = query.where(line.kind.isin(GROUPS[filters["kind"]]))
	columns = (
		line.kind,
		line.voucher_type,
		line.voucher,
		line.day,
		line.ticket,
		line.project,
		ticket.unit_code,
		ticket.location,
		ticket.defect_type,
	)
	query = query.select(*columns, Max(ticket.description).as_("description"), Sum(line.amount).as_("amount")).groupby(*columns)
	return query.orderby(line.day, order=frappe.qb.desc).orderby(line.voucher).limit(MOST).run(as_dict=True)


def _lines(filters: dict):
	"""The union with its tickets, inside the user's projects and the filters; a deduction may have lines without ticket."""
	line, ticket = reads_cost_lines.union(), frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(line).left_join(ticket).on(ticket.name == line.ticket)
	query = _scoped(query, line, filters)
	for name in TICKET_FILTERS[1:]:
		if filters.get(name):
			query = query.where(ticket[name] == filters[name])
	if filters.get("contractor"):
		query = query.where(Coalesce(line.contractor, ticket.contractor) == filters["contractor"])
	if filters.get("from_date"):
		query = query.where(line.day >= getdate(filters["from_date"]))
	if filters.get("to_date"):
		query = query.where(line.day <= getdate(filters["to_date"]))
	if filters.get("ticket"):
		query = query.where(line.ticket == filters["ticket"])
	if filters.get("without") in DIMENSIONS.values():
		query = query.where(Coalesce(_column(filters["without"], line, ticket), "") == "")
	return line, ticket, query


def _value(dimension: str, line, ticket):
	return _column(DIMENSIONS[dimension], line, ticket)


def _column(field: str, line, ticket):
	if field == "month":
		return DateFormat(line.day, "%Y-%m")
	if field == "contractor":
		return Coalesce(line.contractor, ticket.contractor)
	if field == "ticket":
		return ticket.name  # what is of no ticket stands empty in some lines
	return line[field] if field == "project" else ticket[field]


def _names(dimension: str, values: list) -> dict[str, str]:
	doctype, field = {
		"Contractor": ("Supplier", "supplier_name"),
		"Project": ("Project", "project_name"),
	}.get(dimension, ("", ""))
	if not doctype:
		return {}
	filters = {"name": ("in", [value for value in values if value] or [""])}
	return dict(frappe.get_all(doctype, filters, ["name", field], as_list=True))
