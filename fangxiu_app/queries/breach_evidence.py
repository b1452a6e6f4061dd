"""What is on file about breaches: letters with their proofs of service, orders with their bills (R107, R109)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime
from pypika.functions import Count

from fangxiu_app.domain.correspondence import NOTICES
from fangxiu_app.domain.evidence_chain import TICKET, Breach, Notice, Paid, Work
from fangxiu_app.queries import charges


def works(names: list[str]) -> list[Work]:
	"""The evidence of third-party orders: their bill, and the letters of their tickets. Four queries."""
	rows = charges.orders(names)
	lines = frappe.get_all("Work Item", {"parent": ("in", names or [""])}, ["parent", "ticket"])
	tickets = {row.name: {row.ticket} for row in rows}
	for line in lines:
		if line.ticket:
			tickets.setdefault(line.parent, set()).add(line.ticket)
	known = breaches(sorted(set().union(*tickets.values()) - {None, ""}) if tickets else [])
	return [
		Work(
			row.name,
			row.docstatus == 1,
			_time(row.completed_at),
			_time(row.verified_at),
			row.bill or "",
			tuple(known[name] for name in sorted(tickets[row.name] - {None, ""}) if name in known),
		)
		for row in rows
	]


def breaches(tickets: list[str]) -> dict[str, Breach]:
	"""How far each ticket's breach went, by its letters and their proofs of service. Two queries."""
	rows = frappe.get_all(
		TICKET, {"name": ("in", tickets or [""])}, ["name", "coordination_result", "third_party_at"]
	)
	letters = notices(tickets)
	return {
		row.name: Breach(
			row.name,
			tuple(letters.get(row.name, ())),
			row.coordination_result or "",
			_time(row.third_party_at),
		)
		for row in rows
	}


def notices(tickets: list[str]) -> dict[str, list[Notice]]:
	"""Issued notices about each ticket, oldest first, with the number of their proofs. One query."""
	letter, line, proof = map(frappe.qb.DocType, ("Correspondence", "Letter Ticket", "Service Proof"))
	query = (
		frappe.qb.from_(line)
		.join(letter)
		.on((letter.name == line.parent) & (line.parenttype == "Correspondence"))
		.left_join(proof)
		.on(proof.parent == letter.name)
		.select(
			line.ticket,
			letter.name,
			letter.issued_at,
			letter.served_at,
			letter.cure_until,
			Count(proof.name).as_("proofs"),
		)
		.where(line.ticket.isin(tickets or [""]) & letter.kind.isin(NOTICES))
		.where(letter.state.notin(("Draft", "Withdrawn")))
		.groupby(line.ticket, letter.name)
		.orderby(letter.issued_at)
		.orderby(letter.name)
	)
	found: dict[str, list[Notice]] = {}
	for row in query.run(as_dict=True):
		times = (_time(row.issued_at), _time(row.served_at), _time(row.cure_until))
		found.setdefault(row.ticket, []).append(Notice(row.name, *times, row.proofs))
	return found


def paid(names: list[str]) -> list[Paid]:
	"""The evidence of compensations: signature of the owner, and the bill. One query."""
	return [
		Paid(row.name, row.status == "Signed", _time(row.signed_on), row.bill or "")
		for row in charges.compensations(names)
	]


def _time(value) -> datetime | None:
	return get_datetime(value) if value else None
