"""Outbox messages handled by hand: cancel one, send one again."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import right
from fangxiu_app.messaging import outbox


@frappe.whitelist(methods=["POST"])
def cancel(message: str) -> str:
	"""Take a queued message back. Returns its state. Raises PermissionError without write rights on it."""
	right.check("Outbox Message", "write", message)
	snapshot.renew()
	doc = frappe.get_doc("Outbox Message", message, for_update=True)
	outbox.cancel(doc)
	return doc.state


@frappe.whitelist(methods=["POST"])
def send_again(message: str) -> str:
	"""Queue a failed or cancelled message anew. Returns its state. Raises PermissionError without write rights on it."""
	right.check("Outbox Message", "write", message)
	snapshot.renew()
	doc = frappe.get_doc("Outbox Message", message, for_update=True)
	outbox.send_again(doc)
	return doc.state
