"""Two endpoints of Frappe that tell about documents the user may not see: counts and the existence of a name.

``frappe.client.get_count`` counts without permissions and ``frappe.client.validate_link`` says whether any name exists
(15.56.1). For documents of a project both answer within the user's scope; for everything else they stay Frappe's own.
"""

import frappe
from frappe import client

from fangxiu_app.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES


@frappe.whitelist(methods=["GET", "POST"])
def get_count(
	doctype: str, filters: str | dict | list | None = None, debug: bool = False, cache: bool = False
) -> int:
	"""Number of documents the user may list. Raises PermissionError without read rights on the DocType."""
	if doctype not in PROJECT_DOCTYPES and doctype not in CHILD_PARENTS:
		return client.get_count(doctype, filters, debug, cache)
	parent = CHILD_PARENTS.get(doctype)
	frappe.has_permission(parent or doctype, "read", throw=True)
	return frappe.get_list(
		doctype,
		filters=frappe.parse_json(filters) if isinstance(filters, str) else filters,
		fields=["count(`name`) as total"],
		parent_doctype=parent,
		order_by=None,
	)[0].total


@frappe.whitelist(methods=["GET", "POST"])
def validate_link(doctype: str, docname: str, fields: str | list | None = None) -> dict:
	"""Name and fields of a linked document; a document of another project counts as not there."""
	if doctype in PROJECT_DOCTYPES and not frappe.get_list(doctype, {"name": docname}, limit=1):
		return frappe._dict(name=None)
	return client.validate_link(doctype, docname, fields)
