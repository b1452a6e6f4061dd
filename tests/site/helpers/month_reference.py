"""The clocks of a month recomputed from the log alone, the naive way: replay what was written down, walk grain by grain.

Shares no code with the app: it knows the regulation's rows by heart, reads bare tables, and counts half minutes.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import frappe

GRAIN = timedelta(seconds=30)
ORIGIN = datetime(2026, 9, 1)
DAYS = 150
CELLS = DAYS * 2880
DESKS = ("Property Desk", "Customer Service", "Call Centre")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: What each action ends and begins.
STOPS = {
	"accept": ["Acceptance"],
	"appoint": ["First Response"],
	"arrive": ["First Response", "Emergency Arrival", "Punctuality"],
	"record_measure": ["Temporary Measure"],
	"issue_plan": ["Plan", "Plan Complex", "Temporary Measure"],
	"start": ["Temporary Measure"],
	"pre_accept": ["Agreed Completion", "Plan", "Plan Complex"],
	"clean": ["Cleaning"],
	"owner_accept": ["Owner Acceptance"],
	"reject": ["Owner Acceptance"],
}
STARTS = {
	"accept": ["First Response"],
	"appoint": ["Punctuality"],
	"survey": ["Plan", "Temporary Measure"],
	"sign_plan": ["Agreed Completion"],
	"start": ["Daily Patrol", "Long Repair Notice", "Agreed Completion"],
	"pre_accept": ["Cleaning"],
	"clean": ["Owner Acceptance"],
	"reject": ["Daily Patrol", "Long Repair Notice"],
	"close": ["Follow-up"],
	"reopen": ["First Response", "Emergency Arrival"],
}
ENDS_ALL = ("close", "reopen", "cancel")
#: What goes on while the ticket waits for somebody (R102).
GO_ON = ("Long Repair Notice", "Weekly Contact")


@dataclass
class Row:
	"""One clock as it should stand."""

	code: str
	start: datetime
	minutes: int
	calendar: str
	agreed: datetime | None = None
	due: datetime | None = None
	stop: datetime | None = None
	state: str = "Running"
	#: (from when on it was known in the month, when each step falls due by what was known then)
	versions: list = field(default_factory=list)
	gone: datetime | None = None
	#: what was walked already, by the holds known then
	answers: dict = field(default_factory=dict)


def cell(moment: datetime) -> int:
	return (moment - ORIGIN) // GRAIN


def moment_of(index: int) -> datetime:
	return ORIGIN + index * GRAIN


class Reference:
	"""Reads the log of ``tickets`` and replays it. ``rows`` and ``fired`` are what the app should have."""

	def __init__(self, tickets: list[str], sweeps: list[datetime]):
		self.sweeps = sweeps
		self.limits = dict(frappe.db.sql("select name, limit_minutes from `tabTime Limit`"))
		self.calendar_of = dict(frappe.db.sql("select name, ifnull(calendar, '') from `tabTime Limit`"))
		self.steps = defaultdict(set)
		for code, percent in frappe.db.sql("select parent, percent from `tabEscalation Step`"):
			self.steps[code].add(percent)
		names = set(self.calendar_of.values())
		self.open = {name: open_cells(name) for name in names}
		self.rows: dict[str, list[Row]] = {}
		self.fired: dict[tuple[str, int, int], datetime] = {}
		for name in tickets:
			self.replay(name)

	def replay(self, name: str) -> None:
		fields = "channel, emergency, defect_type"
		self.ticket = frappe.db.sql(
			f"select {fields} from `tabRepair Ticket` where name = %s", name, as_dict=True
		)[0]
		self.clocks: list[Row] = []
		self.holds: dict[str, list[datetime]] = {}
		self.measure = False
		self.accepted = False
		self.working = False
		for known, _order, kind, facts in sorted(journal(name), key=lambda entry: entry[1]):
			self.known = known
			getattr(self, kind)(facts)
		self.rows[name] = self.clocks
		for index, row in enumerate(self.clocks):
			for percent, at in self.escalations(row):
				self.fired[name, index, percent] = at

	# what is in the journal

	def event(self, facts: dict) -> None:
		action, at, said = facts["action"], facts["at"], json.loads(facts["details"] or "{}")
		if action == "report":
			self.report(at, moment(said["notified_at"]), moment(said["entered_at"]))
			return
		if action in ENDS_ALL:
			self.end_holds(at)
		self.stop(STOPS.get(action, ()), at)
		if action in ENDS_ALL:
			self.finish(None, max(at, self.known) if action == "cancel" else at)
		elif action == "pre_accept":
			self.finish(("Daily Patrol", "Long Repair Notice", "Weekly Contact"), at)
		self.measure = self.measure or bool(said.get("temporary_measure"))
		self.accepted = action == "owner_accept" or (self.accepted and action != "reopen")
		if action == "reopen":
			self.measure = False
		self.working = action in ("start", "reject") or (self.working and action not in ("pre_accept", *ENDS_ALL))
		for code in STARTS.get(action, ()):
			self.start_after(action, code, at, said)
		self.note()

	def start_after(self, action: str, code: str, at: datetime, said: dict) -> None:
		if not self.owed(action, code, said):
			return
		if code == "Plan" and float(said.get("complex") or 0):
			code = "Plan Complex"
		agreed = None
		if code == "Punctuality":
			agreed = max(moment(said["appointment_at"]) - timedelta(minutes=5), at)
		elif code == "Agreed Completion":
			agreed = max(moment(said["agreed_completion"]), at)
		self.start(code, at, agreed)

	def owed(self, action: str, code: str, said: dict) -> bool:
		"""Whether a clock that this action begins concerns the ticket."""
		return {
			"Plan": lambda: said["responsibility"] == "Warranty",
			"Temporary Measure": lambda: self.ticket.emergency and not self.measure,
			"Follow-up": lambda: self.accepted,
			"Emergency Arrival": lambda: self.ticket.emergency,
			"Agreed Completion": lambda: action != "start" or not self.running(code),
		}.get(code, lambda: True)()

	def patrol(self, facts: dict) -> None:
		if any(
			row.code == "Daily Patrol" and row.state == "Running" and row.start <= facts["at"]
			for row in self.clocks
		):
			self.stop(["Daily Patrol"], facts["at"])
			self.start("Daily Patrol", facts["at"])
		self.note()

	def contact(self, facts: dict) -> None:
		at, purpose = facts["at"], facts["purpose"]
		weekly = self.running("Weekly Contact")
		if purpose == "Long Repair Notice":
			self.stop([purpose], at)
		if purpose == "Long Repair Notice" and self.working and not weekly:
			self.start("Weekly Contact", at)
		elif purpose in ("Long Repair Notice", "Weekly Progress") and weekly:
			self.stop(["Weekly Contact"], at)
			self.start("Weekly Contact", at)
		elif purpose == "Follow-up":
			self.stop(["Follow-up"], at)
		self.note()

	def hold(self, facts: dict) -> None:
		self.holds[facts["name"]] = [facts["from"], facts["until"]]
		self.note()

	def hold_ended(self, facts: dict) -> None:
		pause = self.holds[facts["name"]]
		pause[1] = min(pause[1], facts["at"])
		self.note()

	def end_holds(self, at: datetime) -> None:
		for pause in self.holds.values():
			pause[1] = max(min(pause[1], at), pause[0])

	# clocks

	def running(self, code: str) -> bool:
		return any(row.code == code and row.state == "Running" for row in self.clocks)

	def report(self, reported: datetime, told: datetime, entered: datetime) -> None:
		if self.ticket.channel in DESKS:
			self.start("Handover", reported)
			self.stop(["Handover"], told)
		self.start("Entry", told)
		self.stop(["Entry"], entered)
		self.start("Acceptance", told)
		if self.ticket.emergency:
			# accepted day and night, before somebody has to be there
			accept = self.clocks[-1]
			accept.minutes = min(accept.minutes, self.limits["Emergency Arrival"])
			accept.calendar = self.calendar_of["Emergency Arrival"]
			self.start("Emergency Arrival", told)
		self.note()

	def start(self, code: str, at: datetime, agreed: datetime | None = None) -> None:
		self.finish(
			{"Plan": ("Plan", "Plan Complex"), "Plan Complex": ("Plan", "Plan Complex")}.get(code, (code,)),
			at,
		)
		minutes = self.limits[code]
		if code == "Follow-up":
			days = frappe.db.sql(
				"select follow_up_days from `tabDefect Type` where name = %s", self.ticket.defect_type
			)
			minutes = (days[0][0] or minutes // 1440) * 1440
		self.clocks.append(Row(code, at, minutes, self.calendar_of[code], agreed))

	def stop(self, codes, at: datetime) -> None:
		for row in self.clocks:
			if row.code in codes and row.state == "Running":
				row.due = self.moments(row, [100])[100]
				row.state = "Late" if at > row.due else "Met"
				# told late by somebody who was earlier than the start: the clock lasted no time
				row.stop, row.gone = max(at, row.start), self.known

	def finish(self, codes, at: datetime) -> None:
		for row in self.clocks:
			if row.state == "Running" and (codes is None or row.code in codes):
				late = row.due is not None and row.due < at
				row.state, row.stop, row.gone = (
					("Late", at, self.known) if late else ("Void", None, self.known)
				)

	def note(self) -> None:
		"""Due time and steps of what runs, by what is known now."""
		for row in self.clocks:
			if row.state == "Running":
				found = self.moments(row, {100} | self.steps[row.code])
				row.due = found[100]
				wanted = {percent: found[percent] for percent in self.steps[row.code]}
				if not row.versions or row.versions[-1][1] != wanted:
					row.versions.append((self.known, wanted))

	def moments(self, row: Row, percents) -> dict[int, datetime]:
		"""When each share of the limit is used up, and for 100 % of an agreed moment that moment, put off."""
		known = (tuple(map(tuple, self.holds.values())), tuple(sorted(percents)))
		if row.answers.get(known) is None:
			row.answers[known] = self.walk(row, percents)
		return row.answers[known]

	def walk(self, row: Row, percents) -> dict[int, datetime]:
		held, hours = self.held_cells(row.start), self.open[row.calendar]
		if row.code in GO_ON:
			held = bytearray(CELLS)
		total = sum(hours[cell(row.start) : cell(row.agreed)]) if row.agreed else row.minutes * 2
		targets = {percent: -(-total * percent // 100) for percent in percents}
		reached = {0: row.start}
		index, passed, last = cell(row.start), 0, max(targets.values(), default=0)
		while passed < last:
			if hours[index] and not held[index]:
				passed += 1
				reached[passed] = index + 1
			index += 1
		found = {percent: reached[target] for percent, target in targets.items()}
		found = {percent: at if isinstance(at, datetime) else moment_of(at) for percent, at in found.items()}
		if row.agreed and 100 in percents:
			found[100] = self.put_off(row, held, hours)
		return found

	def held_cells(self, since: datetime) -> bytearray:
		held = bytearray(CELLS)
		for start, end in self.holds.values():
			for index in range(max(cell(start), cell(since)), cell(end)):
				held[index] = 1
		return held

	@staticmethod
	def put_off(row: Row, held: bytearray, hours: bytearray) -> datetime:
		"""An agreed moment: open time that was held before it is owed after it, and it never lies inside a hold."""
		index, agreed, owed = cell(row.start), cell(row.agreed), 0
		while True:
			inside = index > cell(row.start) and held[index] and held[index - 1]
			if index >= agreed and not owed and not inside:
				return moment_of(index)
			if hours[index]:
				if index < agreed and held[index]:
					owed += 1
				elif index >= agreed and not held[index]:
					owed -= 1
			index += 1

	def escalations(self, row: Row):
		"""(percent, sweep) for the first sweep that found the step due while the clock was known to run."""
		done = set()
		for number, (known, moments) in enumerate(row.versions):
			until = row.versions[number + 1][0] if number + 1 < len(row.versions) else row.gone
			for percent, due in moments.items():
				if percent in done:
					continue
				index = bisect_left(self.sweeps, max(known, due))
				if index < len(self.sweeps) and (until is None or self.sweeps[index] < until):
					done.add(percent)
					yield percent, self.sweeps[index]


def moment(text) -> datetime:
	return frappe.utils.get_datetime(text)


def journal(name: str):
	"""(when it was written down in the month, order of writing, kind, facts) of everything about a ticket.

	A hold that the end of the ticket ended is not told of twice: replaying that event ends it.
	"""
	ends = set()
	for row in frappe.db.sql(
		"select action, at, recorded_at, details, creation from `tabTicket Event` where ticket = %s",
		name,
		as_dict=True,
	):
		yield row.recorded_at, row.creation, "event", row
		if row.action in ENDS_ALL:
			ends.add(row.at)
	for at, creation in frappe.db.sql(
		"select arrived_at, creation from `tabSite Visit` where ticket = %s and kind = 'Patrol'", name
	):
		yield at, creation, "patrol", {"at": at}
	for at, purpose, creation in frappe.db.sql(
		"select contacted_at, purpose, creation from `tabOwner Contact` where ticket = %s", name
	):
		yield at, creation, "contact", {"at": at, "purpose": purpose}
	for row in frappe.db.sql("select * from `tabTicket Hold` where ticket = %s", name, as_dict=True):
		facts = {"name": row.name, "from": row.starts_at, "until": row.until, "at": row.ended_at}
		yield row.agreed_at, row.creation, "hold", facts
		if row.ended_at and row.ended_at < row.until and row.ended_at not in ends:
			yield row.ended_at, row.modified, "hold_ended", facts


def open_cells(calendar: str) -> bytearray:
	"""One byte per half minute: whether time counts."""
	if not calendar:
		return bytearray(b"\x01") * CELLS
	always = frappe.db.sql("select always_on from `tabService Calendar` where name = %s", calendar)[0][0]
	week, dates = defaultdict(list), {}
	for day, start, end in frappe.db.sql(
		"select weekday, start_time, end_time from `tabService Window` where parent = %s", calendar
	):
		week[day].append((start, end))
	for day, kind, like in frappe.db.sql(
		"select date, kind, like_weekday from `tabCalendar Exception` where parent = %s", calendar
	):
		dates[day] = [] if kind == "Holiday" else week[like]
	cells = bytearray(CELLS)
	for number in range(DAYS):
		day: date = (ORIGIN + timedelta(days=number)).date()
		for start, end in dates.get(day, week[WEEKDAYS[day.weekday()]]):
			for index in range(number * 2880 + start // GRAIN, number * 2880 + end // GRAIN):
				cells[index] = 1
	return bytearray(b"\x01") * CELLS if always else cells
