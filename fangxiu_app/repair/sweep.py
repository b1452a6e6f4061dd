"""The escalation sweep: every minute, the clocks whose next step is due, each step once (design 6).

It reads only rows with ``next_step_at`` in the past, however many clocks there are, and with a constant number of
statements. Two sweeps at once share the work: rows another one holds are skipped, and a step's row has a name made of
clock and percentage: what is in the log has fired. After downtime the missed steps come back together.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import frappe
from frappe.utils import now_datetime
from pypika.terms import Case

from fangxiu_app.access.roles import ENGINEER
from fangxiu_app.domain import clocks as engine
from fangxiu_app.queries.people import users_by_role
from fangxiu_app.repair import clocks

#: Rows of one round: bounds memory and the time locks are held.
BATCH = 1000


def run(now: datetime | None = None) -> int:
	"""Fire every step that is due at ``now``; returns how many fired. Commits are the caller's."""
	now = now or now_datetime()
	rows = _due_rows(now)
	if not rows:
		return 0
	holds = _holds({row.ticket for row in rows})
	steps, changes = [], {}
	for row in rows:
		rule = clocks.rule_of(row, row)
		fired = clocks.fired_steps(row)
		due = engine.due_steps(rule, row.started_at, None, holds[row.ticket], now, fired)
		steps += [(row, percent) for percent in due]
		row.fired = ",".join(map(str, sorted(fired | set(due))))
		changes[row.name] = (row.fired, clocks.next_step(rule, row, holds[row.ticket]))
	_write(changes)
	_record(steps, now)
	return len(steps)


def _due_rows(now: datetime) -> list:
	clock, ticket = frappe.qb.DocType("Ticket Clock"), frappe.qb.DocType("Repair Ticket")
	locked = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on(ticket.name == clock.parent)
		.select(clock.name)
		.where((clock.state == "Running") & (clock.next_step_at <= now))
		.orderby(clock.next_step_at)
		.limit(BATCH)
		.for_update(skip_locked=True)
	).run(pluck=True)
	if not locked:
		return []
	return (
		frappe.qb.from_(clock)
		.join(ticket)
		.on(ticket.name == clock.parent)
		.select(
			clock.name,
			clock.code,
			clock.started_at,
			clock.due_at,
			clock.limit_minutes,
			clock.calendar,
			clock.fired,
			ticket.name.as_("ticket"),
			ticket.project,
			ticket.engineer,
			ticket.unit_code,
			ticket.agreed_completion,
			ticket.appointment_at,
		)
		.where(clock.name.isin(locked))
	).run(as_dict=True)


def _holds(tickets: set[str]) -> dict[str, list[engine.Hold]]:
	found: dict[str, list[engine.Hold]] = defaultdict(list)
	fields = ["ticket", "starts_at", "until", "ended_at", "holder"]
	for row in frappe.get_all("Ticket Hold", {"ticket": ("in", list(tickets))}, fields, order_by="starts_at"):
		found[row.ticket].append(engine.Hold(row.starts_at, row.until, row.ended_at, row.holder))
	return found


def _write(changes: dict[str, tuple[str, datetime | None]]) -> None:
	clock = frappe.qb.DocType("Ticket Clock")
	fired, following = Case(), Case()
	for name, (steps, moment) in changes.items():
		fired = fired.when(clock.name == name, steps)
		following = following.when(clock.name == name, moment)
	frappe.qb.update(clock).set(clock.fired, fired).set(clock.next_step_at, following).where(
		clock.name.isin(list(changes))
	).run()


def _record(steps: list, now: datetime) -> None:
	"""One Clock Escalation per step, and a bell for everybody the step names who may see the project."""
	steps = _unrecorded(steps)
	if not steps:
		return
	roles = {
		(row.code, step.percent): step.notify_role
		for row, _percent in steps
		for step in _limit(row.code).steps
	}
	people = users_by_role(set(roles.values()))
	log, bells = [], []
	for row, percent in steps:
		role = roles[row.code, percent]
		log.append(
			(
				f"{row.name}-{percent}",
				row.ticket,
				row.project,
				row.code,
				percent,
				row.due_at,
				now,
				role,
				row.name,
				now,
				now,
			)
		)
		bells += [(user, row, percent) for user in _recipients(people, role, row)]
	columns = (
		"name ticket project clock percent due_at fired_at notify_role clock_row creation modified".split()
	)
	frappe.db.bulk_insert("Clock Escalation", columns, log, ignore_duplicates=True)
	_ring(bells, now)


def _unrecorded(steps: list) -> list:
	"""Without the steps that are in the log: a form saved over the sweep's marks does not ring twice."""
	names = [f"{row.name}-{percent}" for row, percent in steps]
	known = set(frappe.get_all("Clock Escalation", {"name": ("in", names)}, pluck="name")) if names else set()
	return [(row, percent) for row, percent in steps if f"{row.name}-{percent}" not in known]


def _limit(code: str):
	return frappe.get_cached_doc("Time Limit", code)


def _recipients(people: dict, role: str, row) -> set[str]:
	if role == ENGINEER and row.engineer:
		return {row.engineer}
	return {
		user for user, projects in people.get(role, {}).items() if projects is None or row.project in projects
	}


def _ring(bells: list, now: datetime) -> None:
	"""Notification Log rows, one statement for all: Frappe's own bell, without one insert per person."""
	columns = (
		"name for_user type document_type document_name subject from_user owner creation modified".split()
	)
	rows = [
		(
			frappe.generate_hash(length=10),
			user,
			"Alert",
			"Repair Ticket",
			row.ticket,
			f"{row.unit_code} · {_limit(row.code).title} · {percent}%",
			"Administrator",
			"Administrator",
			now,
			now,
		)
		for user, row, percent in bells
	]
	if rows:
		frappe.db.bulk_insert("Notification Log", columns, rows)
		for user in {user for user, _row, _percent in bells}:
			frappe.publish_realtime("notification", user=user, after_commit=True)
