"""What evidence of tickets still serves: their warranties, deductions and compensations (R109). Set-based."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import cint, getdate

from fangxiu_app.core import lawful_settings
from fangxiu_app.evidence import rules_retention
from fangxiu_app.evidence.rules_completeness import COMPENSATION, DEDUCTION, TICKET
from fangxiu_app.evidence.rules_retention import Matter
from fangxiu_app.money.deductions.rules_deduction import UNDECIDED
from fangxiu_app.money.payments import rules_compensation
from fangxiu_app.tickets.life.rules_ticket import FINAL


def until(tickets: Iterable[str]) -> date | None:
	"""The day until which the evidence of these tickets is kept at least, by the setting; None while something is open."""
	return rules_retention.until(matters(tickets), years())


def years() -> int:
	"""The setting *Years Evidence Is Kept*, never less than the law's."""
	known = frappe.get_cached_doc("Fangxiu Settings").evidence_keep_years
	return cint(lawful_settings.lawful("evidence_keep_years", known))


def matters(tickets: Iterable[str]) -> list[Matter]:
	"""These tickets with their deductions and compensations. Three queries."""
	of = sorted({name for name in tickets if name})
	named = {"ticket": ("in", of or ["-"])}
	deductions = frappe.get_all("Deduction Item", named | {"parenttype": DEDUCTION}, pluck="parent", distinct=True)
	return [
		*_tickets({"name": ("in", of or ["-"])}),
		*_deductions({"name": ("in", deductions or ["-"])}),
		*_compensations(named),
	]


def _tickets(filters: dict) -> list[Matter]:
	fields = ["name", "status", "owner_until", "contractor_until", "closed_at"]
	rows = frappe.get_all(TICKET, filters, fields, order_by="name")
	return [
		Matter(row.name, row.status in FINAL, _days(row.owner_until, row.contractor_until, row.closed_at))
		for row in rows
	]


def _deductions(filters: dict) -> list[Matter]:
	rows = frappe.get_all(DEDUCTION, filters, ["name", "state", "posting_date"], order_by="name")
	return [Matter(row.name, row.state not in UNDECIDED, _days(row.posting_date)) for row in rows]


def _compensations(filters: dict) -> list[Matter]:
	rows = frappe.get_all(COMPENSATION, filters, ["name", "status", "signed_on"], order_by="name")
	return [
		Matter(row.name, row.status in (*rules_compensation.AFTER_SIGNATURE, rules_compensation.CANCELLED), _days(row.signed_on)) for row in rows
	]


def _days(*values) -> tuple[date | None, ...]:
	return tuple(getdate(value) if value else None for value in values)
