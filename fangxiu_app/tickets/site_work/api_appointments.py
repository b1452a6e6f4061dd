"""The engineers' calendar of appointments, and a warning when two overlap."""

import frappe
from frappe.utils import format_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.site_work import reads_appointments


@frappe.whitelist(methods=["GET", "POST"])
def events(start: str, end: str, doctype: str | None = None, filters: list | str | None = None) -> list[dict]:
	"""Appointments for the calendar view; ``filters`` are the view's own, of which the engineer is heeded."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	begin, until = incoming.moment(start, _("From")), incoming.moment(end, _("Until"))
	rows = reads_appointments.between(begin, until, _engineer(filters))
	length = settings.load().appointment_minutes
	return [_event(row, length) for row in rows]


@frappe.whitelist(methods=["GET"])
def conflicts(ticket: str, at: str) -> list[dict]:
	"""Other appointments of the ticket's engineer that fall together with one at ``at``. Warns, forbids nothing."""
	right.check("Repair Ticket", "read", ticket)
	engineer = frappe.db.get_value("Repair Ticket", ticket, "engineer")
	rows = reads_appointments.conflicts(engineer, incoming.moment(at), settings.load().appointment_minutes, ticket)
	return [
		{
			"ticket": row.name,
			"text": _("{0} at {1} ({2})").format(
				row.name, format_datetime(row.appointment_at, "HH:mm"), row.unit_code
			),
		}
		for row in rows
	]


def _engineer(filters: list | str | None) -> str | None:
	"""The engineer the calendar is narrowed to; other filters of the view say nothing here."""
	for row in incoming.lists(filters, _("Filters")):
		if len(row) > 3 and list(row[1:3]) == ["engineer", "="]:
			return incoming.text(row[3], _("Engineer"))
	return None


def _event(row: frappe._dict, minutes: int) -> dict:
	what = " · ".join(part for part in (row.unit_code, row.location, row.engineer_name) if part)
	return {
		"name": row.name,
		"doctype": "Repair Ticket",
		"appointment_at": row.appointment_at,
		"appointment_end": frappe.utils.add_to_date(row.appointment_at, minutes=minutes),
		"what": what,
		"kind": "emergency" if row.emergency else "kept" if row.arrived_at else "standing",
	}
