"""What ``rules_answering`` is asked with: whose each ticket is, agreements with the days they are in force, who is known in a project."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import cint, getdate

from fangxiu_app.contractors.reads_agreements import fits
from fangxiu_app.contractors.rules_agreement import was_signed
from fangxiu_app.contractors.rules_answering import Agreement, Answer

#: States of the register in which a firm is given no work at all.
BANNED = "Banned"


def answers(names: Iterable[str]) -> dict[str, Answer]:
	"""Ticket → whose it is. One query, a second one where a ticket names no agreement; none without tickets."""
	wanted = sorted({name for name in names if name})
	if not wanted:
		return {}
	ticket, agreement, building = map(frappe.qb.DocType, ("Repair Ticket", "Warranty Agreement", "Estate Building"))
	query = (
		frappe.qb.from_(ticket)
		.left_join(agreement)
		.on((agreement.name == ticket.agreement) & (agreement.project == ticket.project))
		.left_join(building)
		.on(building.name == ticket.building)
		.select(
			ticket.name.as_("ticket"),
			ticket.project,
			ticket.contractor.as_("at_work"),
			ticket.original_contractor,
			ticket.third_party_at,
			ticket.building,
			ticket.trade,
			ticket.reported_at,
			building.lot,
			*(agreement[field] for field in ("name", "status", "signed_on", "valid_from", "valid_to", "cure_days")),
			agreement.contractor.as_("party"),
		)
		.where(ticket.name.isin(wanted))
	)
	rows = query.run(as_dict=True)
	scopes = _scopes({row.project for row in rows if not row.name})
	return {row.ticket: _answer(row, scopes) for row in rows}


def agreement(name: str | None, on: Iterable[date] = ()) -> Agreement | None:
	"""The named agreement; ``on`` are days that each suffice for being in force, today where none is given. One query."""
	fields = ["name", "contractor as party", "status", "signed_on", "valid_from", "valid_to", "cure_days"]
	row = name and frappe.db.get_value("Warranty Agreement", name, fields, as_dict=True)
	return _agreement(row, list(on) or [getdate()]) if row else None


def covers(name: str, building: str | None, trade: str | None) -> bool:
	"""Whether the scope of an agreement has this building, its lot, and this trade. Two queries."""
	lot = frappe.db.get_value("Estate Building", building, "lot") if building else None
	rows = frappe.get_all("Agreement Scope", {"parent": name, "parenttype": "Warranty Agreement"}, ["building", "lot", "trade"])
	return any(fits(row, building or "", lot, trade or "") for row in rows)


def known(project: str, contractor: str) -> bool:
	"""Whether a contractor has an agreement or an approved order in the project, or stands in the register. Three queries at most."""
	here = {"project": project, "contractor": contractor, "status": ("!=", "Terminated")}
	ordered = {"project": project, "third_party": contractor, "docstatus": 1}
	register = {"supplier": contractor, "state": ("!=", BANNED)}
	asked = (("Warranty Agreement", here), ("Third Party Order", ordered), ("Contractor Register", register))
	return any(frappe.db.exists(doctype, filters) for doctype, filters in asked)


def _answer(row, scopes: list) -> Answer:
	days = [getdate(row.reported_at), getdate()]
	fitting = (one for one in scopes if one.project == row.project and _valid(one, days))
	return Answer(
		row.ticket,
		row.at_work or "",
		row.original_contractor or "",
		_agreement(row, days) if row.name else None,
		frozenset(one.name for one in fitting if fits(one, row.building or "", row.lot, row.trade or "")),
		bool(row.third_party_at),
	)


def _agreement(row, days: list[date]) -> Agreement:
	signed = was_signed(row.status or "", row.signed_on)
	return Agreement(row.name, row.party or "", signed, row.status == "Signed" and _valid(row, days), cint(row.cure_days))


def _valid(row, days: list[date]) -> bool:
	first, last = getdate(row.valid_from) if row.valid_from else date.min, getdate(row.valid_to) if row.valid_to else date.max
	return any(first <= day <= last for day in days)


def _scopes(projects: set[str]) -> list:
	"""Scope rows of the signed agreements of these projects, with the time of each. One query, none without projects."""
	if not projects:
		return []
	signed, scope = frappe.qb.DocType("Warranty Agreement"), frappe.qb.DocType("Agreement Scope")
	query = frappe.qb.from_(signed).join(scope).on((scope.parent == signed.name) & (scope.parenttype == "Warranty Agreement"))
	query = query.select(signed.name, signed.project, signed.valid_from, signed.valid_to, scope.building, scope.lot, scope.trade)
	return query.where(signed.project.isin(sorted(projects)) & (signed.status == "Signed")).run(as_dict=True)
