"""Number cards of the workspace 房修工作台."""

import json

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import incoming
from fangxiu_app.core.framework import dashboards
from fangxiu_app.core.wording import _
from fangxiu_app.figures import reads_figures
from fangxiu_app.overview import reads_next, reads_ticket_counts

MODULE = "Fangxiu App"
#: More than a desk has.
MOST_CARDS = 100


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
def cards(names: list | str) -> dict[str, dict]:
	"""Number cards of a desk with their settings and values in one answer, where Frappe asks twice for each.

	Name → ``doc`` and ``data``. Left out is what the user may not see, what is not ours, and what the browser itself has to
	evaluate: Frappe asks for these as it always does. Each value comes from the card's own method, which asks for its right.
	"""
	frappe.has_permission("Number Card", "read", throw=True)
	found = {}
	for name in dict.fromkeys(incoming.names(names)[:MOST_CARDS]):
		card = frappe.get_cached_doc("Number Card", name) if frappe.db.exists("Number Card", name, cache=True) else None
		if not card or card.module != MODULE or json.loads(card.dynamic_filters_json or "[]") or not card.has_permission():
			continue
		try:
			found[name] = {"doc": card.as_dict(convert_dates_to_str=True), "data": _value(card)}
		except frappe.PermissionError:
			frappe.clear_last_message()  # said where the card asks by itself
	return found


def _value(card) -> object:
	"""What the card shows, by the method that Frappe's own card would call."""
	filters = json.loads(card.filters_json or "[]")
	if card.type == "Custom":
		return frappe.get_attr(card.method)(filters)
	return dashboards.card(card.as_dict(), filters)


@frappe.whitelist(methods=["GET"])
def next_ten() -> list[dict]:
	"""What comes next in the user's projects: emergencies, what is late, then what waits for the user, then for others."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	return reads_next.next_tickets()
