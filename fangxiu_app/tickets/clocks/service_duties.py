"""Recurring duties during a repair, and the results of follow-up calls: recorded by visits and contacts (R12, R100, R102)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime

from fangxiu_app.tickets.clocks import service_clocks
from fangxiu_app.tickets.clocks.service_follow_ups import RAIN
from fangxiu_app.tickets.life import service_ticket_row, service_transitions
from fangxiu_app.tickets.life.rules_ticket_table import WORKING

UNHAPPY = ("Dissatisfied", "Very Dissatisfied")


def patrolled(ticket_name: str, at: datetime) -> None:
	"""Today's patrol is recorded: the next one is due a day later (R12, R100)."""
	_change(ticket_name, lambda ticket: _recur(ticket, "Daily Patrol", at))


def contacted(contact) -> None:
	"""A contact fulfils its duty: long-repair notice, weekly progress, follow-up (R102, R108).

	If the follow-up finds the owner dissatisfied, the ticket is reopened as a candidate for a repeat repair.
	"""
	if contact.outcome != "Reached":
		return
	at = get_datetime(contact.contacted_at)
	if contact.purpose == "Long Repair Notice":
		_change(contact.ticket, lambda ticket: _notify(ticket, at))
	elif contact.purpose == "Weekly Progress":
		_change(contact.ticket, lambda ticket: _recur(ticket, "Weekly Contact", at))
	elif contact.purpose == "Follow-up":
		_change(contact.ticket, lambda ticket: _asked(ticket, at))
		if (
			contact.satisfaction in UNHAPPY
			and frappe.db.get_value("Repair Ticket", contact.ticket, "status") == "Closed"
		):
			service_transitions.perform(
				contact.ticket,
				"reopen",
				{"reason": contact.note or contact.satisfaction},
				at,
				contact.back_entry_reason or "",
			)


def _asked(ticket, at: datetime) -> None:
	"""One call answers both questions: how the repair was, and whether it held in the rain."""
	for code in ("Follow-up", RAIN):
		service_clocks.stop(ticket, code, at)


def _notify(ticket, at: datetime) -> None:
	"""The notice promises a contact every week while the work goes on; given again, it is one of these contacts."""
	service_clocks.stop(ticket, "Long Repair Notice", at)
	if service_clocks.runs(ticket, "Weekly Contact"):
		_recur(ticket, "Weekly Contact", at)
	elif ticket.status in WORKING:
		service_clocks.start(ticket, "Weekly Contact", at)


def _recur(ticket, code: str, at: datetime) -> None:
	"""As ``clocks.recur``, but a record entered late, from before the running clock began, does not turn it back."""
	running = [row for row in ticket.clocks if row.code == code and row.state == "Running"]
	if running and at >= get_datetime(running[0].started_at):
		service_clocks.recur(ticket, code, at)


def _change(ticket_name: str, change) -> None:
	ticket = service_ticket_row.locked(ticket_name)
	change(ticket)
	service_clocks.refresh(ticket)
	# Whoever may record the visit or the contact (checked there) settles the ticket's duty with it.
	ticket.write_by_action(ignore_permissions=True)
