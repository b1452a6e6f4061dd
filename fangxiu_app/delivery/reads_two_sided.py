"""Documents that two departments sign: who has signed, for whom the session's user signs, and what waits for him. Reads only."""

from __future__ import annotations

from datetime import datetime

import frappe

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.delivery.rules_handover import PROJECT_DEPARTMENT, REPAIR_CENTRE
from fangxiu_app.delivery.rules_two_sided import AWAITING, PAPERS, Signed, open_side

#: Roles that sign for a side.
SIGNERS = {
	PROJECT_DEPARTMENT: (roles.PROJECT_DEPARTMENT,),
	REPAIR_CENTRE: (roles.ENGINEER, roles.SUPERVISOR, roles.MANAGER),
}
#: What a paper is about, in a list: the field that says it best, as people call it.
ABOUT = {"Unit Transfer": "unit_code", "Parts Handover": "spare_parts.title", "Briefing Record": "batch.title"}


def my_sides() -> tuple[str, ...]:
	"""Sides the session's user may sign for."""
	mine = set(frappe.get_roles())
	return tuple(side for side, names in SIGNERS.items() if mine & set(names))


def signed(doc) -> tuple[Signed, ...]:
	"""Both sides of a paper with the logins that signed them."""
	return tuple(Signed(side, doc.get(side.user) or "") for side in PAPERS[doc.doctype])


def waiting() -> list[dict]:
	"""Papers that the session's user can complete by his signature, the longest waiting first; one query per kind."""
	mine, found = my_sides(), []
	for doctype, sides in PAPERS.items() if mine else ():
		fields = ["name", "project", f"{ABOUT[doctype]} as party", *(side.user for side in sides)]
		fields += [name for side in sides for name in (side.by, side.at)]
		filters: dict = {"state": AWAITING, "docstatus": 0}
		projects = allowed_projects(doctype=doctype)
		if projects is not None:
			filters["project"] = ("in", projects or [""])
		for row in frappe.get_all(doctype, filters, fields, limit=0):
			side, _why = open_side(
				tuple(Signed(one, row[one.user] or "") for one in sides), mine, frappe.session.user
			)
			if side:
				found.append(_line(doctype, row, side, next(one for one in sides if one != side)))
	return sorted(found, key=lambda row: (row.requested_at or datetime.min, row.document))


def _line(doctype: str, row: frappe._dict, mine, other) -> frappe._dict:
	return frappe._dict(
		document_type=doctype,
		document=row.name,
		project=row.project,
		party=row.party,
		amount=None,
		currency="",
		role=mine.name,
		requested_by=row[other.by],
		requested_at=row[other.at],
	)
