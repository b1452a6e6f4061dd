"""Who receives real-time events: those of a project's documents reach only users who may read them (adr/0005).

Frappe sends the name of each changed document, and who changed it, to everybody with the right to its DocType. Here that
room is for users who see all projects; the others join rooms of single projects, checked as Frappe's server does.
"""

from __future__ import annotations

import frappe

#: What a changed document says to the lists of its project.
EVENT = "fx_list_update"
ROOM = "project:"


def tell_lists(doc) -> None:
	"""Announce to lists of the document's project that it changed, after the commit."""
	if doc.get("project"):
		told = {"doctype": doc.doctype, "name": doc.name, "user": frappe.session.user}
		frappe.publish_realtime(
			EVENT, told, doctype=doc.doctype, docname=f"{ROOM}{doc.project}", after_commit=True
		)


def is_kept_apart(doctype: str) -> bool:
	"""Whether the documents of a DocType belong to a project, or each user sees only his own."""
	if doctype == "Project" or doctype in frappe.get_hooks("permission_query_conditions"):
		return True
	return any(df.options == "Project" for df in frappe.get_meta(doctype).get_link_fields())
