"""The evidence for a deduction, read from letters, orders, bills and clocks, link by link (R107, R109, R111)."""

from __future__ import annotations

import frappe
from frappe.utils import get_datetime, getdate, now_datetime

from fangxiu_app.contractors.breach import reads_breach_evidence, rules_chronology
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger.refusing import describe
from fangxiu_app.money.deductions import reads_chain_evidence, rules_charges, rules_evidence_chain
from fangxiu_app.money.deductions import reads_charges as reads
from fangxiu_app.money.deductions import rules_deduction as rules


def facts(doc) -> rules_evidence_chain.Facts:
	"""What is on file now for ``doc``, a Contractor Deduction."""
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	return rules_evidence_chain.Facts(
		agreement=doc.agreement,
		mode=agreement.deduction_mode,
		works=tuple(reads_chain_evidence.works(_names(doc, "Third Party Order")))
		if _is(doc, rules.THIRD_PARTY)
		else (),
		paid=tuple(reads_chain_evidence.paid(_names(doc, "Compensation"))) if _is(doc, rules.COMPENSATION) else (),
		meters=_meters(doc) if _is(doc, rules.METER) else (),
		late=_late(doc, agreement) if _is(doc, rules.OVERDUE) else (),
		clauses=_clauses(doc, agreement) if doc.source in (rules.OVERDUE, rules.RULE) else (),
		notices_wanted=reads_breach_evidence.wanted(),
		notified_at=_time(doc.notified_at),
		notified_proof=bool(doc.notice_proof and doc.notice_file),
		objection_until=_time(doc.objection_until),
		objected=bool(doc.objected_at),
		answered=bool(doc.answered_at),
		complaints=tuple(reads_breach_evidence.complaints(sorted({row.ticket for row in doc.items if row.ticket}))),
		objected_at=_time(doc.objected_at),
		answered_at=_time(doc.answered_at),
		posting_on=getdate(doc.posting_date) if doc.posting_date else None,
	)


def missing(doc) -> list[Violation]:
	"""The links that are not there yet."""
	return rules_evidence_chain.missing(rules_evidence_chain.chain(facts(doc), now_datetime()))


def out_of_order(doc, step: str = "") -> list[Violation]:
	"""Moments of the case that cannot be true as they stand; with ``step`` only those that make it impossible."""
	found: dict[tuple, Violation] = {}
	for events in rules_evidence_chain.events(facts(doc)):
		wrong = rules_chronology.concerning(events, step) if step else rules_chronology.violations(events)
		found |= {one.params: Violation(one.code, one.params) for one in wrong}
	return list(found.values())


def rows(doc) -> list[dict]:
	"""The chain as form and print show it, each link with the document behind it."""
	steps = rules_evidence_chain.chain(facts(doc), now_datetime())
	return [
		{
			"code": step.code,
			"label": describe(f"step_{step.code}"),
			"done": step.done,
			"at": step.at,
			"link": step.subject,
			"way_out": "" if step.done else describe(f"chain_{step.code}", (step.subject[1], step.at)),
		}
		for step in steps
	]


def _names(doc, doctype: str) -> list[str]:
	return sorted({row.source_name for row in doc.items if row.source_type == doctype and row.source_name})


def _is(doc, kind: str) -> bool:
	return doc.source == kind


def _meters(doc) -> tuple[rules_evidence_chain.Meter, ...]:
	rows = reads.meter_charges(_names(doc, "Meter Charge") or ["-"])
	return tuple(rules_evidence_chain.Meter(row.name, _time(row.confirmed_at), row.evidence or "") for row in rows)


def _late(doc, agreement) -> tuple[rules_evidence_chain.Late, ...]:
	"""Each ticket with the moment it was late by the breach its clause is about; a line without a ticket proves nothing."""
	breaches = {row.clause_no: row.breach for row in agreement.deduction_terms}
	found = []
	for row in doc.items:
		codes = rules_charges.BREACH_CLOCKS.get(breaches.get(row.clause_no, ""), ())
		ticket = row.source_name or ""
		due = (
			reads.late(codes, now_datetime(), [ticket]).get(ticket, (None, 0))[0]
			if ticket and codes
			else None
		)
		found.append(rules_evidence_chain.Late(ticket, due))
	return tuple(found)


def _clauses(doc, agreement) -> tuple[tuple[str, bool], ...]:
	known = {row.clause_no for row in agreement.deduction_terms}
	named = dict.fromkeys(row.clause_no or "" for row in doc.items)
	return tuple((clause, clause in known) for clause in named)


def _time(value):
	return get_datetime(value) if value else None
