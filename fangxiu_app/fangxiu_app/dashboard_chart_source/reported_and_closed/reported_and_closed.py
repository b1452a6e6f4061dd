"""Chart 本周报修/关闭. Not cached: Frappe keeps one copy of a cached chart for all users, whatever their projects."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import format_date, getdate

from fangxiu_app.queries import ticket_counts

DAYS = 7


@frappe.whitelist(methods=["GET", "POST"])
def get() -> dict:
	"""Tickets reported and closed on each of the last seven days."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	found = ticket_counts.reported_and_closed(getdate() - timedelta(days=DAYS - 1), DAYS)
	return {
		"labels": [format_date(day, "EEE") for day in found["days"]],
		"datasets": [
			{"name": _("Reported"), "values": found["reported_at"]},
			{"name": _("Closed"), "values": found["closed_at"]},
		],
	}
