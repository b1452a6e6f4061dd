"""A year's public holidays written into a Service Calendar, from the list ERPNext's holiday lists are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import frappe
import holidays
from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
from frappe.utils import getdate

from fangxiu_app.core.time import holidays as rules
from fangxiu_app.core.time import reads_calendars as reads
from fangxiu_app.core.time.reads_calendars import WEEKDAYS
from fangxiu_app.core.wording import _

#: The package answers with Chinese names of the days, which also say what day makes up for which.
LANGUAGE = "zh_CN"
CALENDAR = "Service Calendar"


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
	names = dict(holidays.country_holidays("CN", years=year, language=LANGUAGE))
	wanted = rules.exceptions(names, {WEEKDAYS.index(row.weekday) for row in calendar.windows})
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


def remind(today: date) -> list[str]:
	"""Tell the administrators of calendars that do not know the make-up workdays of the year that is to come, from December on.

	The State Council announces them in autumn, and the list of holidays follows with its next release. Calendars without any
	holiday follow no public ones and are not meant. Each is brought up once a year; returns those that were.
	"""
	year = (today + timedelta(days=31)).year
	rows = reads.exceptions()
	made_up = {(row.parent, row.date.year) for row in rows if row.kind == "Workday" and row.date.weekday() in rules.WEEKEND}
	following = {row.parent for row in rows if row.kind == "Holiday"}
	unknown = [name for name in sorted(following) if (name, year) not in made_up]
	told = [name for name in unknown if not reads.noted(name, year)]
	for name in told:
		subject = _("Calendar {0}: the make-up workdays of {1} are missing").format(name, year)
		text = _(
			"Clocks would run on days that are worked or not worked as the notice of the State Council says. Open the calendar and take over the holidays of {0}, or enter them by hand."
		).format(year)
		note = {"type": "Alert", "document_type": CALENDAR, "document_name": name, "subject": subject, "email_content": text}
		make_notification_logs(frappe._dict(note), reads.administrators())
	return told
