"""Tasks and notices, which Frappe keeps for one person, and private files, which it leaves to who uploaded them, end with the right to a project.

They say in words what happened in a document, with the text of comments; a photo is the document.
"""

from __future__ import annotations

import frappe

from fangxiu_app.core.access import scope, stored
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES, VOUCHERS
from fangxiu_app.core.access.references import stated
from fangxiu_app.core.access.vouchers import PASSES

#: What Frappe keeps for one person, and says of a document in words: a task, a notice with the text of a comment in it.
OWN = {
	"ToDo": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
}
#: Rights by which a document is only read.
READING = ("read", "select", "print", "email", "export", "report", "share")


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""SQL for a DocType of :data:`OWN`: tasks and notices about documents go with the right to their project. No query.

	The project alone decides: a notice may be meant for somebody whose roles do not open the document.
	"""
	user = user or frappe.session.user
	names = scope.allowed_projects(user)
	if names is None:
		return ""
	kind, name = (f"`tab{doctype}`.`{field}`" for field in OWN[doctype])
	kinds = ", ".join(frappe.db.escape(one, percent=False) for one in PROJECT_DOCTYPES)
	either = [f"ifnull({kind}, '') not in ({kinds})"]
	for one in PROJECT_DOCTYPES if names else ():
		about = f"select 1 from `tab{one}` where `tab{one}`.`name` = {name} and {scope.query_conditions(user, one)}"  # nosec B608 - names of our own tables, values escaped
		either.append(f"({kind} = {frappe.db.escape(one, percent=False)} and exists ({about}))")
	return f"({' or '.join(either)})"


def has_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool | None:
	"""The same for one task or notice that is read; who assigned it may take it back whatever became of the document."""
	if ptype not in READING or scope.allowed_projects(user) is None:
		return PASSES
	for kind, name in stated(doc, *OWN[doc.doctype]):
		about = stored.document(kind, name) if kind in PROJECT_DOCTYPES and name else None
		if about and not scope.has_permission(about, ptype, user):
			return False
	return PASSES


def file_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool | None:
	"""Refuse a private file to who uploaded it once he may not read the document it belongs to; all else is Frappe's, which lets him.

	What belongs to no stored document stays his: a form that is still filled in. One query, for one's own files.
	"""
	user = user or frappe.session.user
	if ptype == "create" or user == "Administrator" or doc.owner != user or not doc.is_private:
		return PASSES
	kind, name = doc.attached_to_doctype, doc.attached_to_name
	if kind == "File" and name and doc.name != name and (shown := frappe.db.get_value("File", name, ["attached_to_doctype", "attached_to_name"])):
		kind, name = shown  # the bytes as they came, beside the picture that is shown
	about = _document(kind, name)
	if about is None or kind == "Evidence Item":
		return _as_evidence(doc.file_url, user)
	return PASSES if frappe.has_permission(kind, "read", about, user=user) else False


def _document(kind: str | None, name: str | None):
	"""The document of ours, or a voucher, that a file is attached to; None where there is none yet."""
	if not name or kind not in (*PROJECT_DOCTYPES, *VOUCHERS):
		return None
	if kind in PROJECT_DOCTYPES:
		return stored.document(kind, name)
	return frappe.get_doc(kind, name) if frappe.db.exists(kind, name) else None


def _as_evidence(url: str | None, user: str) -> bool | None:
	"""A file may be the original of evidence, which names it. Of one's own photo the right to the project decides: who hands one in need not
	hold a role that reads evidence."""
	names = frappe.get_all("Evidence Item", or_filters={"file": url, "original": url}, pluck="name") if url else []
	seen = any(scope.has_permission(stored.document("Evidence Item", name), "read", user) for name in names)
	return PASSES if seen or not names else False
