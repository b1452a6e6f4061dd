"""The evidence for a deduction, read from letters, orders, bills and clocks, link by link (R107, R109, R111)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import get_datetime, getdate, now_datetime

from fangxiu_app.contractors.breach import reads_breach_evidence, rules_chronology
from fangxiu_app.core import messages
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger.refusing import describe
from fangxiu_app.money.deductions import reads_chain_evidence, rules_charges, rules_evidence_chain
from fangxiu_app.money.deductions import reads_charges as reads
from fangxiu_app.money.deductions import rules_deduction as rules


@dataclass(frozen=True, slots=True)
class OnFile:
	"""What is on file for several deductions: by name of the order, compensation, meter charge or ticket; ``late`` by clocks and ticket."""

	works: dict[str, list[rules_evidence_chain.Work]]
	paid: dict[str, list[rules_evidence_chain.Paid]]
	meters: dict[str, list[rules_evidence_chain.Meter]]
	late: dict[tuple[tuple[str, ...], str], datetime]
	complaints: dict[str, datetime]
	notices_wanted: int


def facts(doc) -> rules_evidence_chain.Facts:
	"""What is on file now for ``doc``, a Contractor Deduction."""
	return facts_of([doc])[0]


def facts_of(docs: Sequence) -> list[rules_evidence_chain.Facts]:
	"""The same of several deductions, in their order. The number of statements does not depend on theirs."""
	held = _on_file(docs)
	return [_facts(doc, held) for doc in docs]


def _facts(doc, held: OnFile) -> rules_evidence_chain.Facts:
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	complained = sorted({row.ticket for row in doc.items if row.ticket})
	return rules_evidence_chain.Facts(
		agreement=doc.agreement,
		mode=agreement.deduction_mode,
		works=_of(doc, rules.THIRD_PARTY, held.works),
		paid=_of(doc, rules.COMPENSATION, held.paid),
		meters=_of(doc, rules.METER, held.meters),
		late=_late(doc, held) if _is(doc, rules.OVERDUE) else (),
		clauses=_clauses(doc, agreement) if doc.source in (rules.OVERDUE, rules.RULE) else (),
		notices_wanted=held.notices_wanted,
		notified_at=_time(doc.notified_at),
		notified_proof=bool(doc.notice_proof and doc.notice_file),
		objection_until=_time(doc.objection_until),
		objected=bool(doc.objected_at),
		answered=bool(doc.answered_at),
		complaints=tuple((name, held.complaints[name]) for name in complained if name in held.complaints),
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


def window_runs(doc) -> bool:
	"""Whether only time is missing: the contractor was told, has not objected, and may until the end of the window. No query."""
	until = _time(doc.objection_until)
	return doc.state == rules.NOTIFIED and not doc.objected_at and until is not None and now_datetime() < until


def unheard(doc) -> bool:
	"""Whether the contractor has to be told, or answered, before approval can be asked for. A lump sum needs neither. No query of its own."""
	mode = frappe.get_cached_doc("Warranty Agreement", doc.agreement).deduction_mode
	heard = doc.notified_at and doc.notice_file and (doc.answered_at or not doc.objected_at)
	return mode != rules_evidence_chain.LUMP_SUM and not heard


def rows(doc) -> list[dict]:
	"""The chain as form and print show it, each link with the document behind it."""
	return rows_of([doc])[0]


def rows_of(docs: Sequence) -> list[list[dict]]:
	"""The chains of several deductions, in their order."""
	now = now_datetime()
	return [[_row(step) for step in rules_evidence_chain.chain(found, now)] for found in facts_of(docs)]


def _row(step: rules_evidence_chain.Step) -> dict:
	return {
		"code": step.code,
		"label": describe(f"step_{step.code}"),
		"done": step.done,
		"at": step.at,
		"link": step.subject,
		"way_out": "" if step.done else messages.describe(rules_evidence_chain.refusal(step)),
	}


def _on_file(docs: Sequence) -> OnFile:
	orders, signed, meters = (_sources(docs, kind) for kind in (rules.THIRD_PARTY, rules.COMPENSATION, rules.METER))
	tickets = sorted({row.ticket for doc in docs for row in doc.items if row.ticket})
	return OnFile(
		works=_by_name(reads_chain_evidence.works(orders) if orders else ()),
		paid=_by_name(reads_chain_evidence.paid(signed) if signed else ()),
		meters=_by_name(_meters(meters) if meters else ()),
		late=_overdue([doc for doc in docs if _is(doc, rules.OVERDUE)]),
		complaints=dict(reads_breach_evidence.complaints(tickets)),
		notices_wanted=reads_breach_evidence.wanted(),
	)


def _sources(docs: Sequence, kind: str) -> list[str]:
	"""Names of the orders, compensations or meter charges that deductions of this kind rest on."""
	return sorted({name for doc in docs if _is(doc, kind) for name in _names(doc, kind)})


def _names(doc, doctype: str) -> list[str]:
	return sorted({row.source_name for row in doc.items if row.source_type == doctype and row.source_name})


def _is(doc, kind: str) -> bool:
	return doc.source == kind


def _by_name(found: Iterable) -> dict[str, list]:
	named: dict[str, list] = defaultdict(list)
	for one in found:
		named[one.name].append(one)
	return named


def _of(doc, kind: str, held: Mapping[str, list]) -> tuple:
	return tuple(one for name in _names(doc, kind) for one in held.get(name, ())) if _is(doc, kind) else ()


def _meters(names: list[str]) -> list[rules_evidence_chain.Meter]:
	rows = reads.meter_charges(names)
	return [rules_evidence_chain.Meter(row.name, _time(row.confirmed_at), row.evidence or "") for row in rows]


def _clocks(doc) -> list[tuple[str, ...]]:
	"""For each line of ``doc`` the clocks of the breach its clause is about."""
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	breaches = {row.clause_no: row.breach for row in agreement.deduction_terms}
	return [rules_charges.BREACH_CLOCKS.get(breaches.get(row.clause_no, ""), ()) for row in doc.items]


def _overdue(docs: Sequence) -> dict[tuple[tuple[str, ...], str], datetime]:
	"""When each ticket was late by these clocks. One query for each kind of breach."""
	asked: dict[tuple[str, ...], set[str]] = defaultdict(set)
	for doc in docs:
		for row, codes in zip(doc.items, _clocks(doc), strict=True):
			if row.source_name and codes:
				asked[codes].add(row.source_name)
	now = now_datetime()
	return {
		(codes, ticket): due
		for codes, tickets in asked.items()
		for ticket, (due, _days) in reads.late(codes, now, sorted(tickets)).items()
	}


def _late(doc, held: OnFile) -> tuple[rules_evidence_chain.Late, ...]:
	"""Each ticket with the moment it was late by the breach its clause is about; a line without a ticket proves nothing."""
	return tuple(
		rules_evidence_chain.Late(row.source_name or "", held.late.get((codes, row.source_name or "")))
		for row, codes in zip(doc.items, _clocks(doc), strict=True)
	)


def _clauses(doc, agreement) -> tuple[tuple[str, bool], ...]:
	known = {row.clause_no for row in agreement.deduction_terms}
	named = dict.fromkeys(row.clause_no or "" for row in doc.items)
	return tuple((clause, clause in known) for clause in named)


def _time(value):
	return get_datetime(value) if value else None
