from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures import reads_kpi as query
from fangxiu_app.figures import reads_target_chart, rules_kpi
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column
from fangxiu_app.tickets.clocks import reads_clocks


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str]:
	"""The key figures of repair work (房修指标表): formula, numbers, target and the period before, each with its list."""
	filters = frappe._dict(filters or {})
	spans = parts.spans(filters)
	found = query.sheet(filters, now_datetime(), spans, long_days=reads_clocks.long_repair_days())
	targets = query.targets()
	rows = [_row(row, figures, targets.get(row.code)) for row, figures in zip(rules_kpi.KPIS, found, strict=True)]
	return columns(), rows, _explain(spans) + reads_target_chart.html(reads_target_chart.bars(rows))


def _row(row: rules_kpi.Kpi, figures: list, target: float | None) -> dict:
	now, before = (rules_kpi.value(row, *pair) for pair in figures)
	met = rules_kpi.reached(row, now, target)
	numerator, denominator = figures[0]
	return {
		"code": row.code,
		"title": _(row.title),
		"value": now,
		"unit": _unit(row.unit),
		"numerator": numerator,
		"denominator": denominator,
		"target": target,
		"met": "" if met is None else _("On Target") if met else _("Off Target"),
		"before": before,
		"trend": {"better": _("Better"), "worse": _("Worse"), "same": _("Same")}.get(
			rules_kpi.trend(row, now, before), ""
		),
		"words": _(row.words),
		"source": _(row.source),
		"state": "" if met is None else "met" if met else "missed",
		"turn": rules_kpi.trend(row, now, before),
	}


def _unit(unit: str) -> str:
	names = {
		"percent": "%",
		"days": _("Days"),
		"count": _("Tickets"),
		"score": _("Points"),
		"ratio": _("Per Unit"),
	}
	return names[unit]


def columns() -> list[dict]:
	return [
		column("title", _("Key Figure"), width=170),
		column("value", _("Figure"), "Float", 90, precision=1, fx_dash=1),
		column("unit", _("Unit of Measure"), width=70),
		column("numerator", _("Numerator"), "Float", 90, precision=1),
		column("denominator", _("Denominator"), "Float", 90, precision=0),
		column("target", _("Target"), "Float", 80, precision=1),
		column("met", _("Target Reached"), width=100),
		column("before", _("Period Before"), "Float", 90, precision=1, fx_dash=1),
		column("trend", _("Trend"), width=70),
		column("words", _("Formula"), width=420),
		column("source", _("Source"), width=110),
	]


def _explain(spans: tuple[rules_kpi.Period, rules_kpi.Period]) -> str:
	times = _("Period {0} to {1}, compared with {2} to {3}.").format(
		*parts.said(spans[0]), *parts.said(spans[1])
	)
	rules = _(
		"Cancelled, merged and not-warranty tickets do not count; a click on a number opens the tickets behind it."
	)
	return f"{times} {rules}"
