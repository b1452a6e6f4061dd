"""Endpoints of Frappe that disclose documents the user may not see: counts, the existence of a name, a title.

``frappe.client.get_count`` counts without permissions, ``frappe.client.validate_link`` says whether any name exists and
``frappe.desk.search.get_link_title`` what it is called: of a unit that is its owner (15.56.1). For projects, their documents, and vouchers
that have one, all answer within the user's scope. Our people and finance are told counts of nothing else either that they may not list.
"""

import frappe
from frappe import _, client, email
from frappe.desk import search
from frappe.desk.form import utils as form_utils
from frappe.printing.page.print import print as print_page
from frappe.utils import global_search

from fangxiu_app.core.access import asking, incoming, personal, right
from fangxiu_app.core.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES, VOUCHER_ROWS, VOUCHERS
from fangxiu_app.core.access.methods import KEEPERS
from fangxiu_app.core.access.scope import allowed_projects

#: Rows that are counted within the scope of their document.
PARENTS = {**CHILD_PARENTS, **VOUCHER_ROWS}
DOCUMENTS = (*PROJECT_DOCTYPES, *VOUCHERS)


@frappe.whitelist(methods=["GET", "POST"])
def get_count(
	doctype: str, filters: str | dict | list | None = None, debug: bool = False, cache: bool = False
) -> int:
	"""Number of documents the user may list. Raises PermissionError without read rights on the DocType."""
	wanted = incoming.filters(filters)
	try:
		return _counted(doctype, wanted, debug, cache)
	except (frappe.db.OperationalError, frappe.db.DataError) as problem:
		if not (isinstance(problem, frappe.db.DataError) or frappe.db.is_missing_column(problem)):
			raise
		raise incoming.BadValueError(_("Field {0}: {1}").format(_("Filters"), _("no such field or value."))) from problem


def _counted(doctype: str, filters: dict | list | None, debug: bool, cache: bool) -> int:
	parent, held = PARENTS.get(doctype), set(frappe.get_roles())
	if doctype not in DOCUMENTS and not parent:
		meta = frappe.get_meta(doctype)  # a name that is no DocType is refused as such, not by the database
		if held & KEEPERS or not held & personal.READERS:
			return client.get_count(doctype, filters, debug, cache)
		if meta.istable or not frappe.has_permission(doctype, "read"):
			return 0  # a count by filters tells every figure of books that are not the reader's
	else:
		frappe.has_permission(parent or doctype, "read", throw=True)
	found = frappe.get_list(doctype, filters=filters, fields=["name"], parent_doctype=parent, order_by=None, run=False)
	return frappe.db.sql(f"select count(*) from ({found}) found")[0][0]  # nosec B608 - Frappe's own select, values escaped


@frappe.whitelist(methods=["GET", "POST"])
def validate_link(doctype: str, docname: str, fields: str | list | None = None) -> dict:
	"""Name and fields of a linked document; a document of another project counts as not there."""
	if doctype in (*DOCUMENTS, "Project") and not frappe.get_list(doctype, {"name": docname}, limit=1):
		return frappe._dict(name=None)
	return client.validate_link(doctype, docname, fields)


@frappe.whitelist(methods=["GET", "POST"])
def get_link_title(doctype: str, docname: str) -> str | None:
	"""The title of a linked document; for one the user may not see, or that does not exist, the given name."""
	return search.get_link_title(doctype, docname) if _seen(doctype, docname) else docname


@frappe.whitelist(methods=["GET", "POST"])
def get_print_settings_to_show(doctype: str, docname: str) -> list:
	"""What may be chosen beside a print. Frappe opens the document without asking, every print from the desk begins here."""
	right.check(doctype or "DocType", "read", docname)
	return print_page.get_print_settings_to_show(doctype, docname)


def _seen(doctype: str, name: str) -> bool:
	if doctype == "Project":
		projects = allowed_projects()
		return projects is None or name in projects
	if doctype not in DOCUMENTS:
		return True
	return bool(frappe.db.exists(doctype, name)) and frappe.has_permission(doctype, "read", name)


@frappe.whitelist(methods=["GET", "POST"])
def search_everywhere(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict]:
	"""Frappe's global search, limited to documents the user may list; Frappe itself checks the DocType only."""
	found = global_search.search(text, start, limit, doctype)
	names: dict[str, list[str]] = {}
	for row in found:
		names.setdefault(row["doctype"], []).append(row["name"])
	if not personal.sees_telephones():  # what is found by a number that is read covered is not found
		asked = [word for word in text.split() if asking.has_digits(word)]
		shown = {id(row): personal.for_reader(row["content"]).casefold() for row in found}
		found = [row for row in found if all(word.casefold() in shown[id(row)] for word in asked)]
	listed = {kind: set(frappe.get_list(kind, {"name": ("in", some)}, pluck="name", limit=0)) for kind, some in names.items()}
	return [row for row in found if row["name"] in listed[row["doctype"]]]


@frappe.whitelist(methods=["GET", "POST"])
def find_addresses(txt: str, page_length: int = 20, extra_filters: str | list | None = None) -> list[dict]:
	"""Addresses for an e-mail, from contacts the user may list; empty instead of an error for users who may list none."""
	if not frappe.has_permission("Contact", "read"):
		return []
	return email.get_contact_list(txt, min(page_length, 50), frappe.as_json(incoming.filters(extra_filters) or []))


@frappe.whitelist(methods=["POST"])
def add_comment(
	reference_doctype: str,
	reference_name: str,
	content: str,
	comment_email: str | None = None,
	comment_by: str | None = None,
) -> object:
	"""Frappe's comment under the name of the session's user: Frappe takes name and address from the request."""
	right.check(reference_doctype or "DocType", "read", reference_name)
	user = frappe.session.user
	return form_utils.add_comment(reference_doctype, reference_name, content, user, frappe.utils.get_fullname(user))
