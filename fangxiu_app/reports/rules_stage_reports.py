"""The reports of the repair centre: their kinds, their contents, and when each is due (R24, R43, R105).

A kind is one row of ``KINDS``; its sections name their columns here, and ``reports.reads_stage_report_data`` finds their rows.
To add a kind: add a row, its sections' queries, a print format, and the option of the DocTypes' field Kind.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fangxiu_app.delivery.rules_report_windows import EARLY, QUALITY, WEEKLY, DeliveryDays, window
from fangxiu_app.reports import rules_documents

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DRAFT, ISSUED, SUPERSEDED = "Draft", "Issued", "Superseded"
#: The state of a fault, by the newest re-check after it.
RECHECKS = {"": "Not Re-checked", "Pass": "Re-check Passed", "Fail": "Re-check Failed"}  # nosec B105 - no password


@dataclass(frozen=True, slots=True)
class Column:
	"""One column: ``kind`` is text, word (translated when shown), int, number, percent, day or moment; ``width`` in %."""

	field: str
	label: str
	kind: str = "text"
	width: int = 10


@dataclass(frozen=True, slots=True)
class Section:
	"""One table of a report."""

	code: str
	title: str
	columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Kind:
	"""One kind of report: its cycle (Week, Month), its tables, the blocks
	the manager writes, and the numbers at the top."""

	name: str
	cycle: str
	clause: str
	print_format: str
	sections: tuple[Section, ...]
	blocks: tuple[str, ...]
	cards: tuple[tuple[str, str], ...]


def _columns(*rows: tuple) -> tuple[Column, ...]:
	return tuple(Column(*row) for row in rows)


_COUNTS = (
	("reported", "Reported in Period", "int", 9),
	("closed", "Closed in Period", "int", 9),
	("open", "Open Tickets", "int", 9),
	("overdue", "Overdue", "int", 9),
	("repeats", "Repeat Repair", "int", 9),
	("closing_rate", "Closed to Reported", "percent", 11),
	("on_time_rate", "On-time Rate", "percent", 11),
)
_PLACE = (
	("ticket", "Repair Ticket", "text", 15),
	("unit_code", "Unit Code", "text", 10),
	("defect", "Defect", "text", 18),
	("contractor_name", "Contractor", "text", 20),
)

_PROBLEMS = (
	("open_before", "Open Before", "int", 10),
	("new", "New in Period", "int", 10),
	("closed", "Closed in Period", "int", 10),
	("open", "Still Open", "int", 10),
	("late", "Overdue", "int", 10),
	("rate", "Closing Rate", "percent", 12),
)

EARLY_SECTIONS = (
	Section(
		"houses",
		"Quality of the Houses To Be Delivered",
		_columns(
			("building_no", "Building", "text", 14),
			("units", "Units", "int", 12),
			("inspected", "Inspected", "int", 12),
			*_PROBLEMS,
		),
	),
	Section(
		"classes",
		"Problems by Class",
		_columns(("label", "Defect Type", "text", 28), ("units", "Units", "int", 10), *_PROBLEMS),
	),
	Section(
		"dangers",
		"Major Risks and Their Rectification",
		_columns(
			("name", "Risk Warning", "text", 14),
			("subject", "Subject", "text", 17),
			("place", "Place", "text", 12),
			("level", "Warning Level", "word", 9),
			("department", "Responsible Department", "word", 10),
			("due_on", "Deadline", "day", 10),
			("late", "Days Overdue", "int", 9),
			("state", "State", "word", 8),
			("last", "Last Follow-up", "text", 11),
		),
	),
	Section(
		"rectification",
		"Problems Not Closed",
		_columns(
			("unit_code", "Unit Code", "text", 11),
			("location", "Location", "text", 13),
			("description", "Description", "text", 25),
			("responsible", "Responsible", "word", 10),
			("contractor_name", "Contractor", "text", 15),
			("due_on", "Promised For", "day", 10),
			("late", "Days Overdue", "int", 9),
			("state", "State", "word", 7),
		),
	),
	Section(
		"owed",
		"Due Soon or Overdue Before Delivery",
		_columns(
			("title", "Milestone", "text", 34),
			("clause", "Clause", "text", 11),
			("department", "Responsible Department", "word", 16),
			("due_date", "Due Date", "day", 12),
			("have", "Proved", "text", 9),
			("late", "Days Overdue", "int", 9),
			("state", "State", "word", 9),
		),
	),
	Section(
		"lessons",
		"Lessons of Other Projects to Check",
		_columns(
			("location", "Location", "text", 12),
			("defect_type", "Defect Type", "text", 14),
			("material", "Material or Product", "text", 16),
			("measure_later", "Measure for Later Projects", "text", 44),
			("department", "Responsible Department", "word", 14),
		),
	),
)

WEEKLY_SECTIONS = (
	Section(
		"figures",
		"Main Figures",
		_columns(
			("title", "Key Figure", "word", 24),
			("value", "This Period", "number", 12),
			("unit", "Unit of Measure", "word", 10),
			("before", "Period Before", "number", 12),
			("target", "Target", "number", 10),
			("parts", "Numerator and Denominator", "text", 18),
			("trend", "Trend", "word", 14),
		),
	),
	Section("contractors", "By Contractor", _columns(("label", "Contractor", "text", 33), *_COUNTS)),
	Section("defects", "By Defect Type", _columns(("label", "Defect Type", "text", 33), *_COUNTS)),
	Section(
		"top",
		"Top Ten Defects by Location",
		_columns(
			("number", "Sr", "int", 8),
			("label", "Location", "text", 32),
			("tickets", "Defects", "int", 15),
			("share", "Share of Total", "percent", 15),
			("per_100_units", "Per 100 Units", "number", 15),
			("repeats", "Repeat Repair", "int", 15),
		),
	),
	Section(
		"long",
		"Repairs Open For More Than Half a Month",
		_columns(
			*_PLACE,
			("open_days", "Days", "int", 8),
			("status", "Status", "word", 9),
			("last_contact", "Last Contact", "day", 11),
			("missed", "Contacts Missed", "int", 9),
		),
	),
	Section(
		"repeats",
		"Repeat Repairs",
		_columns(
			*_PLACE,
			("repeat_state", "Repeat Repair", "word", 10),
			("repeat_of", "Repeat Of", "text", 15),
			("manager_visited_at", "Manager's Visit", "day", 12),
		),
	),
	Section(
		"third_party",
		"Third-party Repairs",
		_columns(
			*_PLACE,
			("third_party_name", "Third Party", "text", 20),
			("third_party_at", "Commissioned", "day", 17),
		),
	),
	# the engineers' sorting through of the forms, told to all departments the report goes to (R13)
	Section(
		"papers",
		"Incomplete Documents",
		_columns(
			("what", "Missing Items", "word", 32),
			("tickets", "Tickets", "int", 10),
			("ticket", "Oldest Ticket", "text", 20),
			("unit_code", "Unit Code", "text", 14),
			("reported_on", "Reported On", "day", 13),
			("open_days", "Days", "int", 11),
		),
	),
)

QUALITY_SECTIONS = (
	Section(
		"checks",
		"Checks Done",
		_columns(
			("visitor_name", "Checked By", "text", 25),
			("kind", "Kind", "word", 20),
			("visits", "Visits Checked", "int", 15),
			("units", "Units", "int", 15),
			("faults", "Faults", "int", 10),
			("score", "Mean Score", "number", 15),
		),
	),
	Section(
		"aspects",
		"By Aspect",
		_columns(
			("aspect", "Aspect", "word", 30),
			("checked", "Checked", "int", 15),
			("faults", "Faults", "int", 15),
			("pass_rate", "Pass Rate", "percent", 20),
			("score", "Mean Score", "number", 20),
		),
	),
	Section(
		"faults",
		"Faults Found",
		_columns(
			("day", "Date", "day", 10),
			("unit_code", "Unit Code", "text", 10),
			("aspect", "Aspect", "word", 11),
			("remark", "Fault Found", "text", 25),
			("contractor_name", "Responsible Contractor", "text", 18),
			("due", "Correction Due", "day", 12),
			("rechecked", "Re-check", "word", 14),
		),
	),
	Section(
		"ranking",
		"Contractors Ranked",
		_columns(
			("number", "Sr", "int", 8),
			("contractor_name", "Contractor", "text", 37),
			("checked", "Checked", "int", 11),
			("faults", "Faults", "int", 11),
			("pass_rate", "Pass Rate", "percent", 16),
			("score", "Mean Score", "number", 17),
		),
	),
)

KINDS: Mapping[str, Kind] = {
	row.name: row
	for row in (
		Kind(
			EARLY,
			"Week",
			"R24",
			EARLY,
			EARLY_SECTIONS,
			("progress", "problems", "help_needed", "next_steps", "conclusion"),
			(
				("new", "New in Period"),
				("closed", "Closed in Period"),
				("open", "Still Open"),
				("late", "Overdue"),
				("dangers", "Open Risk Warnings"),
			),
		),
		Kind(
			WEEKLY,
			"Week",
			"R43",
			WEEKLY,
			WEEKLY_SECTIONS,
			("progress", "problems", "help_needed", "next_steps", "conclusion"),
			(
				("reported", "Reported in Period"),
				("closed", "Closed in Period"),
				("open", "Open Tickets"),
				("long", "Open Over Half a Month"),
			),
		),
		Kind(
			QUALITY,
			"Month",
			"R105",
			QUALITY,
			QUALITY_SECTIONS,
			("problems", "help_needed", "next_steps", "conclusion"),
			(("visits", "Visits Checked"), ("units", "Units"), ("faults", "Faults"), ("score", "Mean Score")),
		),
	)
}


def texts() -> list[str]:
	"""Every text of the kinds that is shown, for the translations."""
	found = [*KINDS, *RECHECKS.values(), *rules_documents.LABELS.values()]
	for kind in KINDS.values():
		found += [label for _code, label in kind.cards]
		for section in kind.sections:
			found += [section.title, *(column.label for column in section.columns)]
	return found


def period(kind: str, day: date, weekday: str = "Monday") -> tuple[date, date]:
	"""First and last day of the report that is due by ``day``.

	A weekly report covers the seven days before the newest ``weekday`` up to ``day``; a monthly one the month that ends
	with ``day`` at the latest, so on its last day the month itself (R105). Raises KeyError for an unknown kind.
	"""
	if KINDS[kind].cycle == "Week":
		end = day - timedelta(days=1 + (day.weekday() - WEEKDAYS.index(weekday)) % 7)
		return end - timedelta(days=6), end
	if (day + timedelta(days=1)).month != day.month:
		return day.replace(day=1), day
	last = day.replace(day=1) - timedelta(days=1)
	return last.replace(day=1), last


def whole_period(kind: str, day: date, weekday: str = "Monday") -> tuple[date, date]:
	"""The period of this kind that ``day`` lies in: for reports asked for by hand."""
	if KINDS[kind].cycle == "Week":
		first = day - timedelta(days=(day.weekday() - WEEKDAYS.index(weekday)) % 7)
		return first, first + timedelta(days=6)
	return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def spans(
	kind: str, starts_on: date | None, until: date | None, deliveries: Iterable[DeliveryDays] = ()
) -> list[tuple[date, date | None]]:
	"""Between which days reports are drafted, the end open for None; empty: none are.

	From ``starts_on`` on where somebody set it, else as the project's ``deliveries`` say (R24, R43, R105), and in either case
	not after ``until``: the regulation names no end for the repair weekly and the quality report, so somebody has to.
	"""
	found = [(starts_on, None)] if starts_on else [window(kind, day) for day in deliveries]
	ends = [(start, min(filter(None, (end, until)), default=None)) for start, end in filter(None, found)]
	return [(start, end) for start, end in ends if end is None or start <= end]


def due(
	kind: str,
	starts_on: date | None,
	weekday: str,
	today: date,
	deliveries: Iterable[DeliveryDays] = (),
	until: date | None = None,
) -> tuple[date, date] | None:
	"""The period to draft by ``today``, or None.

	A period counts that has a day in one of the :func:`spans`. The day of the delivery itself still belongs to the stage
	before it.
	"""
	first, last = period(kind, today, weekday)
	for start, end in spans(kind, starts_on, until, deliveries):
		if start <= last and (end is None or first <= end):
			return first, last
	return None


def last_period(kind: str, end: date, weekday: str) -> tuple[date, date, date]:
	"""First and last day of the last report of a span that ends with ``end``, and the day it is drafted on."""
	first, last = whole_period(kind, end, weekday)
	return first, last, last + timedelta(days=1) if KINDS[kind].cycle == "Week" else last
