"""A year's public holidays written into a Service Calendar, from the list ERPNext's holiday lists are made of."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
import holidays
from frappe import _
from frappe.utils import getdate

from fangxiu_app.domain import holidays as rules
from fangxiu_app.queries.calendars import WEEKDAYS

#: The package answers with Chinese names of the days, which also say what day makes up for which.
LANGUAGE = "zh_CN"


@dataclass(frozen=True)
class Filled:
	"""How many rows were added, and whether the year's make-up workdays were known."""

	added: int
	announced: bool


def fill(calendar, year: int) -> Filled:
	"""Add the holidays and make-up workdays of ``year`` that have no row yet, and save with the user's own rights.

	Rows that people entered are left alone, so that a second call adds nothing. Raises ValidationError for a calendar that
	runs around the clock, and for a year outside of what can be planned.
	"""
	this_year = getdate().year
	if not this_year <= year <= this_year + 2:
		frappe.throw(
			_("{0} cannot be filled in: choose a year from {1} to {2}.").format(
				year, this_year, this_year + 2
			)
		)
	if calendar.always_on:
		frappe.throw(
			_("Calendar {0} runs around the clock: it has no holidays.").format(frappe.bold(calendar.name))
		)
	wanted = rules.exceptions(dict(holidays.country_holidays("CN", years=year, language=LANGUAGE)))
	rows = rules.missing(wanted, (getdate(row.date) for row in calendar.exceptions))
	for row in rows:
		weekday = None if row.like_weekday is None else WEEKDAYS[row.like_weekday]
		calendar.append(
			"exceptions",
			{"date": row.date, "kind": row.kind, "remark": row.remark, "like_weekday": weekday},
		)
	if rows:
		calendar.save()
	return Filled(len(rows), rules.announced(wanted))
