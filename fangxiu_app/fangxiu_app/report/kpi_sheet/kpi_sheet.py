from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from fangxiu_app.domain import kpi
from fangxiu_app.queries import kpi as query

UNITS = {"percent": "%", "days": "Days", "count": "Tickets", "score": "Points", "ratio": "Per Unit"}


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None, dict | None]:
	"""The key figures of practice 4 (房修指标表): formula, numbers, target and the period before, each with its list."""
	filters = frappe._dict(filters or {})
	spans = periods(filters)
	found = query.sheet(filters, now_datetime(), spans, long_days=query.long_repair_days())
	targets = query.targets()
	rows = [_row(row, figures, targets.get(row.code)) for row, figures in zip(kpi.KPIS, found, strict=True)]
	return columns(), rows, _explain(spans), _chart(rows)


def periods(filters: dict) -> tuple[kpi.Period, kpi.Period]:
	"""The chosen period and the one it is compared with; refuses dates that do not fit together."""
	kind = filters.get("period") or "Month"
	day = getdate(filters.get("day") or None)
	until = getdate(filters.until) if filters.get("until") else None
	try:
		return kpi.periods(kind, day, until)
	except ValueError:
		frappe.throw(_("The period ends before it begins. Enter an end that is not before {0}.").format(day))


def _row(row: kpi.Kpi, figures: list, target: float | None) -> dict:
	now, before = (kpi.value(row, *pair) for pair in figures)
	met = kpi.reached(row, now, target)
	numerator, denominator = figures[0]
	return {
		"code": row.code,
		"title": _(row.title),
		"value": now,
		"unit": _(UNITS[row.unit]) if row.unit != "percent" else "%",
		"numerator": numerator,
		"denominator": denominator,
		"target": target,
		"met": "" if met is None else _("On Target") if met else _("Off Target"),
		"before": before,
		"trend": {"better": _("Better"), "worse": _("Worse"), "same": _("Same")}.get(
			kpi.trend(row, now, before), ""
		),
		"words": _(row.words),
		"source": row.source.replace("practice", _("Practice")),
		"state": "" if met is None else "met" if met else "missed",
		"turn": kpi.trend(row, now, before),
	}


def columns() -> list[dict]:
	return [
		{"fieldname": "title", "label": _("Key Figure"), "fieldtype": "Data", "width": 170},
		{"fieldname": "value", "label": _("Figure"), "fieldtype": "Float", "precision": 1, "width": 90},
		{"fieldname": "unit", "label": _("Unit of Measure"), "fieldtype": "Data", "width": 70},
		{
			"fieldname": "numerator",
			"label": _("Numerator"),
			"fieldtype": "Float",
			"precision": 1,
			"width": 90,
		},
		{
			"fieldname": "denominator",
			"label": _("Denominator"),
			"fieldtype": "Float",
			"precision": 0,
			"width": 90,
		},
		{"fieldname": "target", "label": _("Target"), "fieldtype": "Float", "precision": 1, "width": 80},
		{"fieldname": "met", "label": _("Target Reached"), "fieldtype": "Data", "width": 80},
		{
			"fieldname": "before",
			"label": _("Period Before"),
			"fieldtype": "Float",
			"precision": 1,
			"width": 90,
		},
		{"fieldname": "trend", "label": _("Trend"), "fieldtype": "Data", "width": 70},
		{"fieldname": "words", "label": _("Formula"), "fieldtype": "Data", "width": 420},
		{"fieldname": "source", "label": _("Source"), "fieldtype": "Data", "width": 110},
	]


def _explain(spans: tuple[kpi.Period, kpi.Period]) -> str:
	now, before = (
		[frappe.utils.format_date(day) if day else _("the beginning") for day in _ends(s)] for s in spans
	)
	said = _("Period {0} to {1}, compared with {2} to {3}.").format(*now, *before)
	return f"{said} {_('Cancelled, merged and not-warranty tickets do not count; a click on a number opens the tickets behind it.')}"


def _ends(span: kpi.Period) -> tuple:
	return span.start and span.start.date(), frappe.utils.add_days(span.end.date(), -1)


def _chart(rows: list[dict]) -> dict | None:
	shown = [row for row in rows if row["unit"] == "%" and row["value"] is not None]
	if not shown:
		return None
	values = [{"name": _("Figure"), "values": [round(min(row["value"], 100), 1) for row in shown]}]
	return {
		"data": {"labels": [row["title"] for row in shown], "datasets": values},
		"type": "bar",
		"height": 220,
	}
