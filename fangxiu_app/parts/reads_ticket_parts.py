"""Parts on tickets: what is reserved, and what they have cost, read from the stock ledger."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from pypika.functions import Coalesce, Sum

from fangxiu_app.parts.reads_spare_parts import progress


def of_ticket(ticket: str) -> list[dict]:
	"""Parts of one ticket, the oldest first, each with its cost so far."""
	rows = frappe.get_all(
		"Ticket Part",
		{"ticket": ticket},
		[
			"name",
			"item",
			"item_name",
			"qty",
			"uom",
			"state",
			"issued_qty",
			"returned_qty",
			"fitted_note",
			"fitted_evidence",
			"removed_note",
			"removed_fate",
			"removed_evidence",
			"store",
		],
		order_by="creation",
	)
	costs = cost_by_part([row.name for row in rows])
	for row in rows:
		row.cost = costs.get(row.name, 0.0)
	return rows


def sees_cost() -> bool:
	"""Whether the session's user may know what parts cost: who reads stock entries, or the report of what repairs cost."""
	return bool(frappe.has_permission("Stock Entry", "read") or frappe.get_cached_doc("Report", "Repair Costs").is_permitted())


def cost_by_part(parts: list[str]) -> dict[str, float]:
	"""Value of what each part took out of stock, returns subtracted, in the company's currency. One query."""
	return _cost("fx_ticket_part", parts)


def cost_by_ticket(tickets: list[str]) -> dict[str, float]:
	"""Value of the parts of each ticket, returns subtracted, in the company's currency. One query."""
	return _cost("fx_repair_ticket", tickets)


def _cost(field: str, names: Iterable[str]) -> dict[str, float]:
	entry, ledger = frappe.qb.DocType("Stock Entry"), frappe.qb.DocType("Stock Ledger Entry")
	rows = (
		frappe.qb.from_(entry)
		.join(ledger)
		.on((ledger.voucher_type == "Stock Entry") & (ledger.voucher_no == entry.name))
		.select(entry[field].as_("name"), Sum(ledger.stock_value_difference).as_("value"))
		.where(entry[field].isin(list(names) or [""]) & (entry.docstatus == 1) & (ledger.is_cancelled == 0))
		.groupby(entry[field])
	).run(as_dict=True)
	return {row.name: round(-row.value, 2) for row in rows}


def free_stock(store: str) -> list[frappe._dict]:
	"""Items of a store with what is not reserved for a ticket, by name. One query."""
	stock, item, part = map(frappe.qb.DocType, ("Bin", "Item", "Ticket Part"))
	taken = (
		frappe.qb.from_(part)
		.select(part.item, Sum(part.qty).as_("qty"))
		.where((part.store == store) & (part.state == "Reserved"))
		.groupby(part.item)
	).as_("taken")
	free = stock.actual_qty - Coalesce(taken.qty, 0)
	return (
		frappe.qb.from_(stock)
		.join(item)
		.on(item.name == stock.item_code)
		.left_join(taken)
		.on(taken.item == stock.item_code)
		.select(item.name, item.item_name, item.stock_uom, free.as_("free"))
		.where((stock.warehouse == store) & (free > 0))
		.orderby(item.item_name)
	).run(as_dict=True)


def moved(part: str) -> dict[str, float]:
	"""What a ticket part has moved by submitted vouchers: {"issued", "returned"}."""
	entry, line = frappe.qb.DocType("Stock Entry"), frappe.qb.DocType("Stock Entry Detail")
	rows = (
		frappe.qb.from_(entry)
		.join(line)
		.on(line.parent == entry.name)
		.select(entry.purpose, Sum(line.transfer_qty).as_("qty"))
		.where((entry.fx_ticket_part == part) & (entry.docstatus == 1))
		.groupby(entry.purpose)
	).run(as_dict=True)
	by_purpose = {row.purpose: row.qty for row in rows}
	return {
		"issued": by_purpose.get("Material Issue", 0.0),
		"returned": by_purpose.get("Material Receipt", 0.0),
	}


def moved_by(voucher: str) -> float:
	"""Pieces that one Stock Entry moved."""
	return sum(frappe.get_all("Stock Entry Detail", {"parent": voucher}, pluck="transfer_qty"))


def holders(store: str, items: Iterable[str]) -> list[str]:
	"""Tickets that have parts of ``items`` from ``store``, issued and not given back or reserved, in the order of their names. One query."""
	part = frappe.qb.DocType("Ticket Part")
	query = frappe.qb.from_(part).select(part.ticket).distinct().orderby(part.ticket)
	query = query.where((part.store == store) & part.item.isin(list(items) or [""]))
	issued = (part.state == "Issued") & (part.issued_qty > part.returned_qty)
	return query.where(issued | (part.state == "Reserved")).run(pluck=True)


def users(store: str, items: Iterable[str]) -> list[str]:
	"""Tickets with issues of ``items`` from ``store`` that are in force, whether or not the parts came back. One query."""
	part = frappe.qb.DocType("Ticket Part")
	query = frappe.qb.from_(part).select(part.ticket).distinct().orderby(part.ticket)
	return query.where((part.store == store) & part.item.isin(list(items) or [""]) & (part.issued_qty > 0)).run(pluck=True)


def is_paid(ticket: str) -> bool:
	"""Whether the repair is paid for: its parts are then no warranty expense (R58)."""
	return bool(frappe.db.get_value("Repair Ticket", ticket, "paid_agreed_at"))


def issue_lines(part: str) -> list[frappe._dict]:
	"""Lines of the submitted issues of a ticket part: list row, quantity, rate."""
	entry, line = frappe.qb.DocType("Stock Entry"), frappe.qb.DocType("Stock Entry Detail")
	return (
		frappe.qb.from_(entry)
		.join(line)
		.on(line.parent == entry.name)
		.select(line.fx_spare_parts_row, line.transfer_qty, line.valuation_rate, line.expense_account)
		.where((entry.fx_ticket_part == part) & (entry.docstatus == 1))
		.where(entry.purpose == "Material Issue")
		.orderby(line.idx)
	).run(as_dict=True)


def vouchers(part: str, purpose: str) -> list[str]:
	"""Submitted Stock Entries of a ticket part with a purpose, the latest first."""
	filters = {"fx_ticket_part": part, "docstatus": 1, "purpose": purpose}
	return frappe.get_all("Stock Entry", filters, pluck="name", order_by="creation desc")


def available_rows(project: str, item: str) -> list[tuple[str, float]]:
	"""Rows of the project's lists for an item, the earliest delivery first, with what is handed over and not used."""
	lists = frappe.get_all("Spare Parts", {"project": project}, pluck="name")
	return [(row.name, row.handed_over - row.used) for row in progress(lists) if row.item == item]
