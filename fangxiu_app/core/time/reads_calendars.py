"""Service Calendars as the engine takes them (``core.time.calendar``)."""

from __future__ import annotations

import re
from datetime import timedelta

import frappe
from frappe.utils import getdate

from fangxiu_app.core.access.roles import ADMINISTRATOR
from fangxiu_app.core.time.calendar import ALWAYS_ON, CalendarException, ServiceCalendar, Window

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def load_calendar(name: str | None) -> ServiceCalendar:
	"""A Service Calendar as the engine takes it; no name means around the clock."""
	if not name:
		return ALWAYS_ON
	doc = frappe.get_cached_doc("Service Calendar", name)
	if doc.always_on:
		return ALWAYS_ON
	built = doc.get("_fx_engine")
	if built is None:
		# dear to build, cheap to ask: kept beside the document Frappe caches for this request, and gone with it
		built = calendar_of(doc)
		doc.__dict__["_fx_engine"] = built
	return built


def calendar_of(doc) -> ServiceCalendar:
	"""The engine's calendar for a Service Calendar document, also one that is not saved yet."""
	windows = tuple(
		Window(WEEKDAYS.index(row.weekday), minutes(row.start_time), minutes(row.end_time))
		for row in doc.windows
	)
	return ServiceCalendar(windows, tuple(map(_exception, doc.exceptions)))


def exceptions() -> list[dict]:
	"""Dates on which a calendar departs from its week, of all calendars: ``parent``, ``kind`` and ``date``."""
	return frappe.get_all("Calendar Exception", {"parenttype": "Service Calendar"}, ["parent", "kind", "date"])


def noted(calendar: str, year: int) -> bool:
	"""Whether the administrators were told of what a calendar lacks of a year."""
	about = {"document_type": "Service Calendar", "document_name": calendar, "subject": ("like", f"%{year}%")}
	return bool(frappe.db.exists("Notification Log", about))


def administrators() -> list[str]:
	"""E-mail addresses of those who keep the calendars."""
	held = frappe.get_all("Has Role", {"role": ("in", (ADMINISTRATOR, "System Manager")), "parenttype": "User"}, pluck="parent")
	return frappe.get_all("User", {"name": ("in", held), "enabled": 1}, pluck="email")


def _exception(row) -> CalendarException:
	own = tuple(parse_hours(row.own_hours)) if row.own_hours else ()
	like = WEEKDAYS.index(row.like_weekday) if row.like_weekday else 0
	return CalendarException(getdate(row.date), row.kind, own, like)


def parse_hours(text: str) -> list[tuple[int, int]]:
	"""Windows written as 08:30-12:00, 13:30-24:00, in minutes of the day. Raises ValueError for anything else."""
	windows = []
	for part in re.split("[,，、]", text):
		found = re.fullmatch(r"\s*(\d{1,2})[:：](\d\d)\s*[-–—~]\s*(\d{1,2})[:：](\d\d)\s*", part)
		if not found:
			raise ValueError(part)
		hour, minute, end_hour, end_minute = map(int, found.groups())
		windows.append((hour * 60 + minute, end_hour * 60 + end_minute))
	return windows


def minutes(value) -> int:
	"""Minutes of the day of a Time field; 23:59:59, the last a Time can hold, stands for 24:00."""
	seconds = (
		int(frappe.utils.to_timedelta(value) / timedelta(seconds=1))
		if isinstance(value, str)
		else int(value.total_seconds())
	)
	return 1440 if seconds == 86399 else seconds // 60
