"""Escalation of complaints: every minute the clocks whose next step is due, each step once, up to the management by level (R110).

It reads only rows whose ``next_step_at`` has passed, with a constant number of statements. A step's message has a key of clock,
limit and percentage, so a second sweep, or one after downtime, says nothing twice.
"""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime
from pypika.terms import Case

from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.complaints.service_complaint_clocks import rule_of
from fangxiu_app.core.access.roles import CS_HEAD, ENGINEER, GENERAL_MANAGER, MANAGER, SUPERVISOR
from fangxiu_app.core.row_locks import by_key, claim
from fangxiu_app.core.time.spans import moment, standing
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.clocks import rules_clocks as engine

#: Rows of one round: bounds memory and the time locks are held.
BATCH = 500
CLOCK = "code state started_at due_at next_step_at limit_minutes calendar promised_at fired".split()
COMPLAINT = "project subject level state case_owner complainant unit_code escalated_to".split()
#: From the bottom to the top: a complaint that has reached the general manager does not sink again.
CHAIN = (ENGINEER, SUPERVISOR, MANAGER, CS_HEAD, GENERAL_MANAGER)


def run(now: datetime | None = None) -> int:
	"""Fire every step that is due at ``now``; returns how many. Commits are the caller's."""
	now = (now or now_datetime()).replace(microsecond=0)
	rows = _due_rows(now)
	steps, changes = [], {}
	for row in rows:
		rule, fired = rule_of(row), reads_clocks.fired_steps(row)
		due = engine.due_steps(rule, get_datetime(row.started_at), None, (), now, fired)
		steps += [(row, percent) for percent in due]
		row.fired = ",".join(map(str, sorted(fired | set(due))))
		changes[row.clock] = (row.fired, reads_clocks.next_step(rule, row, []))
	if changes:
		_write_clocks(changes)
		_write_complaints(steps, now)
		outbox.tell_many([_message(row, percent, now) for row, percent in steps], now)
	return len(steps)


def _due_rows(now: datetime) -> list:
	"""Due clocks with what their complaints say; complaints that somebody is changing are left for the next minute."""
	clock = frappe.qb.DocType("Complaint Clock")
	query = frappe.qb.from_(clock).select(clock.name, clock.parent)
	query = query.where((clock.state == "Running") & (clock.next_step_at <= now))
	found = dict(query.orderby(clock.next_step_at).limit(BATCH).run())
	cases = {row.name: row for row in claim("Customer Complaint", found.values(), COMPLAINT)}
	rows = claim("Complaint Clock", [name for name, case in found.items() if case in cases], CLOCK)
	return [
		frappe._dict({**cases[found[row.name]], **row, "clock": row.name, "complaint": found[row.name]})
		for row in rows
		if row.state == "Running" and row.next_step_at and row.next_step_at <= now
	]


def _write_clocks(changes: dict[str, tuple[str, datetime | None]]) -> None:
	clock = by_key("Complaint Clock")
	fired, following = Case(), Case()
	for name, (steps, due) in changes.items():
		fired = fired.when(clock.name == name, steps)
		following = following.when(clock.name == name, due)
	query = frappe.qb.update(clock).set(clock.fired, fired).set(clock.next_step_at, following)
	query.where(clock.name.isin(list(changes))).run()


def _write_complaints(steps: list, now: datetime) -> None:
	"""The highest role that was told of each complaint: what the list shows. One statement."""
	highest: dict[str, str] = {}
	for row, percent in steps:
		told = [step.notify_role for step in _steps(row.code, percent) if step.recipient == "Role"]
		known = [role for role in (highest.get(row.complaint), row.escalated_to, *told) if role in CHAIN]
		if told and known:
			highest[row.complaint] = max(known, key=CHAIN.index)
	if not highest:
		return
	complaint = by_key("Customer Complaint")
	to = Case()
	for name, role in highest.items():
		to = to.when(complaint.name == name, role)
	query = frappe.qb.update(complaint).set(complaint.escalated_to, to).set(complaint.escalated_at, now)
	query.where(complaint.name.isin(list(highest))).run()


def _steps(code: str, percent: int) -> list:
	return [step for step in frappe.get_cached_doc("Time Limit", code).steps if step.percent == percent]


def _recipients(row, percent: int) -> tuple[outbox.Recipient, ...]:
	"""Whom a step names; everybody but a role is the owner of the case."""
	people = [
		outbox.role(step.notify_role) if step.recipient == "Role" else outbox.user(row.case_owner)
		for step in _steps(row.code, percent)
	]
	return tuple(dict.fromkeys(people))


def _message(row, percent: int, now: datetime) -> outbox.Message:
	due, what = get_datetime(row.due_at), _(frappe.get_cached_doc("Time Limit", row.code).title)
	who = " ".join(filter(None, (row.unit_code, row.complainant)))
	case = f"{row.complaint} {who}"
	how, far = standing(due, now)
	texts = {
		"left": _("Complaint {0}: {1} is due at {2}, in {3}."),
		"now": _("Complaint {0}: {1} is due now."),
		"late": _("Complaint {0}: {1} is overdue by {3}, it was due at {2}."),
	}
	subject = texts[how].format(case, what, moment(due, now), far)
	text = _("{0} complaint, {1}: {2}. {3} answers for the case.").format(
		_(row.level, context="Customer Complaint"),
		_(row.state, context="Customer Complaint"),
		row.subject,
		frappe.get_cached_value("User", row.case_owner, "full_name"),
	)
	return outbox.Message(
		subject,
		row.project,
		_recipients(row, percent),
		text,
		("Customer Complaint", row.complaint),
		key=f"{row.clock} {row.code} {percent}",
		urgent=True,
		group=percent >= 100 and row.level == rules.MAJOR,
	)
