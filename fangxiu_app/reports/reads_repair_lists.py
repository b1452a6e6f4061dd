"""Lists for the manager: repeat repairs, long repairs, work without today's record. Set-based, in the user's projects."""

from __future__ import annotations

from datetime import datetime

import frappe
from pypika import Case, Order
from pypika.functions import Max, Min, Sum

from fangxiu_app.figures import reads_figures, reads_kpi_facts
from fangxiu_app.figures.reads_kpi import within
from fangxiu_app.figures.rules_kpi import Period
from fangxiu_app.tickets.site_work.reads_work import WORKING

#: Clocks whose stops are contacts during a long repair (R102).
CONTACT_CLOCKS = ("Long Repair Notice", "Weekly Contact")


def repeats(filters: dict, span: Period, states: tuple[str, ...] = ("Suspected", "Confirmed")) -> list[frappe._dict]:
	"""Repeat repairs reported in the period, newest first: origin, source, manager's visit, contractors (R82-R87)."""
	ticket, first, visit = (
		frappe.qb.DocType(name) for name in ("Repair Ticket", "Repair Ticket", "Site Visit")
	)
	first = first.as_("fx_first")
	query, names = _named(ticket)
	past = frappe.qb.DocType("Supplier").as_("fx_past")
	query = query.left_join(first).on(first.name == ticket.repeat_of)
	query = query.left_join(past).on(past.name == first.contractor)
	query = query.left_join(visit).on(visit.name == ticket.manager_visit)
	query = query.select(
		*names,
		ticket.reported_at,
		ticket.repeat_state,
		ticket.repeat_source,
		ticket.repeat_of,
		first.closed_at.as_("first_closed_at"),
		past.supplier_name.as_("first_contractor"),
		ticket.manager_visit,
		visit.arrived_at.as_("manager_visited_at"),
		ticket.started_at,
		ticket.root_cause,
	)
	query = query.where(
		ticket.repeat_state.isin(states) & reads_figures.condition("reported", ticket, span.end, span)
	)
	query = within(query, ticket, filters).orderby(ticket.reported_at, order=Order.desc)
	return query.orderby(ticket.name).run(as_dict=True)


def long_repairs(filters: dict, now: datetime, days: int) -> list[frappe._dict]:
	"""Tickets open at ``now`` for more than ``days``, oldest first, with contacts kept and missed (R102, R104). Three queries."""
	ticket = frappe.qb.DocType("Repair Ticket")
	query, names = _named(ticket)
	query = query.select(
		*names, ticket.reported_at, ticket.waiting_on, ticket.started_at, ticket.agreed_completion
	)
	query = query.where(reads_figures.condition("open_long", ticket, now, Period(None, now)))
	rows = within(query, ticket, filters).orderby(ticket.reported_at).orderby(ticket.name).run(as_dict=True)
	kept, reached = _contact_clocks(filters, now, days), _last_contacts(filters, now, days)
	for row in rows:
		row.open_days = (now - row.reported_at).days
		row.update(kept.get(row.ticket) or {"kept": 0, "missed": 0, "next_contact": None})
		row.last_contact = reached.get(row.ticket)
	return rows


def without_record(filters: dict, now: datetime) -> list[frappe._dict]:
	"""Repairs at work without a patrol record of today, the longest neglected first (R12, R100). One query."""
	ticket, visit = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Site Visit")
	hold = frappe.qb.DocType("Ticket Hold")
	patrols = frappe.qb.from_(visit).select(visit.ticket, Max(visit.arrived_at).as_("last_at"))
	patrols = (
		patrols.where((visit.kind == "Patrol") & (visit.arrived_at <= now))
		.groupby(visit.ticket)
		.as_("patrols")
	)
	held = frappe.qb.from_(hold).select(hold.ticket, Max(hold.until).as_("held_until"))
	held = held.where(
		(hold.starts_at <= now) & hold.ended_at.isnull() & (hold.until.isnull() | (hold.until > now))
	)
	held = held.groupby(hold.ticket).as_("held")
	query, names = _named(ticket)
	query = query.left_join(patrols).on(patrols.ticket == ticket.name)
	query = query.left_join(held).on(held.ticket == ticket.name)
	query = query.select(*names, ticket.started_at, patrols.last_at, held.held_until)
	today = now.replace(hour=0, minute=0, second=0, microsecond=0)
	query = query.where(ticket.status.isin(WORKING) & (patrols.last_at.isnull() | (patrols.last_at < today)))
	rows = within(query, ticket, filters).run(as_dict=True)
	for row in rows:
		seen = row.last_at or row.started_at
		row.days_without = (now.date() - seen.date()).days if seen else None
	return sorted(rows, key=lambda row: (-(row.days_without or 0), row.ticket))


