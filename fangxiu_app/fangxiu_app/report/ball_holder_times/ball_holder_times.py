from __future__ import annotations

from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.queries import clock_reports

#: Group → (field, label of its column, what it links to).
GROUPS = {
	"Ticket": ("ticket", "Repair Ticket", "Repair Ticket"),
	"Contractor": ("contractor_name", "Contractor", ""),
	"Engineer": ("engineer_name", "Engineer", ""),
	"Project": ("project", "Project", "Project"),
}
HOLDERS = (
	"Engineer",
	"Owner",
	"Contractor",
	"Manager",
	"Project Department",
	"Property Company",
	"Material",
	"Weather",
)


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Hours by who had the ball, from report to close, holds included (design 6); by ticket, contractor, engineer or project."""
	filters = filters or {}
	group = filters.get("group_by") if filters.get("group_by") in GROUPS else "Ticket"
	field = GROUPS[group][0]
	groups: dict[str, dict] = {}
	for row in clock_reports.ball_times(filters, now_datetime()):
		line = groups.setdefault(
			row[field] or "", {field: row[field], "tickets": 0, "total": 0, **row["about"]}
		)
		line["tickets"] += 1
		for holder, minutes in row["minutes"].items():
			line[holder] = line.get(holder, 0) + minutes
			line["total"] += minutes
	rows = sorted(groups.values(), key=lambda line: -line["total"])
	for line in rows:
		line.update({holder: round(line[holder] / 60, 1) for holder in (*HOLDERS, "total") if holder in line})
	return columns(group), rows


def columns(group: str) -> list[dict]:
	field, label, options = GROUPS[group]
	first = {"fieldname": field, "label": _(label), "fieldtype": "Link" if options else "Data", "width": 150}
	detail = [
		{"fieldname": "unit_code", "label": _("Unit Code"), "fieldtype": "Data", "width": 100},
		{"fieldname": "ball_holder", "label": _("Ball Holder"), "fieldtype": "Data", "width": 100},
	]
	count = [{"fieldname": "tickets", "label": _("Tickets"), "fieldtype": "Int", "width": 80}]
	hours = {"fieldtype": "Float", "precision": 1, "width": 105}
	return [
		{**first, "options": options},
		*(detail if group == "Ticket" else count),
		{"fieldname": "total", "label": _("Hours Together"), **hours},
		*({"fieldname": holder, "label": _(holder), **hours} for holder in HOLDERS),
	]
