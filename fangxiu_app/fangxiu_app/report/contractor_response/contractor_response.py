from __future__ import annotations

from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.queries import clock_reports


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""How contractors answer: start of work, agreed completion, first pass, and their own hours only (R14, R106, R107)."""
	return columns(), clock_reports.contractor_response(filters or {}, now_datetime())


def columns() -> list[dict]:
	number = {"fieldtype": "Int", "width": 90}
	hours = {"fieldtype": "Float", "precision": 1, "width": 120}
	percent = {"fieldtype": "Percent", "width": 110}
	return [
		{
			"fieldname": "contractor",
			"label": _("Contractor"),
			"fieldtype": "Link",
			"options": "Supplier",
			"width": 150,
		},
		{"fieldname": "contractor_name", "label": _("Contractor Name"), "fieldtype": "Data", "width": 170},
		{"fieldname": "tickets", "label": _("Tickets Dispatched"), **number},
		{"fieldname": "open", "label": _("Open"), **number},
		{"fieldname": "own_hours", "label": _("Own Hours per Ticket"), **hours},
		{"fieldname": "longest_hours", "label": _("Own Hours, Longest"), **hours},
		{"fieldname": "on_site_hours", "label": _("Hours Until Seen at Work"), **hours},
		{"fieldname": "completed_in_time", "label": _("Completed in Time"), **number},
		{"fieldname": "completed_late", "label": _("Completed Late"), **number},
		{"fieldname": "overdue", "label": _("Overdue"), **number},
		{"fieldname": "in_time_rate", "label": _("In Time (%)"), **percent},
		{"fieldname": "first_pass_rate", "label": _("First Pass (%)"), **percent},
		{"fieldname": "notices", "label": _("Written Notices"), **number},
	]
