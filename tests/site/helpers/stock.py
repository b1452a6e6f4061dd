"""Spare parts for the site tests: a list with items, and short ways along request, order, receipt, handover."""

from __future__ import annotations

import frappe
from erpnext.buying.doctype.purchase_order.purchase_order import make_purchase_receipt
from frappe.utils import add_days, today

from tests.site.helpers import factories as make
from tests.site.helpers import form, signing, sums


def part_name(title: str = "地漏") -> str:
	return f"{title} {frappe.generate_hash(length=6)}"


def make_list(project: str, parts: list[dict] | None = None, days: int = 90, supplier: str | None = None, **values):
	"""A spare parts list whose delivery is ``days`` away, with items for all its parts."""
	rows = parts or [{"part_name": part_name(), "qty_planned": 10}]
	doc = frappe.get_doc(
		{
			"doctype": "Spare Parts",
			"project": project,
			"delivery_date": add_days(today(), days),
			**values,
			"items": [{"supplier": supplier, "lead_days": 10, **row} for row in rows],
		}
	).insert()
	doc.create_items()
	return doc


def order(doc, rate: float = 50) -> list[str]:
	"""Request the gap and submit the orders made from it; returns the orders."""
	doc.request_gap()
	names = doc.draft_orders()
	for name in names:
		one = frappe.get_doc("Purchase Order", name)
		for row in one.items:
			row.rate = rate
		one.save()
		one.submit()
	return names


def receive(order_name: str, qty: float | None = None, **values):
	"""Submit the receipt ERPNext's own button makes of an order; ``qty`` of every row instead of all that is open."""
	receipt = make_purchase_receipt(order_name)
	receipt.update(values)
	for row in receipt.items if qty else ():
		row.qty = row.received_qty = qty
	return form.saved(receipt)


def hand_over(doc, qty: float | None = None, submit: bool = True):
	"""A handover of everything received, or of ``qty`` of every row; ``submit``: signed by both sides, which submits it."""
	handover = frappe.get_doc("Parts Handover", doc.draft_handover())
	for row in handover.items if qty is not None else ():
		row.qty = qty
	handover.save()
	return signing.sign_both(handover) if submit else handover


def stocked(project: str, supplier: str, qty: float = 10, rate: float = 50):
	"""A list with one part that has gone all the way into the repair centre's store; returns (list, item)."""
	doc = make_list(project, [{"part_name": part_name(), "qty_planned": qty}], supplier=supplier)
	for name in order(doc, rate):
		receive(name)
	hand_over(doc)
	return doc, doc.items[0].item


def reserve(ticket: str, item: str, qty: float = 1):
	project = frappe.db.get_value("Repair Ticket", ticket, "project")
	values = {"ticket": ticket, "project": project, "item": item, "qty": qty}
	return frappe.get_doc({"doctype": "Ticket Part", **values}).insert()


def photo() -> str:
	"""A private picture with bytes of its own, as the form uploads it; returns its address."""
	return make.photo()


def check_store(warehouse: str, **values):
	"""A condition check that passes unless ``values`` say otherwise."""
	good = {"dry": 1, "ventilated": 1, "temperature": 20, "photo": photo()}
	return frappe.get_doc({"doctype": "Store Check", "warehouse": warehouse, **good, **values}).insert()


def in_store(store: str, item: str) -> float:
	return frappe.db.get_value("Bin", {"warehouse": store, "item_code": item}, "actual_qty") or 0


def booked(account: str, vouchers: list[str]) -> float:
	"""Debit less credit of an account by vouchers, as the general ledger has it."""
	filters = {"account": account, "voucher_no": ("in", vouchers), "is_cancelled": 0}
	return sums.total("GL Entry", filters, "debit", "credit")


def samples(estate, ticket: str) -> dict[str, str]:
	"""One of every document around spare parts, in project B: for the isolation tests."""
	parts, item = stocked(estate.b, estate.general)
	part = reserve(ticket, item)
	part.issue()
	return {
		"Spare Parts": parts.name,
		"Parts Handover": frappe.db.get_value("Parts Handover", {"spare_parts": parts.name}),
		"Store Check": check_store(parts.repair_store).name,
		"Ticket Part": part.name,
	}
