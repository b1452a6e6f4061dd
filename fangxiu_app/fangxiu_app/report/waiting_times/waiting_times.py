from __future__ import annotations

from frappe.utils import now_datetime

from fangxiu_app.core.time.spans import length
from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column
from fangxiu_app.reports import reads_clock_reports

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
	"""For how long each side had to act, from report to close, holds included; by ticket, contractor, engineer or project."""
	filters = filters or {}
	group = filters.get("group_by") if filters.get("group_by") in GROUPS else "Ticket"
	field = GROUPS[group][0]
	groups: dict[str, dict] = {}
	for row in reads_clock_reports.waiting_times(filters, now_datetime()):
		line = groups.setdefault(
			row[field] or "", {field: row[field], "tickets": 0, "total": 0, **row["about"]}
		)
		line["tickets"] += 1
		for holder, minutes in row["minutes"].items():
			line[holder] = line.get(holder, 0) + minutes
			line["total"] += minutes
	rows = sorted(groups.values(), key=lambda line: -line["total"])
	for line in rows:
		line.update({holder: length(line[holder]) for holder in (*HOLDERS, "total") if line.get(holder)})
		line["total"] = line["total"] or ""
	return columns(group), rows


def columns(group: str) -> list[dict]:
	field, label, options = GROUPS[group]
	first = column(field, _(label), "Link" if options else "Data", 150)
	detail = [
		column("unit_code", _("Unit Code"), width=100),
		column("waiting_on", _("Waiting On"), width=100),
	]
	count = [column("tickets", _("Tickets"), "Int", 80)]
	return [
		{**first, "options": options},
		*(detail if group == "Ticket" else count),
		column("total", _("Total Time"), width=110),
		*(column(holder, _(holder), width=110) for holder in HOLDERS),
	]
