"""Documents as the database has them: rights and cancellations are judged on that, not on what a request sends (adr/0168).

Frappe builds a document from the JSON of a request and asks that for its project. In a stored document's JSON the project may be
anything, and on cancellation Frappe checks none of the other fields before it writes all of them.
"""

from __future__ import annotations

import frappe

#: Flag of a document read from the database: its name and project there. Flags never come from a request, both fields may.
PROJECT = "fx_stored_project"
#: What a cancellation itself changes.
CHANGED = frozenset(("docstatus", "modified", "modified_by"))
#: Rights by which a document is changed: it was read by its name, but a request may have set fields since.
CHANGING = frozenset(("write", "submit", "cancel", "delete", "amend", "create"))


def document(doctype: str, name: str):
	"""A stored document of a project by its own row, without its tables: what rights are judged on. One query; None where there is none."""
	found = frappe.db.get_value(doctype, name, "*", as_dict=True)
	if not found:
		return None
	doc = frappe.get_doc({**found, "doctype": doctype})
	doc.__dict__.pop("__islocal", None)
	remember(doc)
	return doc


def remember(doc) -> None:
	"""Note the project of a document that was just read from the database, or written to it."""
	doc.flags[PROJECT] = (doc.name, doc.get("project"))


def within(doc, field: str, names, ptype: str = "read") -> bool:
	"""Whether the stored document, if there is one, has in ``field`` (its project) one of ``names``.

	No query where the document is being saved, was remembered, or was read by its name and is not to be changed; else one.
	"""
	before = doc.get_doc_before_save()
	if before:
		return before.get(field) in names
	name, value = doc.flags.get(PROJECT) or (None, None)
	if name is not None and name == doc.name:
		return value in names
	if "for_update" in doc.flags and ptype not in CHANGING:  # set by Frappe on whatever is read by its name
		return doc.get(field) in names
	found = row(doc, field)
	return found is None or found[0] in names


def row(doc, field: str) -> tuple | None:
	"""The stored value of ``field``, alone in a tuple; None where no document of this name is stored."""
	if not doc.name:
		return None
	if not isinstance(doc.name, str | int):  # a filter: it would find any document
		return (None,)
	found = frappe.db.get_value(doc.doctype, doc.name, ["name", field])
	return (found[1],) if found else None


def keep_on_cancel(doc, method: str | None = None) -> None:
	"""Take every field and row of a document that is cancelled from the database (hook ``before_cancel`` of ERPNext's vouchers).

	The state of a workflow stays, which Frappe sets together with the cancellation.
	"""
	before = doc.get_doc_before_save()
	if not before:
		return
	kept = {*CHANGED, *_workflow_state(doc)}
	for name in doc.meta.get_valid_columns():
		if name not in kept and doc.get(name) != before.get(name):
			doc.__dict__[name] = before.get(name)
	for df in doc.meta.get_table_fields():
		if _rows(doc, df) != _rows(before, df):
			doc.set(df.fieldname, [row.as_dict() for row in before.get(df.fieldname) or ()])


def _workflow_state(doc) -> list[str]:
	workflow = doc.meta.get_workflow()
	return [frappe.get_cached_value("Workflow", workflow, "workflow_state_field")] if workflow else []


def _rows(doc, df) -> list[dict]:
	names = [name for name in frappe.get_meta(df.options).get_valid_columns() if name not in CHANGED]
	return [{name: row.get(name) for name in names} for row in doc.get(df.fieldname) or ()]
