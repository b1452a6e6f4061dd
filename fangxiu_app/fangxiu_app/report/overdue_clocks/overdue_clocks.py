from __future__ import annotations

from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.domain.ticket import BY_ACTION, NEXT
from fangxiu_app.queries import clock_reports


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Every limit that is overdue now, by how many minutes, who has the ball and what comes next (screens 1)."""
	now = now_datetime()
	rows = clock_reports.overdue(filters or {}, now)
	for row in rows:
		row.overdue_minutes = int((now - row.due_at).total_seconds() // 60)
		row.next_step = "、".join(_(BY_ACTION[action].label) for action in next_actions(row))
		row.status, row.ball_holder = _(row.status), _(row.ball_holder or "")
	return columns(), rows


def next_actions(row) -> list[str]:
	"""What usually comes next in the ticket's state, without the ways that are not this ticket's."""
	not_ours = {
		"joint_visit": row.joint_state != "Needed",
		"manager_visit": row.repeat_state != "Confirmed",
		"transfer": row.responsibility == "Warranty",
	}
	return [action for action in NEXT.get(row.status, ()) if not not_ours.get(action)]


def columns() -> list[dict]:
	link = {"fieldtype": "Link", "width": 140}
	return [
		{"fieldname": "ticket", "label": _("Repair Ticket"), "options": "Repair Ticket", **link},
		{"fieldname": "unit_code", "label": _("Unit Code"), "fieldtype": "Data", "width": 100},
		{"fieldname": "clock", "label": _("Time Limit"), "fieldtype": "Data", "width": 120},
		{"fieldname": "overdue_minutes", "label": _("Overdue (Minutes)"), "fieldtype": "Int", "width": 110},
		{"fieldname": "due_at", "label": _("Due At"), "fieldtype": "Datetime", "width": 150},
		{"fieldname": "ball_holder", "label": _("Ball Holder"), "fieldtype": "Data", "width": 100},
		{"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 90},
		{"fieldname": "next_step", "label": _("Next Action"), "fieldtype": "Data", "width": 170},
		{"fieldname": "engineer_name", "label": _("Engineer"), "fieldtype": "Data", "width": 100},
		{"fieldname": "contractor_name", "label": _("Contractor"), "fieldtype": "Data", "width": 140},
		{"fieldname": "percent", "label": _("Last Step Fired (%)"), "fieldtype": "Int", "width": 120},
		{"fieldname": "clause", "label": _("Clause"), "fieldtype": "Data", "width": 90},
		{"fieldname": "project", "label": _("Project"), "options": "Project", **link},
	]
