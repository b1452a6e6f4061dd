from __future__ import annotations

from frappe.utils import now_datetime

from fangxiu_app.core.time.spans import length
from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.reports import reads_clock_reports
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION, NEXT


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Every limit that is overdue now, by how long, who has to act and what comes next."""
	now = now_datetime()
	rows = reads_clock_reports.overdue(filters or {}, now)
	for row in rows:
		row.overdue_minutes = int((now - row.due_at).total_seconds() // 60)
		row.overdue_by = length(row.overdue_minutes)
		row.next_step = "、".join(_(BY_ACTION[action].label) for action in next_actions(row))
		row.status, row.waiting_on = _(row.status), _(row.waiting_on or "")
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
	return [
		link("ticket", _("Repair Ticket"), "Repair Ticket", 140),
		column("unit_code", _("Unit Code"), width=100),
		column("clock", _("Time Limit"), width=120),
		column("overdue_by", _("Overdue By"), width=110),
		column("due_at", _("Due At"), "Datetime", 150),
		column("waiting_on", _("Waiting On"), width=100),
		column("status", _("Status"), width=90),
		column("next_step", _("Next Action"), width=170),
		column("engineer_name", _("Engineer"), width=100),
		column("contractor_name", _("Contractor"), width=140),
		column("percent", _("Last Step Fired (%)"), "Int", 120),
		column("clause", _("Clause"), width=90),
		link("project", _("Project"), "Project", 140),
	]