def _named(ticket):
	"""A query on tickets with the names of engineer and contractor, and the columns every list begins with."""
	user, supplier = map(frappe.qb.DocType, ("User", "Supplier"))
	query = frappe.qb.from_(ticket)
	query = query.left_join(user).on(user.name == ticket.engineer)
	query = query.left_join(supplier).on(supplier.name == ticket.contractor)
	plain = [
		ticket[name] for name in "project unit_code location defect_type status contractor engineer".split()
	]
	people = (user.full_name.as_("engineer_name"), supplier.supplier_name.as_("contractor_name"))
	return query, (ticket.name.as_("ticket"), *plain, *people)


def _long(query, ticket, filters: dict, now: datetime, days: int):
	query = query.where(reads_figures.condition("open_long", ticket, now, Period(None, now)))
	return within(query, ticket, filters)


def _contact_clocks(filters: dict, now: datetime, days: int) -> dict[str, dict]:
	ticket, clock = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Ticket Clock")
	open_ = clock.state.isin(reads_kpi_facts.OPEN_STATES)
	missed = (clock.state == "Late") | (open_ & (clock.due_at < now))
	query = frappe.qb.from_(clock).join(ticket).on(ticket.name == clock.parent)
	query = query.select(
		clock.parent.as_("ticket"),
		_sum(clock.state == "Met").as_("kept"),
		_sum(missed).as_("missed"),
		Min(Case().when(open_, clock.due_at)).as_("next_contact"),
	)
	query = query.where(clock.code.isin(CONTACT_CLOCKS))
	rows = _long(query, ticket, filters, now, days).groupby(clock.parent).run(as_dict=True)
	return {
		row.ticket: {"kept": int(row.kept), "missed": int(row.missed), "next_contact": row.next_contact}
		for row in rows
	}


def _last_contacts(filters: dict, now: datetime, days: int) -> dict[str, datetime]:
	ticket, contact = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Owner Contact")
	query = frappe.qb.from_(contact).join(ticket).on(ticket.name == contact.ticket)
	query = query.select(contact.ticket, Max(contact.contacted_at)).where(contact.outcome == "Reached")
	return dict(_long(query, ticket, filters, now, days).groupby(contact.ticket).run())


def _sum(condition):
	return Sum(Case().when(condition, 1).else_(0))


def count(rows: list[dict], field: str, most: int = 10) -> list[tuple[str, int]]:
	"""How often each value of ``field`` stands in ``rows``, most first: for charts."""
	found: dict[str, int] = {}
	for row in rows:
		found[row.get(field) or "–"] = found.get(row.get(field) or "–", 0) + 1
	return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def third_party(filters: dict, span: Period) -> list[dict]:
	"""Repairs given to a third party in the period, newest first (R107)."""
	ticket = frappe.qb.DocType("Repair Ticket")
	other = frappe.qb.DocType("Supplier").as_("fx_other")
	query, names = _named(ticket)
	query = query.left_join(other).on(other.name == ticket.third_party)
	query = query.select(*names, other.supplier_name.as_("third_party_name"), ticket.third_party_at)
	query = query.where(reads_figures.condition("third_party_given", ticket, span.end, span))
	query = within(query, ticket, filters).orderby(ticket.third_party_at, order=Order.desc)
	return query.orderby(ticket.name).run(as_dict=True)
