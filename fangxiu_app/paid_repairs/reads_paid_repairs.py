"""Paid repairs: quotations of a ticket, parts used, amounts billed and paid. Read from ERPNext's own vouchers (R58)."""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.utils import flt, getdate
from pypika.functions import Sum

from fangxiu_app.contractors.breach.reads_orders import money
from fangxiu_app.paid_repairs import reads_quote_links
from fangxiu_app.paid_repairs import rules_paid_repair as rules

LINK = "fx_paid_repair_quote"


def of_ticket(ticket: str) -> list[dict]:
	"""Quotations of a ticket, the newest first, each with its invoice and its signed link."""
	fields = [
		"name",
		"version",
		"state",
		"payer_kind",
		"payer_name",
		"total",
		"valid_until",
		"accepted_by",
		"accepted_at",
	]
	rows = frappe.get_all("Paid Repair Quote", {"ticket": ticket}, fields, order_by="version desc")
	names = [row.name for row in rows]
	bills, links = invoices(names), reads_quote_links.of_quotes(names)
	for row in rows:
		row.invoice, row.link = bills.get(row.name), links.get(row.name)
	return rows


def waiting(tickets: list[str]) -> dict[str, dict]:
	"""Ticket → the quotation that waits for its payer, with its lines. Two queries, none for no tickets."""
	if not tickets:
		return {}
	filters = {"ticket": ("in", tickets), "state": ("in", (rules.ISSUED, rules.REFUSED))}
	fields = ["name", "ticket", "payer_name", "scope_text", "total", "valid_until"]
	found = {
		row.ticket: row
		for row in frappe.get_all("Paid Repair Quote", filters, fields, order_by="version asc")
	}
	parents = {row.name: row for row in found.values()}
	for row in parents.values():
		row.lines = []
	columns = ["parent", "description", "uom", "qty", "rate", "amount"]
	filters = {"parent": ("in", list(parents) or [""]), "parenttype": "Paid Repair Quote"}
	for line in frappe.get_all("Paid Repair Item", filters, columns, order_by="idx"):
		parents[line.pop("parent")].lines.append(line)
	return found


def agreed_by_owner(tickets: list[str]) -> tuple[str, ...]:
	"""Quotations of these tickets that the owner has agreed to pay. One query, none for no tickets."""
	filters = {"ticket": ("in", tickets), "state": rules.ACCEPTED, "payer_kind": rules.OWNER}
	return tuple(frappe.get_all("Paid Repair Quote", filters, pluck="name", order_by="name")) if tickets else ()


def invoices(quotes: list[str]) -> dict[str, dict]:
	"""The Sales Invoice of each quotation that is neither cancelled nor a credit note. One query."""
	filters = {LINK: ("in", quotes or [""]), "docstatus": ("<", 2), "is_return": 0}
	fields = ["name", LINK, "docstatus", "status", "grand_total", "outstanding_amount", "posting_date"]
	return {row[LINK]: row for row in frappe.get_all("Sales Invoice", filters, fields, order_by="creation")}


def invoice_of(quote: str) -> str | None:
	"""The invoice of a quotation in force."""
	filters = {LINK: quote, "docstatus": ("<", 2), "is_return": 0}
	return frappe.db.get_value("Sales Invoice", filters)


def settled(quotes: list[str]) -> set[str]:
	"""Those that are billed (a draft for finance counts), or waived by the manager. Two queries, none for nothing."""
	if not quotes:
		return set()
	filters = {"name": ("in", quotes), "state": rules.WAIVED}
	return {*invoices(quotes), *frappe.get_all("Paid Repair Quote", filters, pluck="name")}


def used_parts(ticket: str) -> dict[str, Decimal]:
	"""Pieces issued to a ticket less those given back, by item: what was fitted. One query."""
	part = frappe.qb.DocType("Ticket Part")
	rows = (
		frappe.qb.from_(part)
		.select(part.item, Sum(part.issued_qty - part.returned_qty).as_("qty"))
		.where(part.ticket == ticket)
		.groupby(part.item)
	).run(as_dict=True)
	return {row.item: Decimal(str(flt(row.qty, 6))) for row in rows if row.qty}


def lines(quote) -> tuple[rules.Line, ...]:
	"""The lines of a Paid Repair Quote as the rules see them."""
	return tuple(
		rules.Line(
			row.idx,
			row.kind,
			row.description or "",
			Decimal(str(flt(row.qty, 6))),
			money(row.rate),
			row.item or "",
		)
		for row in quote.items
	)


def facts(quote) -> rules.Quote:
	"""A Paid Repair Quote as the rules see it. One query."""
	ticket, location = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Repair Location")
	row = (
		frappe.qb.from_(ticket)
		.left_join(location)
		.on(location.name == ticket.location)
		.select(ticket.responsibility, location.common_part)
		.where(ticket.name == quote.ticket)
	).run(as_dict=True)[0]
	return rules.Quote(
		lines=lines(quote),
		payer_kind=quote.payer_kind or "",
		expected_payer=rules.payer(bool(row.common_part), row.responsibility),
		valid_until=getdate(quote.valid_until),
		property_contact=quote.property_contact or "",
		expired=row.responsibility == "Expired",
		resolution_no=quote.resolution_no or "",
		resolution_date=quote.resolution_date and getdate(quote.resolution_date),
		resolution_file=quote.resolution_file or "",
	)


def price(item: str) -> float:
	"""Selling price of an item by ERPNext's own price list of the Selling Settings; 0 where there is none."""
	price_list = frappe.db.get_single_value("Selling Settings", "selling_price_list")
	filters = {"item_code": item, "selling": 1, **({"price_list": price_list} if price_list else {})}
	return flt(
		frappe.db.get_value(
			"Item Price", filters, "price_list_rate", order_by="valid_from desc, creation desc"
		)
	)
