"""Chart 本周报修/关闭. Not cached: Frappe keeps one copy of a cached chart for all users, whatever their projects."""

from datetime import timedelta

import frappe
from frappe.utils import format_date, getdate, now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.overview import reads_ticket_counts

DAYS = 7


@frappe.whitelist(methods=["GET", "POST"])
def get() -> dict:
	"""Tickets reported and closed on each day of the calendar week, Monday first: the week of the reports."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	monday = getdate() - timedelta(days=getdate().weekday())
	found = reads_ticket_counts.reported_and_closed(monday, DAYS, now_datetime())
	return {
		"labels": [format_date(day, "EEE") for day in found["days"]],
		"datasets": [
			{"name": _("Reported"), "values": found["reported"]},
			{"name": _("Closed"), "values": found["closed"]},
		],
	}
