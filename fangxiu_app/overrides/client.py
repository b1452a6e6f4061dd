"""Two endpoints of Frappe that tell about documents the user may not see: counts and the existence of a name.

``frappe.client.get_count`` counts without permissions and ``frappe.client.validate_link`` says whether any name exists
(15.56.1). For documents of a project, and vouchers that have one, both answer within the user's scope; for everything else they stay Frappe's own.
"""

import frappe
from frappe import client

from fangxiu_app.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES, VOUCHER_ROWS, VOUCHERS

#: Rows that are counted within the scope of their document.
PARENTS = {**CHILD_PARENTS, **VOUCHER_ROWS}
DOCUMENTS = (*PROJECT_DOCTYPES, *VOUCHERS)


@frappe.whitelist(methods=["GET", "POST"])
def get_count(
	doctype: str, filters: str | dict | list | None = None, debug: bool = False, cache: bool = False
) -> int:
	"""Number of documents the user may list. Raises PermissionError without read rights on the DocType."""
	if doctype not in DOCUMENTS and doctype not in PARENTS:
		return client.get_count(doctype, filters, debug, cache)
	parent = PARENTS.get(doctype)
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
	if doctype in DOCUMENTS and not frappe.get_list(doctype, {"name": docname}, limit=1):
		return frappe._dict(name=None)
	return client.validate_link(doctype, docname, fields)
