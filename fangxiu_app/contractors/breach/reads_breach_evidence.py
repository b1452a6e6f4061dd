"""What is on file about breaches: letters with their proofs of service, orders with their bills (R107, R109)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import frappe
from frappe.utils import cint, get_datetime
from pypika.functions import Count, Max

from fangxiu_app.contractors.breach.rules_breach import NOTICES, Breach, Notice

TICKET = "Repair Ticket"
COORDINATED, COMMISSIONED = "record_coordination", "commission_third_party"


@dataclass(frozen=True, slots=True)
class Moment:
	"""A line of a ticket's log: what was done, when, and the result of a coordination."""

	action: str
	at: datetime
	result: str = ""


def breaches(tickets: list[str]) -> dict[str, Breach]:
	"""How far each ticket's breach went, by its letters and their proofs of service, of all its rounds. Two queries."""
	return {name: breach for name, (breach, _begun) in _read(tickets).items()}


def current(tickets: list[str]) -> dict[str, Breach]:
	"""The same of the round that is under way: letters of before a ticket was reopened are about another one. Two queries."""
	return {
		name: replace(
			breach,
			notices=tuple(
				one for one in breach.notices if begun is None or one.issued_at is None or one.issued_at >= begun
			),
		)
		for name, (breach, begun) in _read(tickets).items()
	}


def wanted() -> int:
	"""How many notices a contractor has to receive before a third party may be ordered: a setting."""
	return cint(frappe.db.get_single_value("Fangxiu Settings", "notices_wanted")) or 1


def _read(tickets: list[str]) -> dict[str, tuple[Breach, datetime | None]]:
	"""Ticket → its breach, and when its round of repair began. A notice recorded on the ticket alone is one, too."""
	fields = ["name", "coordination_result", "third_party_at", "reported_at", "accepted_at", "status"]
	fields += ["notice_served_at", "cure_until", "notice_file"]
	rows = frappe.get_all(TICKET, {"name": ("in", tickets or [""])}, fields)
	letters = notices(tickets)
	found = {}
	for row in rows:
		known, served = letters.get(row.name, []), _time(row.notice_served_at)
		if served and not any(one.served_at and one.served_at >= served for one in known):
			own = Notice("", served, served, _time(row.cure_until), int(bool(row.notice_file)))
			known = sorted([*known, own], key=lambda one: one.issued_at or datetime.max)
		breach = Breach(
			row.name,
			tuple(known),
			row.coordination_result or "",
			_time(row.third_party_at),
			_time(row.reported_at),
		)
		found[row.name] = (breach, _time(row.accepted_at))
	return found


def rounds(tickets: list[str]) -> dict[str, list[Moment]]:
	"""Results of the coordination and commissions of each ticket, from its own log, the oldest first. One query.

	A reopened ticket is free of what the round before it recorded; the log still knows it (docs/adr/0106).
	"""
	filters = {"ticket": ("in", tickets or [""]), "action": ("in", (COORDINATED, COMMISSIONED))}
	rows = frappe.get_all(
		"Ticket Event", filters, ["ticket", "action", "at", "details"], order_by="at, creation"
	)
	found: dict[str, list[Moment]] = {}
	for row in rows:
		result = json.loads(row.details or "{}").get("coordination_result") or ""
		found.setdefault(row.ticket, []).append(Moment(row.action, _time(row.at), result))
	return found


def of_round(breach: Breach, moments: list[Moment], ordered_at: datetime | None) -> Breach:
	"""``breach`` as it stood when the order was given: coordination and commission of that round of repair."""
	before = [one for one in moments if one.action == COORDINATED and _not_after(one.at, ordered_at)]
	if before:
		breach = replace(breach, coordination=before[-1].result, coordinated_at=before[-1].at)
	commissions = [one.at for one in moments if one.action == COMMISSIONED]
	if ordered_at and commissions:
		# the commission follows the last signature within the same request
		later = [at for at in commissions if at >= ordered_at - timedelta(minutes=1)]
		breach = replace(breach, taken_over_at=(later or commissions[-1:])[0])
	return breach


def _not_after(at: datetime, limit: datetime | None) -> bool:
	return limit is None or at <= limit


def approved_at(doctype: str, names: list[str]) -> dict[str, datetime]:
	"""The last signature of each approved document, by name. One query."""
	log, doc = frappe.qb.DocType("Approval Log"), frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(log)
		.join(doc)
		.on((doc.name == log.document) & (doc.docstatus == 1))
		.select(log.document, Max(log.at))
		.where((log.document_type == doctype) & log.document.isin(names or [""]))
		.where(log.action == "Approved")
		.groupby(log.document)
	)
	return {name: _time(at) for name, at in query.run()}


def complaints(tickets: list[str]) -> list[tuple[str, datetime]]:
	"""(ticket, when it was reported), by name. One query, none without tickets."""
	if not tickets:
		return []
	rows = frappe.get_all(TICKET, {"name": ("in", tickets)}, ["name", "reported_at"], order_by="name")
	return [(row.name, _time(row.reported_at)) for row in rows]


def notices(tickets: list[str]) -> dict[str, list[Notice]]:
	"""Notices to the contractor about each ticket, oldest first, drafts last, with the number of their proofs. One query.

	What the project department received starts nobody's cure time.
	"""
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
			letter.kind,
			letter.issued_at,
			letter.served_at,
			letter.cure_until,
			letter.outcome,
			Count(proof.name).as_("proofs"),
		)
		.where(line.ticket.isin(tickets or [""]) & letter.kind.isin(NOTICES))
		.where((letter.state != "Withdrawn") & (letter.to_party == "Contractor"))
		.groupby(line.ticket, letter.name)
		.orderby(letter.issued_at.isnull())
		.orderby(letter.issued_at)
		.orderby(letter.name)
	)
	found: dict[str, list[Notice]] = {}
	for row in query.run(as_dict=True):
		times = (_time(row.issued_at), _time(row.served_at), _time(row.cure_until))
		found.setdefault(row.ticket, []).append(Notice(row.name, *times, row.proofs, row.outcome or "", row.kind == NOTICES[1]))
	return found


def _time(value) -> datetime | None:
	return get_datetime(value) if value else None
