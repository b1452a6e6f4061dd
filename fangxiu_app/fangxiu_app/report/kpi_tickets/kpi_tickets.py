from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.domain import kpi
from fangxiu_app.queries import kpi as query
from fangxiu_app.queries import report_parts as parts
from fangxiu_app.queries.report_parts import column, link

SIDES = ("numerator", "denominator")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None]:
	"""The tickets (or clocks, plans, visits, units) that one number of the KPI sheet counts."""
	filters = frappe._dict(filters or {})
	row = kpi.BY_CODE.get(filters.get("kpi") or "closing_rate")
	if not row:
		frappe.throw(_("There is no such key figure. Open this list from a number of the KPI sheet."))
	side = filters.part if filters.get("part") in SIDES else "numerator"
	measure = getattr(row, side) or row.numerator
	span = parts.spans(filters)[0]
	rows = query.tickets(measure, filters, now_datetime(), span, query.long_repair_days())
	for found in rows:
		found.status = _(found.status) if found.get("status") else ""
		found.clock_state = _(found.clock_state) if found.get("clock_state") else ""
	said = f"<b>{_(row.title)}</b> · {_(side.title())}: {len(rows)} · {_(row.words)}"
	if len(rows) == query.MOST_ROWS:
		said += " " + _("Only the newest {0} are shown. Narrow the period or the filters.").format(
			query.MOST_ROWS
		)
	return columns(measure), rows, said


def columns(measure: kpi.Measure) -> list[dict]:
	if measure.source == "unit":
		return [
			link("unit", _("Unit"), "Unit Archive", 150),
			column("unit_code", _("Unit Code")),
			column("moment", _("Handover Date"), "Date", 120),
			link("project", _("Project"), "Project", 110),
		]
	moment = _("Due At") if measure.source == "clock" else _("Counted At")
	return [
		link("ticket", _("Repair Ticket"), "Repair Ticket", 150),
		column("unit_code", _("Unit Code"), width=100),
		column("moment", moment, "Datetime", 150),
		*_of_record(measure),
		column("location", _("Location")),
		column("defect_type", _("Defect Type")),
		column("status", _("Status"), width=90),
		column("engineer_name", _("Engineer"), width=100),
		column("contractor_name", _("Contractor"), width=150),
		link("project", _("Project"), "Project", 110),
		column("reported_at", _("Reported At"), "Datetime", 150),
		column("owner_accepted_at", _("Owner Accepted At"), "Datetime", 150),
		column("closed_at", _("Closed At"), "Datetime", 150),
	]


def _of_record(measure: kpi.Measure) -> list[dict]:
	shown = []
	if measure.source == "clock":
		shown = [
			link("clock", _("Time Limit"), "Time Limit", 120),
			column("clock_state", _("State"), width=80),
		]
	if measure.amount:
		shown.append(column("amount", _("Quantity"), "Float", 80) | {"precision": 1})
	return shown
