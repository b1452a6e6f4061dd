"""What the head of the ticket form shows: path, clocks, ball, next actions with the reasons of those that are refused."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe import _
from frappe.utils import get_datetime

from fangxiu_app.domain.ticket import FINAL, PATH


def path(ticket, now: datetime) -> list[dict]:
	"""Each state of the straight way: done, now or todo; when it began and how many minutes it lasted so far."""
	began = _first_entered(ticket.name)
	reached = [status for status in PATH if began.get(status) and began[status] <= now]
	current = PATH.index(ticket.status) if ticket.status in PATH else len(reached) - 1
	rows = []
	for index, status in enumerate(PATH):
		at = began.get(status) if index <= current else None
		following = next((began[later] for later in PATH[index + 1 : current + 1] if began.get(later)), None)
		state = (
			"todo" if index > current else "now" if status == ticket.status else "done" if at else "skipped"
		)
		until = following or (now if ticket.status not in FINAL else at)
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


def clock_rows(ticket, now: datetime) -> list[dict]:
	"""Clocks with their clause and what is left (negative: overdue), the most urgent first."""
	codes = {row.code for row in ticket.clocks}
	limits = {}
	if codes:
		fields = ["name", "title", "clause", "source"]
		limits = {
			row.name: row for row in frappe.get_all("Time Limit", {"name": ("in", list(codes))}, fields)
		}
	rows = [
		{
			"code": row.code,
			"title": _(limits[row.code].title),
			"clause": limits[row.code].clause,
			"state": row.state,
			"started_at": row.started_at,
			"due_at": row.due_at,
			"stopped_at": row.stopped_at,
			"limit_minutes": row.limit_minutes,
			"calendar": row.calendar,
			"basis": _(row.basis or ""),
			"remaining_seconds": int((get_datetime(row.due_at) - now).total_seconds())
			if row.state == "Running" and row.due_at
			else None,
		}
		for row in ticket.clocks
	]
	return sorted(rows, key=lambda row: (row["state"] != "Running", row["remaining_seconds"] or 0))


def holds(ticket_name: str) -> list[dict]:
	"""Holds of the ticket, newest first."""
	fields = ["name", "holder", "reason", "agreed_by", "starts_at", "until", "ended_at"]
	return frappe.get_all("Ticket Hold", {"ticket": ticket_name}, fields, order_by="starts_at desc")


def _first_entered(ticket_name: str) -> dict[str, datetime]:
	"""When each state was entered last before it was left for a later one, by the event log."""
	rows = frappe.get_all(
		"Ticket Event",
		{"ticket": ticket_name},
		["from_status", "to_status", "at"],
		order_by="`at` asc, creation asc",
	)
	entered: dict[str, datetime] = {}
	for row in rows:
		if row.from_status != row.to_status:
			entered[row.to_status] = row.at
	return entered
