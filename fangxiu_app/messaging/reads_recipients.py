"""Who the recipients of messages are, by name."""

from __future__ import annotations

import frappe


def names(messages: list[str]) -> dict[str, str]:
	"""Login → full name of the users to whom those of ``messages`` go that the session may read. Two queries, however many."""
	seen = frappe.get_list("Outbox Message", {"name": ("in", messages or [""])}, pluck="name", limit=len(messages) or 1)
	message, user = frappe.qb.DocType("Outbox Message"), frappe.qb.DocType("User")
	query = frappe.qb.from_(message).join(user).on(user.name == message.recipient).select(user.name, user.full_name).distinct()
	return dict(query.where(message.name.isin(seen or [""]) & (message.recipient_kind == "User")).run())
