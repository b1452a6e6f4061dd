"""Parts of a repair ticket: reserve, issue, give back."""

import frappe

from fangxiu_app.core.access import right
from fangxiu_app.core.wording import _
from fangxiu_app.parts import reads_spare_parts, reads_ticket_parts
from fangxiu_app.parts.rules_spare_parts import unit_word


@frappe.whitelist(methods=["GET"])
def of_ticket(ticket: str) -> dict:
	"""Parts of a ticket, and for whom it is what they cost (None for others), and the store they come from with what is free in it.

	The cost is read by whoever reads stock entries or the costs of repairs, the store by whoever may take a part out of it.
	"""
	right.check("Repair Ticket", "read", ticket)
	frappe.has_permission("Ticket Part", "read", throw=True)
	rows = reads_ticket_parts.of_ticket(ticket)
	priced = reads_ticket_parts.sees_cost()
	for row in rows:
		row["unit"] = _(unit_word(row["uom"]))
		row["cost"] = row["cost"] if priced else None
	cost = round(sum(row["cost"] for row in rows), 2) if priced else None
	return {"parts": rows, "cost": cost, **_store(ticket)}


def _store(ticket: str) -> dict:
	"""The repair centre's store for ``ticket`` with what is free in it, for whoever may take parts."""
	project = frappe.db.get_value("Repair Ticket", ticket, "project") if frappe.has_permission("Ticket Part", "write") else None
	store = reads_spare_parts.stores(project).get("Repair Centre") if project else None
	free = reads_ticket_parts.free_stock(store) if store else []
	return {
		"store": store and reads_spare_parts.store_title(store),
		"stock": [{**one, "unit": _(unit_word(one.stock_uom))} for one in free],
	}


@frappe.whitelist(methods=["POST"])
def issue(name: str) -> str:
	"""Take a reserved part out of the store; returns the Stock Entry."""
	right.check("Ticket Part", "write", name)
	return frappe.get_doc("Ticket Part", name).issue()


@frappe.whitelist(methods=["POST"])
def give_back(name: str, qty: float) -> str:
	"""Bring unused pieces back into the store; returns the Stock Entry."""
	right.check("Ticket Part", "write", name)
	return frappe.get_doc("Ticket Part", name).give_back(qty)


@frappe.whitelist(methods=["POST"])
def undo_issue(name: str) -> None:
	"""Cancel the issue of a part: it is reserved again."""
	right.check("Ticket Part", "write", name)
	frappe.get_doc("Ticket Part", name).undo_issue()


@frappe.whitelist(methods=["POST"])
def undo_return(name: str) -> str:
	"""Cancel the latest return of a part; returns the cancelled Stock Entry."""
	right.check("Ticket Part", "write", name)
	return frappe.get_doc("Ticket Part", name).undo_return()


@frappe.whitelist(methods=["POST"])
def release(name: str) -> None:
	"""Give up a reservation."""
	right.check("Ticket Part", "write", name)
	frappe.get_doc("Ticket Part", name).release()
