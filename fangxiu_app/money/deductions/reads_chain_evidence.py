"""Evidence behind what a deduction takes: third-party orders with their breaches, compensations with their signatures (R107, R111)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime

from fangxiu_app.contractors.breach import reads_breach_evidence
from fangxiu_app.money.deductions import reads_charges
from fangxiu_app.money.deductions.rules_evidence_chain import Paid, Work


def works(names: list[str]) -> list[Work]:
	"""The evidence of third-party orders: their bill, and the letters of their tickets. Six queries."""
	rows = reads_charges.orders(names)
	lines = frappe.get_all("Work Item", {"parent": ("in", names or [""])}, ["parent", "ticket"])
	tickets = {row.name: {row.ticket} for row in rows}
	for line in lines:
		if line.ticket:
			tickets.setdefault(line.parent, set()).add(line.ticket)
	wanted = sorted(set().union(*tickets.values()) - {None, ""}) if tickets else []
	known, rounds = reads_breach_evidence.breaches(wanted), reads_breach_evidence.rounds(wanted)
	approved = reads_breach_evidence.approved_at("Third Party Order", names)
	return [
		Work(
			row.name,
			row.docstatus == 1,
			_time(row.completed_at),
			_time(row.verified_at),
			row.bill or "",
			tuple(
				reads_breach_evidence.of_round(known[name], rounds.get(name, []), approved.get(row.name))
				for name in sorted(tickets[row.name] - {None, ""})
				if name in known
			),
			approved.get(row.name),
			row.bill_date,
		)
		for row in rows
	]


def paid(names: list[str]) -> list[Paid]:
	"""The evidence of compensations: signature of the owner, the bill, what was given in kind. One query."""
	return [
		Paid(
			row.name,
			bool(row.signed_on) and row.docstatus == 1,
			_time(row.signed_on),
			row.bill or "",
			row.bill_date,
			reads_charges.is_given(row),
		)
		for row in reads_charges.compensations(names)
	]


def _time(value) -> datetime | None:
	return get_datetime(value) if value else None
