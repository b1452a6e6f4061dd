"""Key figures of repair work (房修指标): what is divided by what, over which time, and from which source.

A figure is one row of ``KPIS``. Its measures name a kind of record, the moment that puts a record into the period, and
the facts that have to hold; ``figures.reads_kpi`` counts them. Cancelled and merged tickets, and what is not warranty, count
nowhere unless a measure says so. To add a figure: add a row, its facts in ``figures.reads_kpi_facts`` where they are new, and
its line in ``fixtures/masters/kpi.csv`` for the target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

#: Cancelled and merged tickets are no defects; what the owner caused or is out of warranty is no warranty work.
NOT_COUNTED = ("Cancelled", "Merged")
NOT_WARRANTY = ("Owner Caused", "Expired")
#: A repair that holds this many days counts as fixed the first time (inferred; no source names a number).
HOLDS_DAYS = 90
#: Marks of a follow-up, best first, as a score out of five.
SCORES = {"Very Satisfied": 5, "Satisfied": 4, "Neutral": 3, "Dissatisfied": 2, "Very Dissatisfied": 1}
HAPPY = ("Very Satisfied", "Satisfied")
#: Source of a figure no clause names; translated where it is shown.
PRACTICE = "Industry practice"
#: Decimals of a figure wherever it is shown.
SHOWN = 1


@dataclass(frozen=True, slots=True)
class Measure:
	"""Records to count, or an ``amount`` of them to add up.

	``source`` is the kind of record, ``anchor`` its moment that has to lie in the period; ``ever`` takes everything
	reported before the period's end, ``delivered`` every unit handed over by then. ``codes`` are the clocks meant, where
	the record is a clock. ``valid`` leaves out what is no warranty work.
	"""

	source: str
	anchor: str
	facts: tuple[str, ...] = ()
	codes: tuple[str, ...] = ()
	amount: str = ""
	valid: bool = True


@dataclass(frozen=True, slots=True)
class Kpi:
	"""One key figure; without a denominator the numerator itself is the figure.

	``unit``: percent, days, count, score or ratio. ``better`` says which direction is good: up or down. ``source`` is the
	clause of the regulation, or the usage of the trade (English, translated where it is shown).
	"""

	code: str
	title: str
	words: str
	source: str
	numerator: Measure
	denominator: Measure | None = None
	unit: str = "percent"
	better: str = "up"


def _clock(*codes: str, facts: tuple[str, ...] = ()) -> tuple[Measure, Measure]:
	"""Kept ÷ due, of one kind of clock: each counts in the period in which it fell due."""
	due = Measure("clock", "due_at", ("judged", *facts), codes)
	return Measure("clock", "due_at", ("judged", "met", *facts), codes), due


_REPORTED = Measure("ticket", "reported_at")
_CLOSED = Measure("ticket", "closed_at")
_DONE = Measure("ticket", "owner_accepted_at")
_EVER = Measure("ticket", "ever")
_AGREED = ("Agreed Completion",)

# fmt: off
KPIS: tuple[Kpi, ...] = (
	Kpi("closing_rate", "Closed to Reported", "Closed in the period ÷ reported in the period; above 100% a backlog is worked off",
		PRACTICE, _CLOSED, _REPORTED),
	Kpi("cumulative_completion", "Cumulative Completion", "Closed by the end of the period ÷ all reported by then",
		PRACTICE, Measure("ticket", "ever", ("closed_by_end",)), _EVER),
	Kpi("on_time_rate", "On-time Rate", "Done by the agreed time ÷ done, of the completions agreed for the period",
		"R106", Measure("clock", "due_at", ("met",), _AGREED), Measure("clock", "due_at", ("done",), _AGREED)),
	Kpi("overdue_rate", "Overdue Rate", "(Open past the agreed time + done late) ÷ completions agreed for the period",
		"R106", Measure("clock", "due_at", ("judged", "missed"), _AGREED), Measure("clock", "due_at", ("judged",), _AGREED), better="down"),
	Kpi("handover_rate", "Passed On In Time", "Passed on within the limit ÷ reports through property desk, customer service and call centre",
		"R69, R75, R76", *_clock("Handover", facts=("passed_on",))),
	Kpi("entry_rate", "Entered In Time", "Entered within the limit ÷ tickets entered", "R79", *_clock("Entry")),
	Kpi("emergency_rate", "Emergency Arrival In Time", "Arrived within the limit ÷ emergencies", "R72", *_clock("Emergency Arrival")),
	Kpi("first_response_rate", "First Response In Time", "On site or appointment made within the limit ÷ tickets accepted",
		"R89", *_clock("First Response")),
	Kpi("punctuality_rate", "Appointments Kept", "Arrived ahead of the appointment ÷ appointments due", "R90", *_clock("Punctuality")),
	Kpi("plan_rate", "Plans In Time", "Plans issued within the limit, routine and complex ÷ plans due", "R94, R95",
		*_clock("Plan", "Plan Complex")),
	Kpi("plan_signing_rate", "Plan Signing Rate", "Signed by the owner ÷ plans issued; replaced versions do not count", "R97",
		Measure("plan", "issued_at", ("current", "signed")), Measure("plan", "issued_at", ("current",))),
	Kpi("first_time_fix", "First-time Fix Rate", "Accepted the first time and no repeat repair within 90 days ÷ done", PRACTICE,
		Measure("ticket", "owner_accepted_at", ("first_time",)), _DONE),
	Kpi("rework_rate", "Rework Rate", "Tickets of the period confirmed as repeat repair ÷ done", "R82",
		Measure("ticket", "reported_at", ("repeat",)), _DONE, better="down"),
	Kpi("pre_acceptance_rate", "Pre-acceptance Passed First Time", "Passed when first presented ÷ presented for the first time", "R106",
		Measure("visit", "arrived_at", ("presented", "passed")), Measure("visit", "arrived_at", ("presented",))),
	Kpi("open_long", "Open Over Half a Month", "Tickets open for longer than the set days at the end of the period", "R102, R104",
		Measure("ticket", "ever", ("open_at_end", "long")), None, "count", "down"),
	Kpi("weekly_contact_rate", "Contact During Long Repairs", "Contacts kept in time ÷ first notices and weekly contacts due", "R102",
		*_clock("Long Repair Notice", "Weekly Contact")),
	Kpi("mean_duration", "Mean Duration", "Days from report to owner's acceptance ÷ done", PRACTICE,
		Measure("ticket", "owner_accepted_at", amount="duration"), _DONE, "days", "down"),
	Kpi("median_duration", "Median Duration", "Days from report to owner's acceptance: half of what was done took no longer", PRACTICE,
		Measure("ticket", "owner_accepted_at", amount="median"), _DONE, "days", "down"),
	Kpi("owner_waiting", "Of Which Waiting For The Owner", "Days on hold for the owner's reasons ÷ done; shown apart, not deducted",
		PRACTICE, Measure("ticket", "owner_accepted_at", amount="owner_wait"), _DONE, "days", "down"),
	Kpi("follow_up_rate", "Follow-up Rate", "Followed up with an answer ÷ closed", PRACTICE,
		Measure("ticket", "closed_at", ("followed_up",)), _CLOSED),
	Kpi("satisfaction_rate", "Satisfaction Rate", "Very satisfied or satisfied ÷ follow-ups with a rating", "R1",
		Measure("contact", "contacted_at", ("rated", "happy")), Measure("contact", "contacted_at", ("rated",))),
	Kpi("satisfaction_score", "Satisfaction Score", "Points out of five ÷ follow-ups with a rating", "R1",
		Measure("contact", "contacted_at", ("rated",), amount="score"), Measure("contact", "contacted_at", ("rated",)), "score"),
	Kpi("daily_patrol_rate", "Patrolled And Updated Daily", "Days with a patrol record in time ÷ days of work due", "R12, R100",
		*_clock("Daily Patrol")),
	Kpi("third_party_share", "Third-party Share", "Of the tickets reported in the period: given to a third party ÷ all", "R107",
		Measure("ticket", "reported_at", ("third_party",)), _REPORTED, better="down"),
	Kpi("defects_per_unit", "Defects per Unit", "All defects reported by the end of the period ÷ units handed over", PRACTICE,
		_EVER, Measure("unit", "delivered", valid=False), "ratio", "down"),
)
# fmt: on
BY_CODE: Mapping[str, Kpi] = {row.code: row for row in KPIS}


@dataclass(frozen=True, slots=True)
class Period:
	"""From ``start`` (None: from the beginning) up to, not including, ``end``."""

	start: datetime | None
	end: datetime


def periods(kind: str, day: date, until: date | None = None) -> tuple[Period, Period]:
	"""The period of ``kind`` around ``day``, and the one it is compared with.

	Week and Month are whole calendar ones and compare with the one before; Cumulative ends with ``day`` and compares with
	a week earlier; Custom runs from ``day`` to ``until`` and compares with as many days before. Raises ValueError for
	another kind, and for a Custom period that ends before it begins.
	"""
	if kind == "Week":
		first = day - timedelta(days=day.weekday())
		return _days(first, first + timedelta(days=7)), _days(first - timedelta(days=7), first)
	if kind == "Month":
		first, last = day.replace(day=1), day.replace(day=1) - timedelta(days=1)
		return _days(first, (first + timedelta(days=31)).replace(day=1)), _days(last.replace(day=1), first)
	if kind == "Cumulative":
		end = day + timedelta(days=1)
		return _days(None, end), _days(None, end - timedelta(days=7))
	if kind != "Custom" or until is None or until < day:
		raise ValueError(kind)
	end = until + timedelta(days=1)
	return _days(day, end), _days(day - (end - day), day)


def _days(start: date | None, end: date) -> Period:
	first = datetime.combine(start, time()) if start else None
	return Period(first, datetime.combine(end, time()))


def value(kpi: Kpi, numerator: float | None, denominator: float | None) -> float | None:
	"""The figure in its unit; None where there is nothing to divide by (not 0)."""
	if kpi.denominator is None:
		return float(numerator or 0)
	if not denominator or numerator is None:
		return None
	if kpi.code == "median_duration":
		return float(numerator)
	return float(numerator) / float(denominator) * (100 if kpi.unit == "percent" else 1)


def reached(kpi: Kpi, figure: float | None, target: float | None) -> bool | None:
	"""Whether the target is met; None without a figure or a target."""
	if figure is None or target is None:
		return None
	return figure >= target if kpi.better == "up" else figure <= target


def distance(kpi: Kpi, figure: float | None, target: float | None) -> float | None:
	"""How far the figure is beyond its target in the good direction, in its own unit; negative where it is missed."""
	if figure is None or target is None:
		return None
	return figure - target if kpi.better == "up" else target - figure


def trend(kpi: Kpi, now: float | None, before: float | None) -> str:
	"""better, worse or same than the period before, as both are shown; empty where one of the two is missing."""
	if now is None or before is None:
		return ""
	if round(now, SHOWN) == round(before, SHOWN):
		return "same"
	return "better" if (now > before) == (kpi.better == "up") else "worse"
