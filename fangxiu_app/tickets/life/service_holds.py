"""Holds: for whom a ticket waits until when, and the clocks that stand still meanwhile (not those of R72, R98 and R102: ``RUN_ON``)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime, now_datetime
from pypika.terms import Case

from fangxiu_app.core import settings
from fangxiu_app.core.access.roles import ENGINEER, MANAGER
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.row_locks import by_key, claim
from fangxiu_app.core.time.event_time import check_event_time
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.clocks import reads_holds, service_clocks
from fangxiu_app.tickets.clocks.rules_long_repair import RUN_ON
from fangxiu_app.tickets.life import rules_waiting_on, service_ticket_row
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Holds woken in one round.
BATCH = 500
#: Own rule: nobody waits longer than this by the word of one person; beyond it the repair manager decides, as often as it comes up.
LONGEST = timedelta(days=30)
#: What a message about a woken hold says of its ticket.
TOLD = ("project", "engineer", "unit_code")


def violations(hold, now: datetime) -> list[Violation]:
	"""What stands against a new hold: its ticket, its times, a hold for the same holder, lateness it would hide."""
	fields = ["name", "status", "reported_at", "emergency", "arrived_at"]
	ticket = frappe.db.get_value("Repair Ticket", hold.ticket, fields, as_dict=True)
	if ticket.status in FINAL:
		return [Violation("hold_on_finished", (ticket.name, ticket.status))]
	if barred := reads_holds.barred(ticket):
		return barred
	same = {"ticket": ticket.name, "holder": hold.holder, "ended_at": ("is", "not set")}
	running = frappe.db.get_value("Ticket Hold", same, "name")
	if running:
		return [Violation("hold_twice", (running, hold.holder))]
	start, reason = get_datetime(hold.starts_at), hold.back_entry_reason or ""
	tolerance = settings.load().entry_tolerance_minutes
	found = check_event_time(start, now, ticket.reported_at, tolerance, reason)
	if get_datetime(hold.agreed_at) > now:
		found.append(Violation("time_in_future", (get_datetime(hold.agreed_at),)))
	if get_datetime(hold.until) - now > LONGEST and MANAGER not in frappe.get_roles():
		found.append(Violation("hold_long", (LONGEST.days, now + LONGEST)))
	return found or _hidden_lateness(ticket.name, start, now)


def apply(ticket_name: str) -> None:
	"""Recompute due times, and who has to act, after a hold of the ticket changed."""
	ticket = service_ticket_row.locked(ticket_name)
	now = now_datetime()
	active = [
		hold for hold in service_clocks.holds_of(ticket) if hold.ended is None and hold.start <= now < hold.until
	]
	if ticket.emergency and not ticket.arrived_at:
		active = []
	ticket.held_since = active[-1].start if active else None
	ticket.waiting_on = active[-1].holder if active else _waiting_on([ticket.name])[ticket.name]
	service_clocks.refresh(ticket)
	# Whoever may enter a hold (checked on the hold) changes the ticket's due times with it.
	ticket.write_by_action(ignore_permissions=True)


def pass_by(ticket) -> None:
	"""A ticket that becomes an emergency is somebody's to act on at once, whatever it waited for (R72): its hold stops no arrival."""
	if ticket.held_since:
		ticket.held_since, ticket.waiting_on = None, _waiting_on([ticket.name])[ticket.name]


def end(hold, at: datetime | None = None) -> None:
	"""End a hold before its time; the clocks resume with exactly what was left."""
	hold.ended_at = min(at or now_datetime().replace(microsecond=0), get_datetime(hold.until))
	hold.write_by_action()


def end_all(ticket, at: datetime) -> None:
	"""End all holds of a ticket that ended at ``at``."""
	if not ticket.held_since and not ticket.emergency:  # one that an emergency passed by runs still
		return
	ticket.held_since = ticket.flags.fx_holds = None
	running = {"ticket": ticket.name, "ended_at": ("is", "not set")}
	names = frappe.get_all("Ticket Hold", running, pluck="name")
	if names:
		hold = by_key("Ticket Hold")
		frappe.qb.update(hold).set(
			hold.ended_at,
			Case().when(hold.until < at, hold.until).when(hold.starts_at > at, hold.starts_at).else_(at),
		).where(hold.name.isin(names)).run()


