"""The mark of an emergency: who takes it off while the arrival is owed, and what it means once somebody has arrived (R72; docs/adr/0180)."""

from __future__ import annotations

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.tickets.clocks import rules_back_entries, service_back_entries, service_clocks

ARRIVAL = "Emergency Arrival"
#: Who may say that it is none: who took the report, or who leads; never the engineer who owes the arrival.
TAKE_OFF = {roles.CLERK, *service_back_entries.LEAD}


def may_take_off(ticket) -> bool:
	"""Whether the session's user takes the mark off: while the arrival is owed neither its engineer does, nor somebody else of the site."""
	return not service_clocks.runs(ticket, ARRIVAL) or service_back_entries.vouched(ticket.engineer, TAKE_OFF)


def on_again(ticket) -> None:
	"""A mark that is put on again after the arrival counts from the first time: the clock that ended with the mark says whether it was kept."""
	rows = [row for row in ticket.clocks if row.code == ARRIVAL]
	if not rows or any(row.state != "Void" for row in rows):
		return
	row = min(rows, key=lambda one: get_datetime(one.started_at))
	arrived, due = get_datetime(ticket.arrived_at), get_datetime(row.due_at) if row.due_at else None
	event = {"ticket": ticket.name, "action": "arrive", "at": arrived}
	told = get_datetime(frappe.db.get_value("Ticket Event", event, "recorded_at") or now_datetime())
	begun = get_datetime(row.started_at)
	kept = due is None or (arrived <= due and not rules_back_entries.hides_lateness(arrived, due, told, begun, rules_back_entries.TYPING))
	row.state, row.stopped_at = "Met" if kept else "Late", max(arrived, begun)
