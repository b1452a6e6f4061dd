from __future__ import annotations

from fangxiu_app.core.wording import _
from fangxiu_app.figures import rules_figures
from fangxiu_app.figures.report_parts import column


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str]:
	"""指标口径: every figure of the app with its one meaning, straight from the register; its name opens what it counts."""
	asked = (filters or {}).get("search") or ""
	rows = [row for row in map(_row, rules_figures.REGISTER) if asked in " ".join(map(str, row.values()))]
	note = _(
		"A name has one meaning wherever it stands. Click a name to see what it counts now or in this month."
	)
	return columns(), rows, note


def columns() -> list[dict]:
	return [
		column("title", _("Key Figure"), width=190),
		column("words", _("What It Counts"), width=420),
		column("population", _("What May Count"), width=300),
		column("moment", _("Moment"), width=140),
		column("shown", _("Where It Stands"), width=260),
		column("source", _("Source"), width=110),
		column("code", _("Code"), width=160),
	]


def _row(row: rules_figures.Figure) -> dict:
	part = f" · {_(row.part.title())}" if row.part else ""
	return {
		"title": _(row.title) + part,
		"words": _(row.words),
		"population": _(rules_figures.POPULATIONS[row.population]),
		"moment": _(rules_figures.MOMENTS[row.moment]),
		"shown": _(row.shown),
		"source": _(row.source),
		"code": row.code,
		"report": row.report,
	}
