"""Documents that tell of another one are read by whoever may read that one: messages, lines of the approval log, evidence, live lists.

A message says in words what happened, and a line of the log names the amount: the project alone would show both to roles that may not
open the document itself. Which document is whose is asked of the DocType's rights and of its own pair of hooks, wherever it has one.
"""

from __future__ import annotations

import frappe
from frappe.permissions import get_valid_perms

from fangxiu_app.core.access import scope
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES

#: DocType → the fields that name the kind and the name of what it tells of.
ABOUT = {
	"Outbox Message": ("reference_doctype", "reference_name"),
	"Approval Log": ("document_type", "document"),
}
#: The rule of documents that whoever has the project and a role for them may read.
PLAIN = ["fangxiu_app.core.access.scope.query_conditions"]


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""SQL for lists, counts, reports and exports of a DocType of :data:`ABOUT`, always in parentheses. Two queries."""
	user = user or frappe.session.user
	in_scope = scope.query_conditions(user, doctype)
	if user == "Administrator":
		return in_scope
	kind, name = (f"`tab{doctype}`.`{field}`" for field in ABOUT[doctype])
	readable = _readable(user)
	apart = {one: rule for one in _with_own_rule() if one in readable and (rule := narrowed(one, user))}
	kinds = ", ".join(frappe.db.escape(one, percent=False) for one in ("", *sorted(readable - set(apart))))
	either = [f"ifnull({kind}, '') in ({kinds})"]
	either += [
		f"({kind} = {frappe.db.escape(one, percent=False)} and {name} in (select `name` from `tab{one}` where {rule}))"  # nosec B608 - names of our own tables, values escaped
		for one, rule in apart.items()
	]
	about = f"({' or '.join(either)})"
	return f"({in_scope} and {about})" if in_scope else about


def has_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool:
	"""The same for one document; all else passes, so that the roles decide."""
	user = user or frappe.session.user
	if not scope.has_permission(doc, ptype, user):
		return False
	about = stated(doc, *ABOUT[doc.doctype])
	return user == "Administrator" or all(not kind or inside(kind, name, user) for kind, name in about)


def stated(doc, *fields: str) -> set[tuple]:
	"""What a document says in ``fields``, and what is stored of it: a request may say anything (adr/0168). One query."""
	known = frappe.db.get_value(doc.doctype, doc.name, list(fields)) if doc.name and isinstance(doc.name, str) else None
	return {tuple(doc.get(field) for field in fields), *([tuple(known)] if known else [])}


def inside(doctype: str, name: str, user: str) -> bool:
	"""Whether the roles of ``user`` read a DocType, and its own rule shows them this document. The project is the caller's question."""
	if not frappe.has_permission(doctype, "read", user=user):
		return False
	return doctype in ABOUT or not narrowed(doctype, user) or bool(frappe.get_list(doctype, {"name": name}, pluck="name", user=user))


def narrowed(doctype: str, user: str) -> str:
	"""SQL of the rule by which a DocType shows ``user`` fewer documents than those of their projects; empty where it shows all of them."""
	paths = _rules().get(doctype) or []
	if paths == PLAIN:
		return ""
	rule = " and ".join(filter(None, (frappe.get_attr(path)(user, doctype) for path in paths)))
	return "" if rule == scope.query_conditions(user, doctype) else rule


def _with_own_rule() -> list[str]:
	known = _rules()
	return [one for one in PROJECT_DOCTYPES if one not in ABOUT and known.get(one) != PLAIN]


def _rules() -> dict[str, list[str]]:
	return frappe.get_hooks("permission_query_conditions")


def _readable(user: str) -> set[str]:
	return {row.parent for row in get_valid_perms(user=user) if row.read and not row.permlevel}
