"""Who reads a piece of evidence: whoever may read what it belongs to (R17, R60, R110). Reads only.

Departments read the evidence of their projects, but not every complaint and special report, nor who settled with an owner for how much
(adr/0163, adr/0169). ``query_conditions`` and ``has_permission`` are the pair Frappe asks, on top of the project's scope; files, ticket
and unit file ask it through them.
"""

from __future__ import annotations

import frappe

from fangxiu_app.core.access import references, scope

DOCTYPE = "Evidence Item"
#: Links of evidence to documents that not every reader of evidence reads.
BELONGS_TO = {"complaint": "Customer Complaint", "special_report": "Special Report"}
#: Papers between owner and developer, which name what was agreed: (DocType, field of the evidence).
SETTLEMENTS = (("Compensation", "signed_evidence"), ("Compensation Benefit", "confirmed_evidence"))


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""SQL for lists, counts, reports and searches of evidence, always in parentheses."""
	user = user or frappe.session.user
	parts = [scope.query_conditions(user, DOCTYPE)]
	parts += [_belonging(field, source, user) for field, source in BELONGS_TO.items()]
	if not frappe.has_permission("Compensation", "read", user=user):
		parts += [
			f"`tab{DOCTYPE}`.`name` not in (select `{field}` from `tab{table}` where ifnull(`{field}`, '') != '')"  # nosec B608 - names of our own tables
			for table, field in SETTLEMENTS
		]
	found = " and ".join(filter(None, parts))
	return f"({found})" if found else ""


def has_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool:
	"""The same for one piece, also for a new one: nobody adds to what they may not read. All else passes, so that the roles decide."""
	user = user or frappe.session.user
	if not scope.has_permission(doc, ptype, user):
		return False
	for said in references.stated(doc, *BELONGS_TO):
		if any(name and not references.inside(source, name, user) for source, name in zip(BELONGS_TO.values(), said, strict=True)):
			return False
	if doc.is_new() or frappe.has_permission("Compensation", "read", user=user):
		return True
	return not any(frappe.db.exists(table, {field: doc.name}) for table, field in SETTLEMENTS)


def _belonging(field: str, source: str, user: str) -> str:
	link = f"`tab{DOCTYPE}`.`{field}`"
	if not frappe.has_permission(source, "read", user=user):
		return f"ifnull({link}, '') = ''"
	rule = references.narrowed(source, user)
	return f"(ifnull({link}, '') = '' or {link} in (select `name` from `tab{source}` where {rule}))" if rule else ""  # nosec B608 - names of our own tables
