"""The circulation of a special report: who is asked when and until when, and what they answered (R60).

Each filing is a circulation of its own; opinions of earlier ones stay as they were given.
"""

from __future__ import annotations

from datetime import date, datetime

import frappe
from frappe.utils import cint, getdate

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.reads_calendars import load_calendar
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import rules_special_report as rules


def routes(report) -> tuple[rules.Route, ...]:
	"""The plan as the property company wrote it."""
	return tuple(rules.Route(row.department, row.person, cint(row.turn), cint(row.days)) for row in report.routing)


def check_plan(report) -> None:
	"""Everybody in the plan speaks for its department and may open the project, and nobody stands there twice; days that are not said are the settings'.

	Two queries, none for an empty plan.
	"""
	stored = report.get_doc_before_save()
	before, usual = usual_days(stored.urgency if stored else report.urgency), usual_days(report.urgency)
	for row in report.routing:
		row.days = rules.renewed_days(cint(row.days), before, usual)
	planned = list(dict.fromkeys((row.department, row.person) for row in report.routing if row.person))
	refuse([*rules.check_routes(routes(report)), *_speak(report, planned)])


def _speak(report, planned: list[tuple[str, str]]) -> list[Violation]:
	"""What stands against (department, person) pairs: no right to the project, or not of this department. Two queries."""
	known = reads.advisers(report.project) if planned else {}
	people, found = set().union(*known.values()), []
	for department, person in planned:
		if person not in people:
			found.append(Violation("special_report_asked", (_name(person),)))
		elif person not in reads.speakers(known, department):
			found.append(Violation("special_report_speaker", (_name(person), department, reads.SPEAKERS[department])))
	return found


def usual_days(urgency: str) -> int:
	"""Working days for an opinion, as the settings have them for this urgency."""
	return cint(frappe.get_cached_doc("Fangxiu Settings").get(rules.limit_names(urgency)[0]))


def answer_days(urgency: str) -> int:
	"""Working days from the filing to the answer to the customer, as the settings have them for this urgency."""
	return cint(frappe.get_cached_doc("Fangxiu Settings").get(rules.limit_names(urgency)[1]))


def begin(report, at: datetime) -> None:
	"""A new circulation: a row for each department of the plan, and the first turn is asked."""
	report.round = cint(report.round) + 1
	for route in routes(report):
		report.append(
			"opinions",
			{
				"round": report.round,
				"turn": route.turn,
				"department": route.department,
				"person": route.person,
				"days": route.days or usual_days(report.urgency),
				"state": rules.WAITING,
			},
		)
	_ask_next(report, at)


def against(report, said) -> list[Violation]:
	"""What stands against an opinion or a handing on by the session's user."""
	row = _asked_row(report, said.row)
	if row is None:
		waited = tuple(dict.fromkeys(_name(one.person) for one in current(report) if one.state == rules.ASKED))
		return [Violation("special_report_not_asked", (waited,))]
	if not said.person:
		return []
	taken = {one.person for one in current(report) if one.department == row.department and one.state != rules.HANDED_ON}
	if said.person in taken:
		return [Violation("special_report_same", (_name(said.person),))]
	return _speak(report, [(row.department, said.person)])


def answer(report, step: str, said) -> None:
	"""The asked person's opinion, or a colleague in his place until the same day; then the next turn, or the end."""
	row = _asked_row(report, said.row)
	given = {"comment": said.note, "opined_at": said.at, "opined_by": frappe.session.user}
	if step == "hand_on":
		row.update({**given, "state": rules.HANDED_ON})
		kept = {name: row.get(name) for name in ("round", "turn", "department", "days", "due_on")}
		report.append("opinions", {**kept, "person": said.person, "state": rules.ASKED, "asked_at": said.at})
		return
	row.update({**given, "state": rules.GIVEN, "opinion": said.opinion})
	if said.opinion == rules.BACK:
		lapse(report)
	else:
		_ask_next(report, said.at)


def lapse(report) -> None:
	"""Who has not answered yet is not asked any more."""
	for row in current(report):
		if row.state in (rules.WAITING, rules.ASKED):
			row.state = rules.LAPSED


def current(report) -> list:
	"""The opinions of the running circulation."""
	return [row for row in report.opinions if cint(row.round) == cint(report.round)]


def pairs(report) -> list[tuple[int, str]]:
	"""(turn, state) of the running circulation, as the rules ask for it."""
	return [(cint(row.turn), row.state) for row in current(report)]


def days_asked(report) -> list[date]:
	"""Days until which departments are asked now."""
	return [getdate(row.due_on) for row in current(report) if row.state == rules.ASKED and row.due_on]


def asked(report) -> list:
	"""Rows of those whose opinion is asked now."""
	return [row for row in current(report) if row.state == rules.ASKED]


def department(report, said) -> str | None:
	"""The department for which the session's user opines with this step, if he does."""
	row = _asked_row(report, said.row) if said.opinion or said.person else None
	return row.department if row else None


def due(at: datetime, days: int) -> date:
	"""The last day of so many working days of the calendar for special reports; without one every day counts."""
	known = frappe.get_cached_doc("Fangxiu Settings")
	calendar = load_calendar(known.special_report_calendar or known.default_calendar)
	return rules.due_day(calendar, at.date(), days)


def _ask_next(report, at: datetime) -> None:
	turn = rules.next_turn(pairs(report))
	for row in current(report):
		if turn is not None and cint(row.turn) == turn and row.state == rules.WAITING:
			row.update({"state": rules.ASKED, "asked_at": at, "due_on": due(at, cint(row.days))})


def _asked_row(report, name: str):
	"""The row for which the session's user is asked: the named one, else the first; None where there is none."""
	mine = [row for row in asked(report) if row.person == frappe.session.user]
	return next((row for row in mine if not name or row.name == name), None)


def _name(user: str) -> str:
	return frappe.get_cached_value("User", user, "full_name") or user
