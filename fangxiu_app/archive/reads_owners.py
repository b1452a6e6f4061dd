"""Owners and tenants of units: their other units, and what is still open for them in a unit. One query each."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.estate.rules_ownership import Owner, same_person
from fangxiu_app.paid_repairs import rules_paid_repair
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Quotations that wait for their payer.
OPEN_QUOTES = (rules_paid_repair.DRAFT, rules_paid_repair.ISSUED, rules_paid_repair.REFUSED)


def other_units(unit: str, people: list[Owner]) -> list[dict]:
	"""Other units of the user's projects that these people own now: unit, title, row and who."""
	projects = allowed_projects(doctype="Unit Archive")
	names = {person.name for person in people} | {person.person[0] for person in people}
	if projects == [] or not names:
		return []
	owner, archive = frappe.qb.DocType("Unit Owner"), frappe.qb.DocType("Unit Archive")
	query = (
		frappe.qb.from_(owner)
		.join(archive)
		.on(archive.name == owner.parent)
		.select(archive.name.as_("unit"), archive.title, owner.name, owner.owner_name, owner.phone)
		.where((owner.to_date.isnull()) & (archive.name != unit) & owner.owner_name.isin(sorted(names)))
		.orderby(archive.unit_code)
	)
	if projects is not None:
		query = query.where(archive.project.isin(projects))
	rows = query.run(as_dict=True)
	# a name alone is not a person: the phone tells two of them apart
	known = [person for person in people if person.person[1]]
	return [
		row
		for row in rows
		if row.phone and any(same_person(Owner(row.owner_name, row.phone), person) for person in known)
	]


def open_tickets(unit: str) -> list[frappe._dict]:
	"""Open tickets of a unit with their contact, oldest first."""
	return frappe.get_all(
		"Repair Ticket",
		{"unit": unit, "status": ("not in", FINAL)},
		["name", "location", "defect_type", "status", "caller_name", "caller_phone"],
		order_by="reported_at",
	)


def open_quotes(unit: str) -> list[frappe._dict]:
	"""Quotations of a unit that owners have not accepted yet."""
	return frappe.get_all(
		"Paid Repair Quote",
		{"unit": unit, "payer_kind": rules_paid_repair.OWNER, "state": ("in", OPEN_QUOTES)},
		["name", "ticket", "state", "payer_name", "payer_phone", "total"],
		order_by="creation",
	)


def open_compensations(unit: str) -> list[frappe._dict]:
	"""Compensations of a unit that are not settled yet, with their payee."""
	states = ("Draft", "In Approval", "Approved", "Signed")
	return frappe.get_all(
		"Compensation",
		{"unit": unit, "docstatus": ("<", 2), "status": ("in", states)},
		["name", "payee_name", "payee_phone"],
		order_by="creation",
	)


def customer_of(person: Owner) -> str | None:
	"""The Customer that this person already is in another unit."""
	if not person.person[1]:
		return None
	rows = frappe.get_all(
		"Unit Owner",
		{"owner_name": person.name, "customer": ("is", "set"), "parenttype": "Unit Archive"},
		["customer", "phone", "owner_name"],
	)
	return next(
		(row.customer for row in rows if Owner(row.owner_name, row.phone or "").person == person.person), None
	)
