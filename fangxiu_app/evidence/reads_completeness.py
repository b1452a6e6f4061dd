"""What is on file of tickets, compensations and deductions, as the lists of missing evidence ask for it. Set-based."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import frappe

from fangxiu_app.core.access import files
from fangxiu_app.evidence.rules_completeness import (
	CompensationFacts,
	DeductionFacts,
	LossFacts,
	Piece,
	TicketFacts,
)
from fangxiu_app.money.payments import rules_compensation

#: Ways of compensation in which money goes to an account.
PAID_METHODS = (rules_compensation.CASH, rules_compensation.BOTH)
FIELDS = (
	"name surveyed_at survey_visit responsibility root_cause joint_state explained_at owner_answer explained_with transferred_at"
	" transfer_acknowledged_at"
).split()


def tickets(names: Iterable[str]) -> list[TicketFacts]:
	"""The facts of these tickets, by name. Two queries."""
	wanted = sorted({name for name in names if name})
	if not wanted:
		return []
	pieces: dict[str, list[Piece]] = defaultdict(list)
	for row in frappe.get_all(
		"Evidence Item", {"ticket": ("in", wanted)}, ["ticket", "kind", "stage", "moment"]
	):
		pieces[row.ticket].append(Piece(row.kind, row.stage, row.moment or ""))
	rows = frappe.get_all("Repair Ticket", {"name": ("in", wanted)}, FIELDS, order_by="name")
	return [_ticket(row, tuple(pieces[row.name])) for row in rows]


def of_ticket(ticket) -> TicketFacts:
	"""The facts of a Repair Ticket that is read already. One query."""
	rows = frappe.get_all("Evidence Item", {"ticket": ticket.name}, ["kind", "stage", "moment"])
	return _ticket(ticket, tuple(Piece(row.kind, row.stage, row.moment or "") for row in rows))


def compensations(docs: Sequence) -> list[CompensationFacts]:
	"""The facts of Compensations, in their order. Four queries."""
	names = [doc.name or "" for doc in docs]
	shown = set(_rows("Compensation Photo", names, "loss_no"))
	given: dict[str, list] = defaultdict(list)
	for parent, *row in _rows("Compensation Benefit", names, "idx", "confirmed_evidence"):
		given[parent].append(row)
	of = {one.ticket: one for one in tickets(doc.ticket for doc in docs)}
	return [
		CompensationFacts(
			doc.name,
			of.get(doc.ticket) or TicketFacts(doc.ticket or ""),
			tuple(
				LossFacts(row.idx, bool(row.evidence) or (doc.name, row.loss_no) in shown, bool(row.assessed))
				for row in doc.items
			),
			cause=bool(doc.cause),
			payee=bool(doc.payee_name),
			account=bool(doc.payee_account) or doc.method not in PAID_METHODS,
			terms=bool(doc.terms),
			approved=doc.docstatus == 1,
			signed=bool(doc.signed_evidence),
			identity=bool(doc.id_no),
			in_kind=tuple((idx, bool(proof)) for idx, proof in given[doc.name]),
		)
		for doc in docs
	]


def _rows(doctype: str, parents: list[str], *fields: str) -> list[tuple]:
	"""(parent, *fields) of the rows of Compensations, in order. One query."""
	of = {"parent": ("in", parents or [""]), "parenttype": "Compensation"}
	return [tuple(row) for row in frappe.get_all(doctype, of, ["parent", *fields], order_by="parent, idx", as_list=True)]


def deductions(docs: Sequence) -> list[DeductionFacts]:
	"""The facts of Contractor Deductions besides their chains, in their order. Three queries."""
	of = {one.ticket: one for one in tickets(row.ticket for doc in docs for row in doc.items)}
	kept = files.kept_among(url for doc in docs for url in (doc.bill_file, doc.notice_file))
	return [
		DeductionFacts(
			doc.name,
			tuple(of[name] for name in sorted({row.ticket for row in doc.items if row.ticket}) if name in of),
			worked=doc.source == "Third Party Order",
			bill_needed=doc.source == "Third Party Order",
			bill_file=doc.bill_file in kept,
			told=bool(doc.notified_at),
			notice_file=doc.notice_file in kept,
		)
		for doc in docs
	]


def _ticket(row, pieces: tuple[Piece, ...]) -> TicketFacts:
	return TicketFacts(
		row.name,
		pieces,
		surveyed=bool(row.surveyed_at or row.survey_visit),
		judged=row.responsibility in ("Warranty", "Owner Caused", "Expired"),
		cause=bool(row.root_cause),
		joint_open=row.joint_state == "Needed",
		explained=bool(row.explained_at and row.owner_answer),
		witnessed=bool(row.explained_with),
		transferred=bool(row.transferred_at),
		acknowledged=bool(row.transfer_acknowledged_at),
	)