def wake_due(now: datetime | None = None) -> int:
	"""End every hold whose time is over and notify the engineers; returns how many.

	Due times need no change: they were computed with the agreed end. A constant number of statements, rows that are due only.
	Commits are the caller's.
	"""
	now = now or now_datetime()
	due = _due_holds(now)
	if not due:
		return 0
	hold = by_key("Ticket Hold")
	frappe.qb.update(hold).set(hold.ended_at, hold.until).set(hold.modified, now).where(
		hold.name.isin([row.name for row in due])
	).run()
	_give_back(sorted({row.ticket for row in due}), now)
	outbox.tell_many(map(_woken, due), now)
	return len(due)


def _due_holds(now: datetime) -> list:
	"""Holds whose time is over, locked by their keys, on tickets that nobody is changing."""
	hold = frappe.qb.DocType("Ticket Hold")
	found = dict(
		frappe.qb.from_(hold)
		.select(hold.name, hold.ticket)
		.where(hold.ended_at.isnull() & (hold.until <= now))
		.orderby(hold.until)
		.limit(BATCH)
		.run()
	)
	tickets_of = {row.name: row for row in claim("Repair Ticket", found.values(), TOLD)}
	mine = [name for name, ticket in found.items() if ticket in tickets_of]
	rows = claim("Ticket Hold", mine, ("ticket", "holder", "until", "ended_at"))
	return [
		frappe._dict({field: tickets_of[row.ticket][field] for field in TOLD}, **row)
		for row in rows
		if not row.ended_at and row.until <= now
	]


def _give_back(tickets: list[str], now: datetime) -> None:
	"""Who has to act, and the hold mark, for tickets whose holds have just ended: by another hold, or by the last event."""
	fields = ["ticket", "holder", "starts_at"]
	filters = {
		"ticket": ("in", tickets),
		"ended_at": ("is", "not set"),
		"starts_at": ("<=", now),
		"until": (">", now),
	}
	others = {row.ticket: row for row in frappe.get_all("Ticket Hold", filters, fields, order_by="starts_at")}
	found = _waiting_on(tickets)
	ticket = by_key("Repair Ticket")
	holder, since = Case(), Case()
	for name in tickets:
		other = others.get(name)
		holder = holder.when(ticket.name == name, other.holder if other else found[name])
		since = since.when(ticket.name == name, other.starts_at if other else None)
	# modified too: a form that still shows the hold must be read again before it is saved
	frappe.qb.update(ticket).set(ticket.waiting_on, holder).set(ticket.held_since, since).set(
		ticket.modified, now
	).where(ticket.name.isin(tickets)).run()


def _woken(row) -> outbox.Message:
	subject = _("{0}: the wait for {1} is over, the clocks run again").format(row.unit_code, _(row.holder))
	to = outbox.user(row.engineer) if row.engineer else outbox.role(ENGINEER)
	return outbox.Message(
		subject, row.project, (to,), reference=("Repair Ticket", row.ticket), key=f"hold {row.name} is over"
	)


def _hidden_lateness(ticket: str, start: datetime, now: datetime) -> list[Violation]:
	"""A hold entered after a limit was missed may not begin before the miss, so that it cannot hide it."""
	clock = frappe.qb.DocType("Ticket Clock")
	query = (
		frappe.qb.from_(clock).select(clock.code, clock.due_at).orderby(clock.due_at, order=frappe.qb.desc)
	)
	running = (clock.parent == ticket) & (clock.parenttype == "Repair Ticket") & (clock.state == "Running")
	stopped = clock.code.notin(RUN_ON)
	rows = query.where(running & stopped & (clock.due_at < now)).limit(1).run(as_dict=True)
	if not rows or start >= rows[0].due_at:
		return []
	title = frappe.get_cached_value("Time Limit", rows[0].code, "title")
	return [Violation("hold_hides_lateness", (title, rows[0].due_at))]


def _waiting_on(tickets: list[str]) -> dict[str, str]:
	"""Who has to act by the event log, outside holds."""
	actions = defaultdict(list)
	rows = frappe.get_all(
		"Ticket Event", {"ticket": ("in", tickets)}, ["ticket", "action"], order_by="at, creation"
	)
	for row in rows:
		actions[row.ticket].append(row.action)
	return {name: rules_waiting_on.last_holder(actions[name]) for name in tickets}
