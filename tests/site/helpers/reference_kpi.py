"""Every key figure once more, ticket by ticket in plain Python: slow, obvious, and without the code under test."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median

import frappe

SCORE = {"Very Satisfied": 5, "Satisfied": 4, "Neutral": 3, "Dissatisfied": 2, "Very Dissatisfied": 1}


def load(project: str) -> dict:
	"""All records of a project."""
	tickets = frappe.get_all("Repair Ticket", {"project": project}, ["*"], limit=0)
	found = {"tickets": {row.name: row for row in tickets}}
	clocks = frappe.get_all(
		"Ticket Clock", {"parent": ("in", list(found["tickets"]) or [""])}, ["*"], limit=0
	)
	found["clocks"] = clocks
	for doctype in ("Repair Plan", "Site Visit", "Owner Contact", "Ticket Hold", "Ticket Event"):
		found[doctype] = frappe.get_all(doctype, {"project": project}, ["*"], limit=0)
	found["units"] = frappe.get_all("Unit Archive", {"project": project}, ["*"], limit=0)
	return found


class Reference:
	"""Figures of one period over the tickets that ``keep`` lets through."""

	def __init__(
		self, data: dict, start: datetime | None, end: datetime, now: datetime, keep=lambda ticket: True
	):
		self.start, self.end, self.as_of, self.data = start, end, min(now, end), data
		self.tickets = {
			name: row
			for name, row in data["tickets"].items()
			if row.status not in ("Cancelled", "Merged")
			and row.responsibility not in ("Owner Caused", "Expired")
			and keep(row)
		}

	def within(self, moment) -> bool:
		return bool(moment) and (self.start is None or moment >= self.start) and moment < self.end

	def by(self, field: str) -> list:
		return [row for row in self.tickets.values() if self.within(row[field])]

	def clocks(self, *codes: str) -> list:
		return [
			row
			for row in self.data["clocks"]
			if row.code in codes and row.parent in self.tickets and self.within(row.due_at)
		]

	def kept(self, *codes: str, channels=None) -> tuple:
		due = []
		for row in self.clocks(*codes):
			if channels and self.tickets[row.parent].channel not in channels:
				continue
			if row.state in ("Met", "Late") or (row.state == "Running" and row.due_at < self.as_of):
				due.append(row.state == "Met")
		return sum(due), len(due)

	def of(self, doctype: str) -> list:
		return [row for row in self.data[doctype] if row.ticket in self.tickets]

	def figures(self) -> dict[str, tuple]:
		return {**self._of_clocks(), **self._of_tickets(), **self._of_owners()}

	def _of_clocks(self) -> dict[str, tuple]:
		agreed = self.clocks("Agreed Completion")
		met, judged = self.kept("Agreed Completion")
		stopped = [row for row in agreed if row.state in ("Met", "Late")]
		desks = ("Property Desk", "Customer Service", "Call Centre")
		return {
			"on_time_rate": (met, len(stopped)),
			"overdue_rate": (judged - met, judged),
			"handover_rate": self.kept("Handover", channels=desks),
			"entry_rate": self.kept("Entry"),
			"emergency_rate": self.kept("Emergency Arrival"),
			"first_response_rate": self.kept("First Response"),
			"punctuality_rate": self.kept("Punctuality"),
			"plan_rate": self.kept("Plan", "Plan Complex"),
			"weekly_contact_rate": self.kept("Long Repair Notice", "Weekly Contact"),
			"daily_patrol_rate": self.kept("Daily Patrol"),
		}

	def _of_tickets(self) -> dict[str, tuple]:
		reported, closed, done = (self.by(f) for f in ("reported_at", "closed_at", "owner_accepted_at"))
		ever = [row for row in self.tickets.values() if row.reported_at < self.end]
		days = [(row.owner_accepted_at - row.reported_at).total_seconds() / 86400 for row in done]
		old = self.as_of - timedelta(days=15)
		still = [row for row in ever if not row.closed_at or row.closed_at >= self.end]
		return {
			"closing_rate": (len(closed), len(reported)),
			"cumulative_completion": (len(ever) - len(still), len(ever)),
			"first_time_fix": (sum(map(self._first_time, done)), len(done)),
			"rework_rate": (sum(row.repeat_state == "Confirmed" for row in reported), len(done)),
			"open_long": (sum(row.reported_at < old for row in still), None),
			"mean_duration": (sum(days), len(done)),
			"median_duration": (median(days) if days else None, len(done)),
			"owner_waiting": (sum(map(self._waited, done)), len(done)),
			"follow_up_rate": (sum(map(self._followed, closed)), len(closed)),
			"third_party_share": (sum(bool(row.third_party_at) for row in reported), len(reported)),
			"defects_per_unit": (len(ever), self._delivered()),
		}

	def _of_owners(self) -> dict[str, tuple]:
		plans = [p for p in self.of("Repair Plan") if self.within(p.issued_at) and p.state != "Superseded"]
		shown = self._first_presentations()
		asked = [
			c for c in self.of("Owner Contact") if c.purpose == "Follow-up" and self.within(c.contacted_at)
		]
		points = [SCORE[c.satisfaction] for c in asked if c.satisfaction]
		return {
			"plan_signing_rate": (sum(bool(p.signed_at) for p in plans), len(plans)),
			"pre_acceptance_rate": (sum(v.result == "Pass" for v in shown), len(shown)),
			"satisfaction_rate": (sum(point >= 4 for point in points), len(points)),
			"satisfaction_score": (sum(points), len(points)),
		}

	def _delivered(self) -> int:
		handed = [u for u in self.data["units"] if u.delivery_state in ("Delivered", "Proxy Accepted")]
		last = (self.end - timedelta(days=1)).date()
		return sum(not unit.handover_date or unit.handover_date <= last for unit in handed)

	def _first_presentations(self) -> list:
		visits = defaultdict(list)
		for visit in self.of("Site Visit"):
			if visit.kind == "Pre-acceptance":
				visits[visit.ticket].append(visit)
		firsts = [min(rows, key=lambda v: (v.arrived_at, v.name)) for rows in visits.values()]
		return [visit for visit in firsts if self.within(visit.arrived_at)]

	def _first_time(self, row) -> bool:
		if row.acceptance_result not in ("Pass", "Pass With Remark"):
			return False
		if any(e.ticket == row.name and e.action in ("reject", "reopen") for e in self.data["Ticket Event"]):
			return False
		return not any(
			other.repeat_of == row.name
			and other.repeat_state == "Confirmed"
			and other.reported_at - row.owner_accepted_at <= timedelta(days=90)
			for other in self.data["tickets"].values()
		)

	def _waited(self, row) -> float:
		total = 0.0
		for hold in self.data["Ticket Hold"]:
			if hold.ticket == row.name and hold.holder == "Owner" and hold.starts_at < self.as_of:
				ends = [moment for moment in (hold.ended_at, hold.until, self.as_of) if moment]
				total += (min(ends) - hold.starts_at).total_seconds() / 86400
		return total

	def _followed(self, row) -> bool:
		return any(
			c.ticket == row.name
			and c.purpose == "Follow-up"
			and c.outcome == "Reached"
			and c.contacted_at >= row.closed_at
			for c in self.data["Owner Contact"]
		)
