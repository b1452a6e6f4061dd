"""Short ways to third-party orders, letters and payments for the site tests."""

from __future__ import annotations

from contextlib import contextmanager

import frappe
from frappe.utils import add_days, today

from fangxiu_app.repair import approvals


@contextmanager
def acting(user: str):
	"""Work as ``user`` for a moment."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


@contextmanager
def extra_role(user: str, role: str):
	"""Give ``user`` one more role, committed for requests of their own, and take it away again."""
	row = {"doctype": "Has Role", "parent": user, "parenttype": "User", "parentfield": "roles", "role": role}
	held = frappe.get_doc(row)
	held.db_insert()
	frappe.db.commit()
	frappe.clear_cache(user=user)
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.db.delete("Has Role", {"name": held.name})
		frappe.db.commit()
		frappe.clear_cache(user=user)


def make_order(ticket: str, third_party: str, **values):
	"""A draft order of one item over 800, charged to the ticket's contractor."""
	row = frappe.db.get_value("Repair Ticket", ticket, ["project", "contractor", "agreement"], as_dict=True)
	order = frappe.get_doc(
		{
			"doctype": "Third Party Order",
			"ticket": ticket,
			"project": row.project,
			"third_party": third_party,
			"contractor": row.contractor,
			"agreement": row.agreement,
			"start_on": today(),
			"finish_by": add_days(today(), 5),
			"breach": "整改期限内未维修",
			"scope_text": "空鼓铲除重做",
			"items": [{"description": "墙面铲除重做", "uom": "平方米", "qty": 8, "rate": 100}],
			"quotations": [{"supplier": third_party, "amount": 800, "quoted_on": today()}],
			**values,
		}
	)
	return order.insert()


def sign(doc, *users: str):
	"""The next signatures, one by each user; returns the document as it is stored then."""
	for user in users:
		with acting(user):
			approvals.approve(doc)
	return doc.reload()
