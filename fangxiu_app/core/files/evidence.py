"""Keep an uploaded file as evidence of a ticket: the same for actions and for sheets (R17, R109)."""

from __future__ import annotations

import frappe


def keep(
	ticket: str,
	file: str,
	kind: str,
	stage: str,
	caption: str = "",
	visit: str | None = None,
	taken_at=None,
) -> str:
	"""Name of the new Evidence Item. ``file`` is the URL of a private upload the session's user may read.

	Raises ValidationError for a public, missing or forbidden kind of file, PermissionError for somebody else's.
	"""
	item = frappe.get_doc(
		{
			"doctype": "Evidence Item",
			"ticket": ticket,
			"visit": visit,
			"project": frappe.db.get_value("Repair Ticket", ticket, "project"),
			"kind": kind,
			"stage": stage,
			"file": file,
			"caption": caption,
			"taken_at": taken_at,
		}
	)
	# The action this proof belongs to was checked by role, state and project; the file's own rights are asked for it.
	item.insert(ignore_permissions=True)
	return item.name
