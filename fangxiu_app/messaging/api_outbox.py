"""Outbox messages on the screen: who gets them; handled by hand: cancel one, send one again."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox, reads_recipients


@frappe.whitelist(methods=["GET"])
def names(messages: list | str) -> dict[str, str]:
	"""Login → full name of the users who get these messages, of those the caller may read. Raises PermissionError without the right."""
	frappe.has_permission("Outbox Message", "read", throw=True)
	return reads_recipients.names(incoming.names(messages, _("Message")))


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
