"""Which record of a file a user goes by: equal bytes share one address, and each upload has a record of its own."""

from __future__ import annotations

import frappe


def readable(file_url: str | None):
	"""The File behind an address that the session's user may read, their own upload before somebody else's; else None.

	The address alone is no right: it may be that of a photo in another project.
	"""
	if not file_url:
		return None
	rows = frappe.get_all(
		"File", {"file_url": file_url, "is_folder": 0}, ["name", "owner"], order_by="creation desc"
	)
	rows.sort(key=lambda row: row.owner != frappe.session.user)
	files = (frappe.get_doc("File", row.name) for row in rows)
	return next((file for file in files if file.has_permission("read")), None)
