"""Parts of a repair ticket: reserve, issue, give back."""

import frappe
from frappe import _

from fangxiu_app.core.access import right
from fangxiu_app.parts import reads_spare_parts, reads_ticket_parts
from fangxiu_app.parts.rules_spare_parts import unit_word


@frappe.whitelist(methods=["GET"])
def of_ticket(ticket: str) -> dict:
	"""Parts of a ticket with their cost, and the store they come from with what is free in it."""
	right.check("Repair Ticket", "read", ticket)
	rows = reads_ticket_parts.of_ticket(ticket)
	for row in rows:
		row["unit"] = _(unit_word(row["uom"]))
	project = frappe.db.get_value("Repair Ticket", ticket, "project")
	store = reads_spare_parts.stores(project).get("Repair Centre")
	free = reads_ticket_parts.free_stock(store) if store else []
	return {
		"parts": rows,
		"cost": round(sum(row["cost"] for row in rows), 2),
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
