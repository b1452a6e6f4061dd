from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures import reads_figures as queries
from fangxiu_app.figures import reads_kpi, rules_figures
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.figures.rules_kpi import Measure, Period

SIDES = ("numerator", "denominator")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None]:
	"""The tickets (or clocks, plans, visits, units) that one figure of the register counts."""
	filters = frappe._dict(filters or {})
	figure = _figure(filters)
	span = None if figure.moment == "now" else parts.spans(filters)[0]
	rows = queries.rows(figure.code, filters, now_datetime(), span)
	for found in rows:
		found.status = _(found.status) if found.get("status") else ""
		found.clock_state = _(found.clock_state) if found.get("clock_state") else ""
	return columns(figure.measure), rows, _said(figure, span, len(rows))


def _figure(filters: frappe._dict) -> rules_figures.Figure:
	"""The figure asked for: a row of the register, or a part of a key figure."""
	side = filters.part if filters.get("part") in SIDES else "numerator"
	key = filters.get("kpi") or "closing_rate"
	code = filters.get("figure") or f"{key}.{side}"
	found = rules_figures.BY_CODE.get(code) or rules_figures.BY_CODE.get(f"{key}.numerator")
	if not found or (filters.get("figure") and found.code != code):
		frappe.throw(_("There is no such key figure. Open this list from a number of the KPI sheet."))
	return found


def _said(figure: rules_figures.Figure, span: Period | None, number: int) -> str:
	part = f" · {_(figure.part.title())}" if figure.part else ""
	when = _("{0} to {1}").format(*parts.said(span)) if span else _(rules_figures.MOMENTS["now"])
	said = f"<b>{_(figure.title)}</b>{part}: {number} · {_(figure.words)} · {when}"
	if number == reads_kpi.MOST_ROWS:
		said += " " + _("Only the newest {0} are shown. Narrow the period or the filters.").format(number)
	return said


def columns(measure: Measure) -> list[dict]:
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


def _of_record(measure: Measure) -> list[dict]:
	shown = []
	if measure.source == "clock":
		shown = [
			link("clock", _("Time Limit"), "Time Limit", 120),
			column("clock_state", _("State"), width=80),
		]
	if measure.amount:
		shown.append(column("amount", _("Quantity"), "Float", 80) | {"precision": 1})
	return shown
