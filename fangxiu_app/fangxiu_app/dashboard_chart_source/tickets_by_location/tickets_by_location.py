"""Chart 部位分布. Not cached: Frappe keeps one copy of a cached chart for all users, whatever their projects."""

import frappe
from frappe.utils import add_days, getdate, now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.overview import reads_ticket_counts

DAYS = 90


@frappe.whitelist(methods=["GET", "POST"])
def get() -> dict:
	"""The places with the most tickets of the last ninety days."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	rows = reads_ticket_counts.by_location(add_days(getdate(), -DAYS), now_datetime())
	return {
		"labels": [place for place, _n in rows],
		"datasets": [{"name": _("Tickets"), "values": [n for _p, n in rows]}],
	}
