"""Documents of the desk that Frappe lets everybody write: our people write their own only, and name no document they may not read.

Frappe (15.56.1) takes the right to write a DocType as the right to write every row of it that a request claims as its own: somebody
else's page of the desk, list filter or task, with scripts that run in the browser of whoever opens it; and it writes into the document
that a task or an event names without asking for the right to that document. People of other apps keep what Frappe gives them, but for
pages of our people.
"""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from frappe import _

from fangxiu_app.core.access import named
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.access.methods import KEEPERS, OURS

#: DocType → fields one of which names the person it belongs to.
BELONGS = {
	"Dashboard Settings": ("name",),
	"Document Follow": ("user",),
	"Event": ("owner",),
	"Kanban Board": ("owner",),
	"List Filter": ("for_user",),
	"Quality Action": ("owner",),
	"Quality Feedback": ("owner",),
	"Quality Goal": ("owner",),
	"Quality Meeting": ("owner",),
	"Quality Review": ("owner",),
	"Tag": ("owner",),
	"Tag Link": ("owner",),
	"ToDo": ("allocated_to", "assigned_by", "owner"),
	"Voice Call Settings": ("user",),
	"Workspace": ("for_user",),
}
#: Runs in the browser of whoever opens it; or writes into every procedure that it names, whoever keeps those.
CLOSED = frozenset(("Custom HTML Block", "Quality Procedure"))
#: Of those, what Frappe's role for pages of others may write.
PAGED = ("Custom HTML Block", "Workspace")
#: Frappe's role for pages of others, where somebody gave it.
PAGES = "Workspace Manager"
#: Written by everybody, about any document.
ABOUT = frozenset(
	("Comment", "Communication", "Document Follow", "Event", "Quality Feedback", "Reminder", "Tag Link", "ToDo")
)


class NotYoursError(frappe.PermissionError):
	"""A document of the desk that belongs to somebody else would be written."""


def check(doc, method: str | None = None, *names) -> None:
	"""Hook before any document is saved, renamed or deleted. Raises NotYoursError, or PermissionError for what it names."""
	if doc.flags.ignore_permissions or frappe.session.user == "Administrator":  # flags never come from a request
		return
	saving = method == "before_validate"
	before = doc.get_doc_before_save() if saving else None
	about = doc.doctype in ABOUT
	if about or doc.doctype in BELONGS or doc.doctype in CLOSED or (before and before.owner != doc.owner):
		held = set(frappe.get_roles())
		if held & KEEPERS:
			return
		ours = bool(held & OURS)
		_check_person(doc, before if saving else doc, ours, held)
		about = about and ours
	if saving:
		_check_named(doc, before, about)


def _check_person(doc, stored, ours: bool, held: set[str]) -> None:
	user, fields = frappe.session.user, BELONGS.get(doc.doctype, ())
	if doc.doctype in PAGED and PAGES in held:
		return
	for one in filter(None, (stored, doc)):
		mine = not fields or user in [one.get(field) for field in fields] or _is_assigned(one, stored)
		if ours and (doc.doctype in CLOSED or not mine):
			_refuse(doc)
		if doc.doctype == "Workspace" and not mine and OURS & set(frappe.get_roles(one.for_user or "Guest")):
			_refuse(doc)
	if ours and stored and stored.owner != doc.owner:
		_refuse(doc)
	if ours and doc.doctype == "Kanban Board" and not doc.private:
		doc.private = 1


def _is_assigned(doc, stored) -> bool:
	"""Whether a new follow is that of somebody who may read the document: Frappe lets whom it is given to follow it."""
	about = (doc.get("ref_doctype"), "read", doc.get("ref_docname"))
	return doc.doctype == "Document Follow" and stored is None and all(about) and frappe.has_permission(*about, user=doc.user)


def _check_named(doc, before, everything: bool) -> None:
	"""Whoever names a document newly has to be allowed to read it: those of projects always, with ``everything`` all others too."""
	old = set(_names(before)) if before else set()
	wanted: dict[str, set[str]] = {}
	for kind, name in _names(doc):
		if (kind, name) not in old and (kind in PROJECT_DOCTYPES or (everything and frappe.db.exists("DocType", kind))):
			wanted.setdefault(kind, set()).add(name)
	for kind, names in wanted.items():
		if kind in PROJECT_DOCTYPES:  # one query for all that are named, as deductions name many
			names -= set(frappe.get_list(kind, {"name": ("in", sorted(names))}, pluck="name", limit=0))
		for name in names:
			if frappe.db.exists(kind, name):
				named.check_readable(kind, name)


def _names(doc) -> Iterator[tuple[str, str]]:
	for part in (doc, *doc.get_all_children()):
		for df in part.meta.get_dynamic_link_fields():
			kind, name = part.get(df.options), part.get(df.fieldname)
			if kind and name and isinstance(kind, str) and isinstance(name, str):
				yield kind, name


def _refuse(doc) -> None:
	frappe.throw(
		_("{0} {1} belongs to somebody else, or to the administrator: nothing was changed. Make one of your own, or ask them.").format(
			frappe.bold(_(doc.doctype)), frappe.utils.escape_html(str(doc.name or "")[:140])
		),
		NotYoursError,
		title=_("Not Allowed"),
	)
