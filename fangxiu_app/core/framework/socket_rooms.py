"""Who may join a room of the open connection: Frappe's socket server asks here (core/access/realtime_rooms.py, adr/0005)."""

import frappe

from fangxiu_app.core.access import incoming, references, right
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.access.realtime_rooms import ROOM, is_kept_apart
from fangxiu_app.core.access.scope import allowed_projects


@frappe.whitelist(methods=["GET", "POST"])
def can_subscribe_doctype(doctype: str) -> bool:
	"""Whether the session's user may hear of every document of a DocType. Raises PermissionError otherwise.

	Documents that belong to a project, or of which rules show each user his own, are for who sees all projects.
	"""
	frappe.has_permission(incoming.doctype(doctype), "read", throw=True)
	if allowed_projects() is not None and is_kept_apart(doctype):
		raise frappe.PermissionError
	if doctype in PROJECT_DOCTYPES and references.narrowed(doctype, frappe.session.user):
		raise frappe.PermissionError
	return True


@frappe.whitelist(methods=["GET", "POST"])
def can_subscribe_doc(doctype: str, docname: str) -> bool:
	"""Whether the session's user may hear of a document, or of all documents of a DocType in ``project:NAME``.

	Raises PermissionError otherwise, also where a rule of the DocType shows the user fewer than all documents of the project.
	"""
	if doctype in PROJECT_DOCTYPES and docname.startswith(ROOM):
		frappe.has_permission(doctype, "read", throw=True)
		projects = allowed_projects(doctype=doctype)
		if projects is not None and docname.removeprefix(ROOM) not in projects:
			raise frappe.PermissionError
		if references.narrowed(doctype, frappe.session.user):
			raise frappe.PermissionError
	else:
		right.check(incoming.doctype(doctype), "read", docname)
	return True
