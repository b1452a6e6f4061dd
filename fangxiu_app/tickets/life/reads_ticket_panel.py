"""The head of the ticket form: path, clocks, who has to act, next actions, and why others are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import frappe
from frappe.query_builder.functions import GroupConcat
from frappe.utils import get_datetime
from pypika.functions import Count

from fangxiu_app.core.access import reads_people, roles
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.clocks import rules_clocks as engine
from fangxiu_app.tickets.clocks.rules_long_repair import RUN_ON
from fangxiu_app.tickets.life import rules_waiting_on
from fangxiu_app.tickets.life.rules_ticket import FINAL, PATH
from fangxiu_app.tickets.site_work import reads_work


def events(ticket_name: str) -> list[frappe._dict]:
	"""The event log of one ticket, oldest first: action, from_status, to_status, at."""
	fields = ["action", "from_status", "to_status", "at"]
	return frappe.get_all("Ticket Event", {"ticket": ticket_name}, fields, order_by="at asc, creation asc")


TRANSFERRED = "Transferred"
#: What the head says about the report a ticket came from.
REPORT = ("to_be_verified", "verified_reply", "is_complaint", "channel")


def around(ticket) -> dict:
	"""What stands in other records about one ticket, in one statement.

	``report``: the fields of :data:`REPORT`, None without one. ``engineer``: name and telephone for those who phone about a
	report (R70), and when that was done. ``watched``: whether somebody put the ticket on the watch list and nobody took it
	off since (R104). ``calls``: how many reports the ticket answers, its own among them (R82). ``merged``: tickets that were merged
	into it.
	"""
	repair, request = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Repair Request")
	person, mark = frappe.qb.DocType("User"), reads_work.last_mark(ticket.name)
	item = frappe.qb.DocType("Request Item")
	calls = frappe.qb.from_(item).select(Count(item.parent).distinct()).where(item.ticket == ticket.name)
	other = frappe.qb.DocType("Repair Ticket").as_("merged_ticket")
	merged = frappe.qb.from_(other).select(GroupConcat(other.name)).where(other.merged_into == ticket.name)
	(row,) = (
		frappe.qb.from_(repair)
		.left_join(request)
		.on(request.name == repair.request)
		.left_join(person)
		.on(person.name == repair.engineer)
		.select(*(request[name] for name in REPORT), request.name.as_("request"))
		.select(person.full_name, person.mobile_no, person.phone, mark.as_("mark"), calls.as_("calls"), merged.as_("merged"))
		.where(repair.name == ticket.name)
		.run(as_dict=True)
	)
	return {
		"report": {name: row[name] for name in REPORT} if row.request else None,
		"engineer": _to_phone(row, ticket.engineer_called_at) if row.full_name else None,
		"watched": row.mark == "Watch",
		"calls": row.calls,
		"merged": sorted(row.merged.split(",")) if row.merged else [],
	}


def problems(names: list[str]) -> dict[str, str]:
	"""Place and problem of merged tickets: they are repaired under the one that stays. No query without any."""
	fields = ["name", "location", "defect_type"]
	rows = frappe.get_all("Repair Ticket", {"name": ("in", names)}, fields) if names else []
	return {row.name: " ".join(filter(None, (row.location, row.defect_type))) for row in rows}


def engineer(ticket) -> dict | None:
	"""Name and telephone of the engineer alone, as :func:`around` gives them: what the answer to a new report needs (R70)."""
	fields = ["full_name", "mobile_no", "phone"]
	row = ticket.engineer and frappe.db.get_value("User", ticket.engineer, fields, as_dict=True)
	return _to_phone(row, ticket.engineer_called_at) if row else None


def leads(project: str) -> list[dict]:
	"""Supervisors and managers of the project, who are notified of a ticket without an engineer, with telephone (R70)."""
	found = reads_people.in_project(project, {roles.SUPERVISOR, roles.MANAGER})
	names = sorted(set().union(*found.values()))
	rows = frappe.get_all("User", {"name": ("in", names or [""])}, ["full_name", "mobile_no", "phone"], order_by="full_name")
	return [_to_phone(row, None) for row in rows]


def _to_phone(row, called_at) -> dict:
	return {"name": row.full_name, "phone": row.mobile_no or row.phone or "", "called_at": called_at}


def waiting_minutes(ticket, log: list[frappe._dict], held: list[frappe._dict], now: datetime) -> list[dict]:
	"""For how many minutes each side has had to act since the report, the longest first."""
	waits = [engine.Hold(row.starts_at, row.until, row.ended_at, row.holder) for row in held]
	waits.sort(key=lambda hold: hold.start)
	taken = rules_waiting_on.turns((row.at, row.action) for row in log)
	spent = rules_waiting_on.minutes(get_datetime(ticket.reported_at), now, taken, waits)
	rows = [{"holder": _(holder), "minutes": minutes} for holder, minutes in spent.items() if minutes]
	return sorted(rows, key=lambda row: -row["minutes"])


def given_away(ticket, log: list[frappe._dict]) -> bool:
	"""Whether the ticket stands at the property company or was closed there: its way ends with the transfer (R58-R60)."""
	closed_from = next((row.from_status for row in reversed(log) if row.to_status == "Closed" != row.from_status), "")
	return TRANSFERRED == (closed_from if ticket.status == "Closed" else ticket.status)


def _way(ticket, log: list[frappe._dict]) -> tuple[str, ...]:
	"""The states of the ticket's way: the straight one, or that to the property company."""
	if not given_away(ticket, log):
		return PATH
	before = next((row.to_status for row in reversed(log) if row.to_status in PATH[:-1]), PATH[0])
	return (*PATH[: PATH.index(before) + 1], TRANSFERRED, PATH[-1])


