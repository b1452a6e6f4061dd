"""Who may say afterwards that a limit was kept: a phone that had no connection, or somebody who leads (docs/adr/0180)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access import roles
from fangxiu_app.core.time.event_time import is_back_entry
from fangxiu_app.tickets.clocks import rules_back_entries

LEAD = {roles.SUPERVISOR, roles.MANAGER}


@contextmanager
def offline(happened: datetime | None, now: datetime, connected: bool) -> Iterator[None]:
	"""What is recorded inside comes from a phone: it keeps the time of its tap, unless it was ``connected`` since or is a day old."""
	frappe.flags.fx_offline = bool(happened) and not connected and now - happened <= rules_back_entries.OFFLINE
	try:
		yield
	finally:
		frappe.flags.fx_offline = None


def vouched(responsible: str | None, leads: Iterable[str] = LEAD) -> bool:
	"""Whether the session's user may say that a limit was kept: nobody does for what he is ``responsible`` for himself."""
	if frappe.flags.fx_offline:
		return True
	return frappe.session.user != responsible and bool(set(leads) & set(frappe.get_roles()))


def hides_lateness(doc, at: datetime, due: datetime | None, responsible: str | None, leads: Iterable[str] = LEAD) -> bool:
	"""Whether the limit of ``doc`` that was ``due`` stays missed, although the entry says that it was kept ``at`` an earlier time."""
	tolerance, now = min(settings.load().entry_tolerance_minutes, rules_back_entries.TYPING), _now()
	if not doc.creation or not rules_back_entries.hides_lateness(at, due, now, at, tolerance):
		return False
	return rules_back_entries.hides_lateness(at, due, now, _on_record(doc, due), tolerance) and not vouched(responsible, leads)


def _on_record(doc, due: datetime) -> datetime:
	"""Since when the limit could be seen: a ticket that is split off or takes in another one is as old as what it comes from.

	Looked up only for what is itself stored after ``due``: two queries.
	"""
	stored = get_datetime(doc.creation)
	if stored <= due or doc.doctype != "Repair Ticket":
		return stored
	merged = frappe.get_all("Repair Ticket", {"merged_into": doc.name}, ["creation", "request"])
	reports = {doc.request, *(row.request for row in merged)}
	known = frappe.get_all("Repair Request", {"name": ("in", sorted(filter(None, reports)))}, pluck="creation")
	return min(map(get_datetime, [stored, *known, *(row.creation for row in merged)]))


def entered_at(at: datetime) -> datetime | None:
	"""When something that happened ``at`` is written down, where that is later than typing takes."""
	now = _now()
	return now if is_back_entry(at, now, min(settings.load().entry_tolerance_minutes, rules_back_entries.TYPING)) else None


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
