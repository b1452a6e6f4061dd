"""What a ticket's contractor was told that stands against it: from then on whose the ticket is does not change (R107, R111)."""

from __future__ import annotations

import frappe

from fangxiu_app.contractors.breach.rules_correspondence import BLAMING

#: A deduction that is taken back is none.
TAKEN_BACK = ("Withdrawn", "Reversed", "Cancelled")


def told(ticket: str) -> tuple[str, str] | None:
	"""Kind and name of an issued letter, a correction notice or a notified deduction about the ticket; None without one.

	What was withdrawn does not count. Three queries at most.
	"""
	for doctype, query in _asked(ticket):
		if found := query.limit(1).run(pluck=True):
			return doctype, found[0]
	return None


def _asked(ticket: str):
	letter, line = frappe.qb.DocType("Correspondence"), frappe.qb.DocType("Letter Ticket")
	query = frappe.qb.from_(line).join(letter).on((letter.name == line.parent) & (line.parenttype == "Correspondence"))
	query = query.select(letter.name).where((line.ticket == ticket) & letter.kind.isin(BLAMING) & letter.issued_at.isnotnull())
	yield "Correspondence", query.where(letter.state != "Withdrawn")
	notice = frappe.qb.DocType("Correction Notice")
	query = frappe.qb.from_(notice).select(notice.name).where((notice.ticket == ticket) & (notice.state != "Withdrawn"))
	yield "Correction Notice", query
	deduction, item = frappe.qb.DocType("Contractor Deduction"), frappe.qb.DocType("Deduction Item")
	query = frappe.qb.from_(item).join(deduction).on((deduction.name == item.parent) & (item.parenttype == "Contractor Deduction"))
	query = query.select(deduction.name).where((item.ticket == ticket) & deduction.notified_at.isnotnull())
	yield "Contractor Deduction", query.where((deduction.docstatus < 2) & deduction.state.notin(TAKEN_BACK))
