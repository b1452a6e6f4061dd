"""Contents of a report of a kind and period: figures and tables, each from set-based queries (R43, R105).

The snapshot carries its own columns, so that an issued report shows the same whatever later versions of the app add.
Texts are English sources where ``kind`` of a column says word; they are translated when they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from fangxiu_app.core.numbers import plain_number
from fangxiu_app.figures import reads_kpi as figures
from fangxiu_app.figures import reads_target_chart, rules_kpi
from fangxiu_app.figures.rules_kpi import Period
from fangxiu_app.quality import reads_defect_feedback
from fangxiu_app.reports import (
	reads_documents,
	reads_pre_delivery,
	reads_quality_checks,
	reads_repair_lists,
	reads_repair_statistics,
)
from fangxiu_app.reports.rules_stage_reports import KINDS
from fangxiu_app.tickets.clocks import reads_clocks

#: Figures of the weekly report, in its order; money and complaints join as rows of ``figures.rules_kpi``.
WEEKLY_FIGURES = (
	"closing_rate cumulative_completion on_time_rate overdue_rate first_response_rate plan_rate first_time_fix rework_rate"
	" daily_patrol_rate weekly_contact_rate mean_duration owner_waiting follow_up_rate satisfaction_rate third_party_share"
).split()
#: Longest tables of a printed report; the reports on screen show the rest.
MOST_ROWS = 40
UNITS = {"percent": "%", "days": "Days", "count": "Tickets", "score": "Points", "ratio": "Per Unit"}
TRENDS = {"better": "Better", "worse": "Worse", "same": "Same", "": ""}


class Scene:
	"""Project, period and moment a report is drafted for."""

	def __init__(self, project: str, first: date, last: date, now: datetime):
		start, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
		self.project = project
		self.filters, self.now, self.span = {"project": project}, now, Period(start, end)
		self.before = Period(start - (end - start), start)
		self.days = reads_clocks.long_repair_days()


def snapshot(kind: str, project: str, first: date, last: date, now: datetime) -> dict:
	"""The data of a report: ``cards`` (label, value, before) and ``sections`` with their columns and rows."""
	scene = Scene(project, first, last, now)
	sections = []
	for section in KINDS[kind].sections:
		rows = TABLES[section.code](scene)
		sections.append(
			{
				"code": section.code,
				"title": section.title,
				"columns": [asdict(column) for column in section.columns],
				"rows": [_plain(row, section) for row in rows[:MOST_ROWS]],
				"more": max(0, len(rows) - MOST_ROWS),
				"chart": reads_target_chart.bars(rows) if section.code == "figures" else [],
			}
		)
	return {"cards": _cards(kind, scene), "sections": sections, "as_of": str(now.replace(microsecond=0))}


def _plain(row: dict, section) -> dict:
	"""Only what the section shows, as JSON can keep it."""
	return {column.field: _value(row.get(column.field)) for column in section.columns}


def _value(value):
	if isinstance(value, datetime | date):
		return str(value)
	if value is None or isinstance(value, str | int):
		return value
	return round(float(value), 2)


def _cards(kind: str, scene: Scene) -> list[dict]:
	now, before = CARDS[kind](scene)
	return [
		{"label": label, "value": _short(now[code]), "before": _short(before[code])}
		for code, label in KINDS[kind].cards
	]


def _short(value: float | None) -> int | float | None:
	"""Counts without a decimal, scores with one."""
	return value if value is None else int(value) if float(value).is_integer() else round(float(value), 1)


def _counted(scene: Scene, code: str) -> list[tuple]:
	"""(numerator, denominator) of one figure, now and in the period before."""
	spans = (scene.span, scene.before)
	return figures.sheet(scene.filters, scene.now, spans, (rules_kpi.BY_CODE[code],), scene.days)[0]


def _weekly_cards(scene: Scene) -> list[dict]:
	reports, ever, long = (
		_counted(scene, code) for code in ("closing_rate", "cumulative_completion", "open_long")
	)
	return [
		{"reported": r[1], "closed": r[0], "open": e[1] - e[0], "long": m[0]}
		for r, e, m in zip(reports, ever, long, strict=True)
	]


def _quality_cards(scene: Scene) -> list[dict]:
	return [reads_quality_checks.totals(scene.filters, span) for span in (scene.span, scene.before)]


def _figures(scene: Scene) -> list[dict]:
	rows = tuple(rules_kpi.BY_CODE[code] for code in WEEKLY_FIGURES)
	targets = figures.targets()
	found = figures.sheet(scene.filters, scene.now, (scene.span, scene.before), rows, scene.days)
	return [_figure(row, pairs, targets.get(row.code)) for row, pairs in zip(rows, found, strict=True)]


def _figure(row: rules_kpi.Kpi, pairs: list, target: float | None) -> dict:
	now, before = (rules_kpi.value(row, *pair) for pair in pairs)
	numerator, denominator = pairs[0]
	return {
		"code": row.code,
		"title": row.title,
		"value": now,
		"unit": UNITS[row.unit],
		"before": before,
		"target": target,
		"parts": f"{plain_number(numerator or 0)} / {plain_number(denominator)}" if row.unit == "percent" and denominator else "",
		"trend": TRENDS[rules_kpi.trend(row, now, before)],
	}


def _by(field: str) -> Callable[[Scene], list[dict]]:
	return lambda scene: reads_repair_statistics.by_field(scene.filters, scene.span, field, scene.now)


def _top(scene: Scene) -> list[dict]:
	found = reads_repair_statistics.distribution(scene.filters, scene.span, "Location", scene.now)["rows"]
	return [{**row, "number": number} for number, row in enumerate(found, 1)]


def _long(scene: Scene) -> list[dict]:
	return _places(reads_repair_lists.long_repairs(scene.filters, min(scene.now, scene.span.end), scene.days))


def _places(rows: list[dict]) -> list[dict]:
	for row in rows:
		row["defect"] = f"{row['location']} {row['defect_type']}"
	return rows


#: Section → its rows. A new kind of report adds the codes of its sections here.
TABLES: Mapping[str, Callable[[Scene], list[dict]]] = {
	"figures": _figures,
	"contractors": _by("contractor"),
	"defects": _by("defect_type"),
	"top": _top,
	"long": _long,
	"repeats": lambda scene: _places(reads_repair_lists.repeats(scene.filters, scene.span, ("Confirmed",))),
	"third_party": lambda scene: _places(reads_repair_lists.third_party(scene.filters, scene.span)),
	"papers": lambda scene: reads_documents.lacks(scene.project, scene.now),
	"houses": lambda scope: reads_pre_delivery.by_building(scope.project, scope.span),
	"classes": lambda scope: reads_pre_delivery.by_class(scope.project, scope.span),
	"dangers": lambda scope: reads_pre_delivery.dangers(scope.project, scope.span),
	"rectification": lambda scope: reads_pre_delivery.open_problems(scope.project, scope.span),
	"owed": lambda scope: reads_pre_delivery.owed(scope.project, min(scope.now, scope.span.end)),
	"lessons": lambda scope: reads_defect_feedback.for_projects([scope.project])[scope.project],
	"checks": lambda scene: reads_quality_checks.by_visitor(scene.filters, scene.span),
	"aspects": lambda scene: reads_quality_checks.by_aspect(scene.filters, scene.span),
	"faults": lambda scene: reads_quality_checks.faults(scene.filters, scene.span),
	"ranking": lambda scene: reads_quality_checks.ranking(scene.filters, scene.span),
}
#: Kind → the numbers at its top, now and in the period before.
CARDS: Mapping[str, Callable[[Scene], list[dict]]] = {
	"Pre-delivery Weekly Report": lambda scope: [
		reads_pre_delivery.totals(scope.project, span) for span in (scope.span, scope.before)
	],
	"Repair Weekly Report": _weekly_cards,
	"Quality Inspection Report": _quality_cards,
}
