"""Many tickets with clocks, visits, plans, contacts and holds, drawn from a seed: for measurements and for tests that recompute.

Rows are written past the services, straight into the tables: what is measured is reading. They are plausible, not lawful.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import frappe

COMMON = ("name", "owner", "modified_by", "creation", "modified", "docstatus")
TICKET = (
	"unit unit_code project building channel status emergency waiting_on engineer location defect_type reported_at notified_at"
	" entered_at contractor responsibility repeat_state repeat_of accepted_at appointment_at surveyed_at started_at"
	" pre_accepted_at pre_acceptance_count third_party third_party_at owner_accepted_at acceptance_result closed_at"
).split()
CHILD = ("parent", "parenttype", "parentfield", "idx")
FIELDS = {
	"Repair Ticket": TICKET,
	"Ticket Clock": [*CHILD, "code", "state", "started_at", "due_at", "stopped_at", "limit_minutes"],
	"Repair Plan": "ticket project unit version state plan_class days problem cause method issued_at signed_at".split(),
	"Site Visit": "ticket project unit kind result visitor arrived_at".split(),
	"Visit Check": [*CHILD, "aspect", "result", "remark"],
	"Owner Contact": "ticket project unit purpose method outcome contacted_at contacted_by satisfaction".split(),
	"Ticket Hold": "ticket project holder reason agreed_by starts_at until ended_at".split(),
	"Ticket Event": "ticket project action from_status to_status at recorded_at user".split(),
}
CHANNELS = ("Repair Centre", "Property Desk", "Customer Service", "Call Centre", "Walk-in")
MARKS = ("Very Satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very Dissatisfied")
ASPECTS = ("工艺", "材料", "质量", "进度", "成品保护", "安全文明")
LIMITS = {
	"Handover": 10,
	"Entry": 10,
	"First Response": 30,
	"Plan": 30,
	"Agreed Completion": 4320,
	"Daily Patrol": 1440,
	"Long Repair Notice": 21600,
	"Weekly Contact": 10080,
}


@dataclass
class Stage:
	"""What the tickets hang on: (project, building, unit, unit code), and the names drawn from."""

	units: list[tuple[str, str, str, str]]
	engineers: list[str]
	contractors: list[str]
	defects: list[tuple[str, str]]
	now: datetime
	days: int = 1095
	rows: dict[str, list[tuple]] = field(default_factory=lambda: defaultdict(list))


class Maker:
	"""Draws tickets one by one; everything follows from the seed."""

	def __init__(self, stage: Stage, seed: int = 1, prefix: str = "M"):
		self.stage, self.draw, self.prefix, self.count = stage, random.Random(seed), prefix, 0
		self.last: dict[str, str] = {}

	def name(self) -> str:
		self.count += 1
		return f"{self.prefix}{self.count:09d}"

	def add(self, doctype: str, made: datetime, **values) -> str:
		name = self.name()
		common = (name, "Administrator", "Administrator", made, made, 0)
		self.stage.rows[doctype].append((*common, *(values.get(key) for key in FIELDS[doctype])))
		return name

	def ticket(self) -> None:
		"""One ticket with everything that happened to it until the stage's now."""
		draw, stage = self.draw, self.stage
		reported = stage.now - timedelta(minutes=draw.randint(1, stage.days * 1440))
		name = f"{self.prefix}T{self.count:09d}"
		moments = self._moments(reported)
		values = {**self._report(), "reported_at": reported, **moments, "status": self._status(moments)}
		values["waiting_on"] = (
			"" if moments["closed_at"] else draw.choice(("Engineer", "Owner", "Contractor"))
		)
		if values["repeat_state"] == "Confirmed":
			values["repeat_of"] = self.last.get(values["unit"])
		if moments["closed_at"]:
			values["acceptance_result"] = draw.choices(("Pass", "Pass With Remark", "Refused"), (80, 15, 5))[
				0
			]
			self.last[values["unit"]] = name
		if moments["started_at"] and draw.random() < 0.03:
			values["third_party"], values["third_party_at"] = (
				draw.choice(stage.contractors),
				moments["started_at"],
			)
		common = (name, "Administrator", "Administrator", reported, reported, 0)
		stage.rows["Repair Ticket"].append((*common, *(values.get(key) for key in FIELDS["Repair Ticket"])))
		self._follow(name, values)
		self.count += 1

	def _report(self) -> dict:
		draw, stage = self.draw, self.stage
		project, building, unit, code = draw.choice(stage.units)
		location, defect = draw.choice(stage.defects)
		judged = draw.choices(("Warranty", "To Be Judged", "Owner Caused", "Expired"), (90, 4, 3, 3))[0]
		return {
			"unit": unit,
			"unit_code": code,
			"project": project,
			"building": building,
			"channel": draw.choice(CHANNELS),
			"emergency": int(draw.random() < 0.1),
			"engineer": draw.choice(stage.engineers),
			"location": location,
			"defect_type": defect,
			"contractor": draw.choice(stage.contractors),
			"responsibility": judged,
			"repeat_state": draw.choices(("None", "Confirmed", "Suspected"), (94, 5, 1))[0],
			"pre_acceptance_count": draw.choice((1, 1, 1, 2)),
		}

	def _moments(self, reported: datetime) -> dict[str, datetime | None]:
		draw, at, found = self.draw, reported, {}
		steps = (
			("notified_at", 1, 20),
			("entered_at", 1, 15),
			("accepted_at", 1, 30),
			("appointment_at", 30, 600),
			("surveyed_at", 5, 90),
			("started_at", 60, 4000),
			("pre_accepted_at", 600, 40000),
			("owner_accepted_at", 60, 3000),
			("closed_at", 1, 600),
		)
		for key, least, most in steps:
			at = at + timedelta(minutes=least + int((most - least) * draw.random() ** 2))
			found[key] = at if at <= self.stage.now and found.get("notified_at", at) else None
		return found

	def _status(self, moments: dict) -> str:
		if self.draw.random() < 0.03 and not moments["surveyed_at"]:
			return "Cancelled"
		order = (
			("closed_at", "Closed"),
			("owner_accepted_at", "Owner Accepted"),
			("pre_accepted_at", "Pre-accepted"),
			("started_at", "In Repair"),
			("surveyed_at", "Surveyed"),
			("accepted_at", "Accepted"),
		)
		return next((status for key, status in order if moments[key]), "Reported")

	def _follow(self, name: str, values: dict) -> None:
		draw, common = self.draw, {"ticket": name, "project": values["project"], "unit": values["unit"]}
		pairs = (
			("Handover", "reported_at", "notified_at"),
			("Entry", "notified_at", "entered_at"),
			("First Response", "accepted_at", "appointment_at"),
			("Plan", "surveyed_at", "started_at"),
			("Agreed Completion", "started_at", "pre_accepted_at"),
		)
		for number, (code, start, stop) in enumerate(pairs, 1):
			self._clock(name, number, code, values[start], values[stop])
		started, finished = values["started_at"], values["pre_accepted_at"]
		if started:
			self._clock(name, 6, draw.choice(("Daily Patrol", "Weekly Contact")), started, finished)
			self._plan(common, started)
		if finished:
			for attempt in range(values["pre_acceptance_count"]):
				passed = attempt == values["pre_acceptance_count"] - 1
				at = finished - timedelta(hours=values["pre_acceptance_count"] - 1 - attempt)
				self._visit(common, values, "Pre-acceptance", at, "Pass" if passed else "Fail")
			if draw.random() < 0.3:
				self._visit(common, values, draw.choice(("Patrol", "Spot Check")), finished, "", checks=True)
		if values["closed_at"]:
			self._after(common, values["closed_at"])

	def _clock(self, ticket: str, number: int, code: str, start, stop) -> None:
		if not start:
			return
		due = start + timedelta(minutes=LIMITS[code])
		state = ("Met" if stop <= due else "Late") if stop else "Running"
		if self.draw.random() < 0.02:
			state = "Void"
		child = {"parent": ticket, "parenttype": "Repair Ticket", "parentfield": "clocks", "idx": number}
		row = {"code": code, "state": state, "started_at": start, "due_at": due, "stopped_at": stop}
		self.add("Ticket Clock", start, **child, **row, limit_minutes=LIMITS[code])

	def _plan(self, common: dict, at: datetime) -> None:
		state = self.draw.choices(("Signed", "Issued", "Superseded"), (8, 1, 1))[0]
		signed = at if state == "Signed" else None
		texts = {"problem": "空鼓", "cause": "抹灰", "method": "铲除重做", "plan_class": "Routine", "days": 3}
		self.add("Repair Plan", at, **common, **texts, version=1, state=state, issued_at=at, signed_at=signed)

	def _visit(
		self, common: dict, values: dict, kind: str, at: datetime, result: str, checks: bool = False
	) -> None:
		visit = self.add(
			"Site Visit", at, **common, kind=kind, result=result, visitor=values["engineer"], arrived_at=at
		)
		for number, aspect in enumerate(ASPECTS if checks else (), 1):
			child = {"parent": visit, "parenttype": "Site Visit", "parentfield": "checks", "idx": number}
			found = self.draw.choices(("Pass", "Fault", "Not Applicable"), (8, 1, 1))[0]
			self.add(
				"Visit Check",
				at,
				**child,
				aspect=aspect,
				result=found,
				remark="阳角未护" if found == "Fault" else "",
			)

	def _after(self, common: dict, closed: datetime) -> None:
		draw, project = self.draw, {key: common[key] for key in ("ticket", "project")}
		if draw.random() < 0.5:
			at = closed + timedelta(days=draw.randint(1, 5))
			row = {"purpose": "Follow-up", "method": "Phone", "contacted_at": at}
			row["satisfaction"] = draw.choices((*MARKS, ""), (30, 40, 10, 5, 2, 13))[0]
			row["outcome"] = draw.choices(("Reached", "Unreachable"), (9, 1))[0]
			self.add("Owner Contact", at, **common, **row)
		if draw.random() < 0.1:
			start = closed - timedelta(days=draw.randint(1, 3))
			row = {
				"starts_at": start,
				"until": start + timedelta(hours=draw.randint(2, 40)),
				"reason": "出差",
			}
			row["ended_at"] = start + timedelta(hours=1) if draw.random() < 0.5 else None
			row |= {"holder": draw.choice(("Owner", "Owner", "Material")), "agreed_by": "业主"}
			self.add("Ticket Hold", start, **project, **row)
		if draw.random() < 0.04:
			row = {"action": draw.choice(("reject", "reopen")), "at": closed, "recorded_at": closed}
			self.add("Ticket Event", closed, **project, **row)


def write(stage: Stage) -> None:
	"""Into the tables, in large statements; the caller commits."""
	for doctype, rows in stage.rows.items():
		frappe.db.bulk_insert(doctype, [*COMMON, *FIELDS[doctype]], rows, chunk_size=5000)
	stage.rows.clear()
