from __future__ import annotations

import frappe

from fangxiu_app.archive import reads_unit_file
from fangxiu_app.archive import rules_unit_file as rules
from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link


def execute(filters: dict | None = None) -> tuple:
	"""How complete the files of a project are, part by part, and what most of them lack (R41)."""
	asked = frappe._dict(filters or {})
	files = reads_unit_file.of_project(asked.project) if asked.project else []
	rows = [_row(file) for file in files]
	shown = [row for row in rows if row["percent"] < 100 or not asked.only_incomplete]
	return (
		columns(),
		shown,
		None,
		_chart([file.facts for file in files]),
		_summary(rows, rules.average(file.facts for file in files)),
	)


def columns() -> list[dict]:
	parts = [column(key, label, "Data", 110, align="center") for key, label in _parts().items()]
	return [
		link("unit", _("Unit"), "Unit Archive", 170),
		column("delivery_state", _("Delivery State"), width=100),
		column("percent", _("Complete (%)"), "Int", 100),
		*parts,
	]


def _parts() -> dict[str, str]:
	return {
		"house_type": _("House Type"),
		"area": _("Area (m²)"),
		"accepted": _("Completion Acceptance Date"),
		"warranty_book": _("Quality Warranty"),
		"owner": _("Owner with phone"),
		"meters": _("Meters with numbers"),
		"inspected": _("Inspection sheet"),
		"owner_signed": _("Owner's Signature"),
		"original_filed": _("Original filed"),
	}


def _row(file) -> dict:
	lacking = set(rules.missing(file.facts))
	signs = {key: "✗" if key in lacking else "✓" for key in _parts()}
	state = _(file.delivery_state)
	return {"unit": file.name, "delivery_state": state, "percent": rules.percent(file.facts), **signs}


def _chart(facts: list) -> dict | None:
	counted = rules.most_missing(facts)
	if not counted:
		return None
	labels = [_parts()[key] for key in counted]
	values = list(counted.values())
	return {
		"data": {"labels": labels, "datasets": [{"name": _("Missing Items"), "values": values}]},
		"type": "bar",
	}


def _summary(rows: list[dict], average: int | None) -> list[dict]:
	whole = sum(row["percent"] == 100 for row in rows)
	return [
		{"label": _("Units"), "value": len(rows), "datatype": "Int"},
		{"label": _("Files Complete"), "value": whole, "datatype": "Int", "indicator": "Green"},
		{
			"label": _("Average Completeness"),
			"value": "–" if average is None else f"{average}%",
			"datatype": "Data",
		},
	]
