"""The escalation sweep: every minute, the clocks whose next step is due, each step once.

It reads only rows with ``next_step_at`` in the past, however many clocks there are, and with a constant number of
statements. Two sweeps at once share the work: rows another one holds are skipped, and a step's row has a name made of
clock and percentage: what is in the log has fired. After downtime the missed steps come back together.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime
from pypika.terms import Case

from fangxiu_app.core.access.roles import ENGINEER
from fangxiu_app.core.row_locks import by_key, claim
from fangxiu_app.core.time.spans import moment, standing
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.clocks import rules_clocks as engine

#: Rows of one round: bounds memory and the time locks are held.
BATCH = 1000
CLOCK_FIELDS = "code state started_at due_at next_step_at limit_minutes calendar fired".split()
TICKET_FIELDS = (
	"project",
	"engineer",
	"unit_code",
	"location",
	"defect_type",
	"agreed_completion",
	"appointment_at",
)


def run(now: datetime | None = None) -> int:
	"""Fire every step that is due at ``now``; returns how many. Commits are the caller's."""
	now = now or now_datetime()
	rows = _due_rows(now)
	if not rows:
		return 0
	holds = _holds({row.ticket for row in rows})
	steps, changes = [], {}
	for row in rows:
		rule = reads_clocks.rule_of(row, row)
		fired = reads_clocks.fired_steps(row)
		waits = reads_clocks.holds_for(row.code, holds[row.ticket])
		due = engine.due_steps(rule, row.started_at, None, waits, now, fired)
		steps += [(row, percent) for percent in due]
		row.fired = ",".join(map(str, sorted(fired | set(due))))
		changes[row.name] = (row.fired, reads_clocks.next_step(rule, row, waits))
	_write(changes)
	_record(steps, now)
	return len(steps)


def _due_rows(now: datetime) -> list:
	"""Due clocks of tickets that nobody is changing, each locked by its key."""
	clock = frappe.qb.DocType("Ticket Clock")
	found = dict(
		frappe.qb.from_(clock)
		.select(clock.name, clock.parent)
		.where((clock.state == "Running") & (clock.next_step_at <= now))
		.orderby(clock.next_step_at)
		.limit(BATCH)
		.run()
	)
	free = {row.name for row in claim("Repair Ticket", found.values())}
	locked = claim("Ticket Clock", [name for name in found if found[name] in free], CLOCK_FIELDS)
	# another sweep may have fired the last step meanwhile: then there is no next one
	due = {row.name: row for row in locked if row.state == "Running" and row.next_step_at and row.next_step_at <= now}
	return [frappe._dict(row, **due[row.name]) for row in _with_tickets(list(due))] if due else []


def _with_tickets(names: list[str]) -> list:
	"""Clock rows with what their tickets say about due time and recipients."""
	clock, ticket, building, agreement = map(
		frappe.qb.DocType, ("Ticket Clock", "Repair Ticket", "Estate Building", "Warranty Agreement")
	)
	query = frappe.qb.from_(clock).join(ticket).on(ticket.name == clock.parent)
	query = query.left_join(building).on(building.name == ticket.building)
	query = query.left_join(agreement).on(agreement.name == ticket.agreement)
	return (
		query.select(
			clock.name,
			ticket.name.as_("ticket"),
			*(ticket[field] for field in TICKET_FIELDS),
			building.lot_engineer,
			agreement.contact_person,
			agreement.phone.as_("contact_phone"),
			agreement.email.as_("contact_email"),
		)
		.where(clock.name.isin(names))
		.run(as_dict=True)
	)


def _holds(tickets: set[str]) -> dict[str, list[engine.Hold]]:
	found: dict[str, list[engine.Hold]] = defaultdict(list)
	fields = ["ticket", "starts_at", "until", "ended_at", "holder"]
	for row in frappe.get_all("Ticket Hold", {"ticket": ("in", list(tickets))}, fields, order_by="starts_at"):
		found[row.ticket].append(engine.Hold(row.starts_at, row.until, row.ended_at, row.holder))
	return found


def _write(changes: dict[str, tuple[str, datetime | None]]) -> None:
	clock = by_key("Ticket Clock")
	fired, following = Case(), Case()
	for name, (steps, due) in changes.items():
		fired = fired.when(clock.name == name, steps)
		following = following.when(clock.name == name, due)
	frappe.qb.update(clock).set(clock.fired, fired).set(clock.next_step_at, following).where(
		clock.name.isin(list(changes))
	).run()


def _record(steps: list, now: datetime) -> None:
	"""One Clock Escalation per step, and a message to everybody the step names."""
	steps = _unrecorded(steps)
	log, messages = [], []
	for row, percent in steps:
		to = _recipients(row, percent)
		told = "\n".join(person.name or person.value for person in to)
		what = (row.ticket, row.project, row.code, percent, row.due_at, now, told, row.name)
		log.append((_step_name(row, percent), *what, now, now))
		messages.append(_message(row, percent, to, now))
	if not log:
		return
	columns = "name ticket project clock percent due_at fired_at told clock_row creation modified".split()
	frappe.db.bulk_insert("Clock Escalation", columns, log, ignore_duplicates=True)
	outbox.tell_many(messages, now)


def _unrecorded(steps: list) -> list:
	"""Leaves out steps that are in the log already, so that a form saved over the sweep's marks causes no second message."""
	names = [_step_name(row, percent) for row, percent in steps]
	known = set(frappe.get_all("Clock Escalation", {"name": ("in", names)}, pluck="name")) if names else set()
	return [(row, percent) for row, percent in steps if _step_name(row, percent) not in known]


def _step_name(row, percent: int) -> str:
	return f"{row.name}-{percent}"


def _limit(code: str):
	return frappe.get_cached_doc("Time Limit", code)


def _recipients(row, percent: int) -> list[outbox.Recipient]:
	"""Whom a step names; without an engineer on the ticket, all engineers of the project."""
	found = []
	for step in _limit(row.code).steps:
		if step.percent != percent:
			continue
		if step.recipient == "Role":
			found.append(outbox.role(step.notify_role))
		elif step.recipient == "Contractor Contact":
			contact = row.contact_email or row.contact_phone
			found += [outbox.address(contact, row.contact_person or "")] if contact else []
		else:
			person = row.engineer if step.recipient == "Ticket Engineer" else row.lot_engineer
			found.append(outbox.user(person) if person else outbox.role(ENGINEER))
	return list(dict.fromkeys(found))


def _message(row, percent: int, to: list[outbox.Recipient], now: datetime) -> outbox.Message:
	"""Escalations are sent outside message hours too, because the clock's own calendar says when it runs."""
	due = get_datetime(row.due_at)
	place, what = f"{row.unit_code} {row.location} · {row.defect_type}", _(_limit(row.code).title)
	how, far = standing(due, now)
	texts = {
		"left": _("{0}: {1} is due at {2}, in {3}."),
		"now": _("{0}: {1} is due now."),
		"late": _("{0}: {1} is overdue by {3}, it was due at {2}."),
	}
	subject = texts[how].format(place, what, moment(due, now), far)
	return outbox.Message(
		subject,
		row.project,
		tuple(to),
		reference=("Repair Ticket", row.ticket),
		key=_step_name(row, percent),
		urgent=True,
		group=percent >= 100,
	)
