from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from fangxiu_app.domain import kpi
from fangxiu_app.queries import kpi as query

PARTS = ("numerator", "denominator")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None]:
	"""The tickets (or clocks, plans, visits, units) that one number of the KPI sheet counts."""
	filters = frappe._dict(filters or {})
	row = kpi.BY_CODE.get(filters.get("kpi") or "closing_rate")
	if not row:
		frappe.throw(_("There is no such key figure. Open this list from a number of the KPI sheet."))
	part = filters.part if filters.get("part") in PARTS else "numerator"
	measure = getattr(row, part) or row.numerator
	span = _period(filters)
	rows = query.tickets(measure, filters, now_datetime(), span, query.long_repair_days())
	for found in rows:
		found.status = _(found.status) if found.get("status") else ""
		found.clock_state = _(found.clock_state) if found.get("clock_state") else ""
	said = f"<b>{_(row.title)}</b> · {_(part.title())}: {len(rows)} · {_(row.words)}"
	if len(rows) == query.MOST_ROWS:
		said += " " + _("Only the newest {0} are shown. Narrow the period or the filters.").format(
			query.MOST_ROWS
		)
	return columns(measure), rows, said


def _period(filters: dict) -> kpi.Period:
	until = getdate(filters.until) if filters.get("until") else None
	try:
		return kpi.periods(filters.get("period") or "Month", getdate(filters.get("day") or None), until)[0]
	except ValueError:
		frappe.throw(
			_("The period ends before it begins. Enter an end that is not before {0}.").format(filters.day)
		)


def columns(measure: kpi.Measure) -> list[dict]:
	if measure.source == "unit":
		return [
			_link("unit", _("Unit"), "Unit Archive", 150),
			_column("unit_code", _("Unit Code")),
			_column("moment", _("Handover Date"), "Date", 120),
			_link("project", _("Project"), "Project", 110),
		]
	moment = _("Due At") if measure.source == "clock" else _("Counted At")
	return [
		_link("ticket", _("Repair Ticket"), "Repair Ticket", 150),
		_column("unit_code", _("Unit Code"), width=100),
		_column("moment", moment, "Datetime", 150),
		*_of_record(measure),
		_column("location", _("Location")),
		_column("defect_type", _("Defect Type")),
		_column("status", _("Status"), width=90),
		_column("engineer_name", _("Engineer"), width=100),
		_column("contractor_name", _("Contractor"), width=150),
		_link("project", _("Project"), "Project", 110),
		_column("reported_at", _("Reported At"), "Datetime", 150),
		_column("owner_accepted_at", _("Owner Accepted At"), "Datetime", 150),
		_column("closed_at", _("Closed At"), "Datetime", 150),
	]


def _of_record(measure: kpi.Measure) -> list[dict]:
	shown = []
	if measure.source == "clock":
		shown = [
			_link("clock", _("Time Limit"), "Time Limit", 120),
			_column("clock_state", _("State"), width=80),
		]
	if measure.amount:
		shown.append(_column("amount", _("Amount"), "Float", 80) | {"precision": 1})
	return shown


def _column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 110) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width}


def _link(fieldname: str, label: str, doctype: str, width: int) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Link", "options": doctype, "width": width}
