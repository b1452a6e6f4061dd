"""Deductions of an agreement, and the amounts of them that are undecided or disputed."""

from __future__ import annotations

import frappe
from pypika import Case
from pypika.functions import Coalesce, Sum
from pypika.terms import Criterion

from fangxiu_app.contractors import reads_answering
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.money.deductions.rules_deduction import OBJECTED, REVERSED, UNDECIDED

#: What the reports of recovery and age show of a deduction.
OPEN_FIELDS = (
	"name source contractor_name project state notified_at creation owner claimed_total total from_deposit excess currency objection_until"
	" objected_at answered_at requested_at approval_role posting_date debit_note"
).split()


def undecided(agreement: str) -> float:
	"""Sum of deductions that are claimed but not posted yet."""
	return _sum(agreement, UNDECIDED)


def disputed(agreement: str) -> float:
	"""Sum of deductions the contractor objects to."""
	return _sum(agreement, (OBJECTED,))


def foreign_tickets(tickets: list[str], agreement: str, contractor: str) -> list[str]:
	"""Tickets that are not this contractor's defects: another contractor's, another agreement's, or not under its warranty (Art. 9)."""
	if not tickets:
		return []
	rows = frappe.get_all("Repair Ticket", {"name": ("in", tickets)}, ["name", "responsibility"])
	whose = reads_answering.answers(tickets)
	return [
		row.name
		for row in rows
		if not whose[row.name].bills(agreement, contractor) or row.responsibility in ("Owner Caused", "Expired")
	]


def recovery(filters: dict) -> list[frappe._dict]:
	"""Deductions that still stand, oldest first, with what their debit notes still owe; inside the user's projects, all in their own
	currency. One query.
	"""
	deduction, note = frappe.qb.DocType("Contractor Deduction"), frappe.qb.DocType("Purchase Invoice")
	same = note.party_account_currency == deduction.currency
	owed = Case().when(same, note.outstanding_amount).else_(note.outstanding_amount / note.conversion_rate)
	query = (
		frappe.qb.from_(deduction)
		.left_join(note)
		.on((note.name == deduction.debit_note) & (note.docstatus == 1))
		.select(
			*(deduction[name] for name in OPEN_FIELDS),
			(deduction.docstatus == 1).as_("posted"),
			(Coalesce(owed, 0) * -1).as_("owed"),
		)
		.where((deduction.docstatus < 2) & deduction.state.notin(("Withdrawn", "Reversed")))
		.orderby(deduction.creation)
	)
	projects = allowed_projects(doctype="Contractor Deduction")
	if projects is not None:
		query = query.where(deduction.project.isin(projects or [""]))
	for name in ("project", "contractor"):
		if filters.get(name):
			query = query.where(deduction[name] == filters[name])
	if filters.get("from_date"):
		query = query.where(deduction.posting_date >= filters["from_date"])
	if filters.get("to_date"):
		query = query.where(deduction.posting_date <= filters["to_date"])
	if filters.get("undecided_only"):
		query = query.where(deduction.docstatus == 0)
	return query.run(as_dict=True)


def beside(doc) -> list[str]:
	"""Deductions from the same deposit for a ticket or source of ``doc`` that are being approved, or stand. One query at most."""
	other, row = frappe.qb.DocType("Contractor Deduction"), frappe.qb.DocType("Deduction Item")
	known = {field: sorted({line.get(field) for line in doc.items} - {None, ""}) for field in ("ticket", "source_name")}
	named = [row[field].isin(names) for field, names in known.items() if names]  # lines that name nothing are about nothing in common
	if not named:
		return []
	same = Criterion.any(named)
	asked = ((other.docstatus == 1) & (other.state != REVERSED)) | ((other.docstatus == 0) & (other.approval_state == "In Approval"))
	query = frappe.qb.from_(other).join(row).on((row.parent == other.name) & same).select(other.name).distinct()
	query = query.where(asked & (other.agreement == doc.agreement) & (other.name != (doc.name or "")))
	return query.orderby(other.name).run(pluck=True)


def _sum(agreement: str, states: tuple[str, ...]) -> float:
	deduction = frappe.qb.DocType("Contractor Deduction")
	rows = (
		frappe.qb.from_(deduction)
		.select(Sum(deduction.total))
		.where((deduction.agreement == agreement) & (deduction.docstatus == 0))
		.where(deduction.state.isin(states))
	).run()
	return rows[0][0] or 0
