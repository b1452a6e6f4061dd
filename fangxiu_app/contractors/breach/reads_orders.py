"""Records third-party orders rest on: breaches, the contractor register, completion photos."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe.utils import getdate

from fangxiu_app.contractors import reads_answering
from fangxiu_app.contractors.breach import reads_breach_evidence
from fangxiu_app.contractors.breach.rules_third_party import BLOCKED, Chain, Order, Registered
from fangxiu_app.core.access import files
from fangxiu_app.core.files.proof_files import shared
from fangxiu_app.core.money import money as money
from fangxiu_app.core.money import total
from fangxiu_app.core.refusal import Violation

CHAIN_FIELDS = ("name", "payer", "trade")
#: Stages of a photo that show finished work.
DONE_STAGES = ("Repair", "Pre-acceptance", "Acceptance")


def order_facts(doc) -> Order:
	"""``doc`` (a Third Party Order) as the rules see it."""
	names = ticket_names(doc)
	rows = frappe.get_all("Repair Ticket", {"name": ("in", names)}, CHAIN_FIELDS)
	breaches, whose = reads_breach_evidence.current(names), reads_answering.answers(names)
	chains = tuple(Chain(row.name, whose[row.name], row.payer or "", breaches[row.name]) for row in rows)
	return Order(
		doc.reason,
		doc.third_party,
		doc.contractor or "",
		money(doc.total),
		getdate(doc.finish_by),
		chains,
		registered(doc.third_party),
		frozenset(row.trade for row in rows if row.trade),
		{row.supplier: money(row.amount) for row in doc.quotations},
		doc.suspension_override or "",
		_unfiled(doc),
		doc.choice_reason or "",
		reads_breach_evidence.wanted(),
		doc.agreement or "",
		doc.notice or "",
		total(beside(doc).values()),
	)


def _unfiled(doc) -> tuple[str, ...]:
	"""Bidders whose quotation names no file that this site keeps. One query."""
	kept = files.kept_among(row.quotation_file for row in doc.quotations)
	return tuple(row.supplier_name or row.supplier for row in doc.quotations if row.quotation_file not in kept)


def copied(doc) -> list[Violation]:
	"""Bidders whose quotation is the file of another one: each makes an offer of its own. One query at most."""
	return shared([(row.supplier_name or row.supplier, row.quotation_file) for row in doc.quotations])


def ticket_names(doc) -> list[str]:
	"""The tickets an order is about: its own, and those of its lines."""
	return sorted({doc.ticket, *(row.ticket for row in doc.items)} - {None, ""})


def beside(doc) -> dict[str, float]:
	"""Orders to the same third party about a ticket of ``doc`` that are being approved, or were: name → amount. One query."""
	order, row = frappe.qb.DocType("Third Party Order"), frappe.qb.DocType("Work Item")
	names = ticket_names(doc)
	lines = frappe.qb.from_(row).select(row.parent).where(row.ticket.isin(names) & (row.parenttype == "Third Party Order"))
	asked = (order.docstatus == 1) | ((order.docstatus == 0) & (order.approval_state == "In Approval"))
	query = frappe.qb.from_(order).select(order.name, order.total).where(asked & (order.third_party == (doc.third_party or "")))
	query = query.where((order.ticket.isin(names) | order.name.isin(lines)) & (order.name != (doc.name or "")))
	return dict(query.orderby(order.name).run())


def registered(supplier: str) -> Registered:
	"""The register's entry for ``supplier``; an empty state where there is none."""
	fields = ["state", "qualification_until", "insurance_until", "suspended_from"]
	row = frappe.db.get_value("Contractor Register", supplier, fields, as_dict=True)
	if not row:
		return Registered()
	trades = frappe.get_all("Contractor Trade", {"parent": supplier}, pluck="trade")
	days = (row.qualification_until, row.insurance_until)
	return Registered(
		row.state,
		frozenset(trades),
		tuple(getdate(day) for day in days if day),
		row.suspended_from and getdate(row.suspended_from),
	)


def suspended(suppliers: list[str], day) -> dict[str, str]:
	"""The contractors that get no new work on ``day``, with their state in the register. One query, none for an empty list."""
	names = sorted({name for name in suppliers if name})
	if not names:
		return {}
	filters = {"name": ("in", names), "state": ("in", BLOCKED)}
	rows = frappe.get_all("Contractor Register", filters, ["name", "state", "suspended_from"])
	return {
		row.name: row.state
		for row in rows
		if Registered(row.state, suspended_from=row.suspended_from).blocked(day)
	}


def photos(tickets: list[str]) -> dict[str, int]:
	"""Photos of finished work by ticket. One query."""
	filters = {"ticket": ("in", tickets), "stage": ("in", DONE_STAGES), "kind": ("in", ("Photo", "Video"))}
	counted = Counter(frappe.get_all("Evidence Item", filters, pluck="ticket"))
	return {ticket: counted[ticket] for ticket in tickets}