def path(ticket, log: list[frappe._dict], now: datetime) -> list[dict]:
	"""Each state of the ticket's way: done, now or todo; when it began and how many minutes it lasted so far."""
	began, way = _last_entered(log), _way(ticket, log)
	# a round that was ended and begun anew has entered later states before: what counts is where the ticket was last
	last = ticket.status if ticket.status in way else next((row.to_status for row in reversed(log) if row.to_status in way), "")
	current = way.index(last) if last else -1
	left = None if ticket.status in way else began.get(ticket.status)
	rows = []
	for index, status in enumerate(way):
		at = began.get(status) if index <= current else None
		following = next((began[later] for later in way[index + 1 : current + 1] if began.get(later)), None)
		state = (
			"todo" if index > current else "now" if status == ticket.status else "done" if at else "skipped"
		)
		until = following or left or (now if ticket.status not in FINAL else at)
		rows.append(
			{
				"status": status,
				"label": _(status),
				"at": at,
				"minutes": int((until - at).total_seconds() // 60) if at and until else None,
				"state": state,
			}
		)
	return rows


def clock_rows(ticket, now: datetime, why: Callable[[object], list[str]]) -> list[dict]:
	"""Clocks with their clause and what is left (negative: overdue), the most urgent first; ``why`` puts one in words."""
	limits = {row.code: frappe.get_cached_doc("Time Limit", row.code) for row in ticket.clocks}
	rows = [
		{
			"code": row.code,
			"title": _(limits[row.code].title),
			"clause": limits[row.code].clause,
			"state": "Held" if row.state == "Running" and ticket.held_since and row.code not in RUN_ON else row.state,
			"started_at": row.started_at,
			"due_at": row.due_at,
			"stopped_at": row.stopped_at,
			"entered_at": row.entered_at,
			"limit_minutes": row.limit_minutes,
			"calendar": row.calendar,
			"basis": _(row.basis or ""),
			"why": why(row),
			"remaining_seconds": int((get_datetime(row.due_at) - now).total_seconds())
			if row.state == "Running" and row.due_at
			else None,
		}
		for row in ticket.clocks
	]
	return sorted(rows, key=lambda row: (row["state"] != "Running", row["remaining_seconds"] or 0))


def holds(ticket_name: str) -> list[dict]:
	"""Holds of the ticket, newest first."""
	fields = [
		"name",
		"holder",
		"reason",
		"agreed_by",
		"agreed_way",
		"agreed_at",
		"starts_at",
		"until",
		"ended_at",
	]
	return frappe.get_all("Ticket Hold", {"ticket": ticket_name}, fields, order_by="starts_at desc")


def _last_entered(log: list[frappe._dict]) -> dict[str, datetime]:
	"""When each state was entered last before it was left for a later one, by the event log."""
	entered: dict[str, datetime] = {}
	for row in log:
		if row.from_status != row.to_status:
			entered[row.to_status] = row.at
	return entered
