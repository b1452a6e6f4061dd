"""Who hears what through the open connection: events of a project's documents reach only who may read them (adr/0005).

Frappe tells everybody with the right to a DocType the name of each document of it that changes, and who changed it. Here that
room is for who sees all projects; everybody else joins rooms of single projects, by the same question Frappe's server asks.
"""

from __future__ import annotations

import frappe
from frappe import realtime

from fangxiu_app.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.access.scope import allowed_projects

#: What a changed document says to the lists of its project.
EVENT = "fx_list_update"
ROOM = "project:"


def tell_lists(doc) -> None:
	"""Say to the lists of the document's project that it changed, once that is stored."""
	if doc.get("project"):
		told = {"doctype": doc.doctype, "name": doc.name, "user": frappe.session.user}
		frappe.publish_realtime(
			EVENT, told, doctype=doc.doctype, docname=f"{ROOM}{doc.project}", after_commit=True
		)


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
def can_subscribe_doctype(doctype: str) -> bool:
	"""Whether the session's user may hear of every document of a DocType. Raises PermissionError otherwise.

	Documents that belong to a project, or of which rules show each user his own, are for who sees all projects.
	"""
	realtime.can_subscribe_doctype(doctype)
	if allowed_projects() is not None and _is_kept_apart(doctype):
		raise frappe.PermissionError
	return True


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
def can_subscribe_doc(doctype: str, docname: str) -> bool:
	"""Whether the session's user may hear of a document, or of all documents of a DocType in ``project:NAME``.

	Raises PermissionError otherwise.
	"""
	if doctype not in PROJECT_DOCTYPES or not docname.startswith(ROOM):
		return realtime.can_subscribe_doc(doctype, docname)
	projects = allowed_projects(doctype=doctype)
	if not frappe.has_permission(doctype, "read") or (projects is not None and docname.removeprefix(ROOM) not in projects):
		raise frappe.PermissionError
	return True


def _is_kept_apart(doctype: str) -> bool:
	if doctype == "Project" or doctype in frappe.get_hooks("permission_query_conditions"):
		return True
	return any(df.options == "Project" for df in frappe.get_meta(doctype).get_link_fields())
