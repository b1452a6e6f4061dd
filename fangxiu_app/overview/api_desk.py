"""Number cards of the workspace 房修工作台."""

import json

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.core.access import incoming
from fangxiu_app.figures import reads_figures
from fangxiu_app.overview import reads_next, reads_ticket_counts


@frappe.whitelist(methods=["GET", "POST"])
def card(filters: dict | str) -> dict:
	"""One number card: how many tickets of the user's projects, and the filtered list behind the number.

	``filters`` is the card's own setting, ``{"card": code}``. Raises BadValueError for an unknown code.
	"""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	card = incoming.one_of(incoming.mapping(filters).get("card"), reads_ticket_counts.CARDS, _("Number Card"))
	figure, now = reads_ticket_counts.CARDS[card], now_datetime().replace(microsecond=0)
	return {
		"value": reads_figures.number(figure, {}, now),
		"fieldtype": "Int",
		"route": ["List", "Repair Ticket", "List"],
		# the list view reads several conditions on one field only as JSON texts
		"route_options": {
			field: [json.dumps(condition) for condition in rows]
			for field, rows in reads_figures.list_filters(figure, now).items()
		},
	}


@frappe.whitelist(methods=["GET"])
def next_ten() -> list[dict]:
	"""What comes next in the user's projects: emergencies, what is late, then what waits for the user, then for others."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	return reads_next.next_tickets()
