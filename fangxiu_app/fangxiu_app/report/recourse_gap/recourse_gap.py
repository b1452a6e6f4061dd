from __future__ import annotations

import frappe
from frappe.utils import cint, getdate, today

from fangxiu_app.core.wording import _
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.money.payments import reads_recourse

#: As far ahead as the report looks, and by default.
FARTHEST, MONTHS = 60, 12


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str, dict | None, list[dict]]:
	"""Where the owner is covered and the contractor no longer is, by month, with the money at risk."""
	filters = frappe._dict(filters or {})
	months = min(max(cint(filters.get("months") or MONTHS), 0), FARTHEST)
	rows = reads_recourse.gaps(filters, getdate(today()), months)
	note = _(
		"Units whose owner is covered on a day when the contractor no longer is: the developer pays. Expected cost: what such defects have cost per unit and day so far, times the uncovered days ahead. Parts repaired anew are not lengthened here."
	)
	return columns(), [*rows, *_total(rows)], note, _chart(rows), _summary(rows)


def _total(rows: list[frappe._dict]) -> list[dict]:
	"""Only what stands in one row alone is added: deposits, tickets and costs are those of the project, row after row."""
	if not rows:
		return []
	expected = sum(row.expected or 0 for row in rows)
	units, running = (sum(row[name] for row in rows) for name in ("units", "running"))
	return [frappe._dict(month=_("Total"), units=units, running=running, expected=expected, bold=1)]


def columns() -> list[dict]:
	return [
		column("month", _("Gap Begins"), width=100),
		link("project", _("Project"), "Project"),
		link("part", _("Warranty Item"), "Warranty Item", 170),
		link("contractor", _("Contractor"), "Supplier", 120),
		column("contractor_name", _("Contractor Name"), width=150),
		column("units", _("Parts of Units"), "Int", 90),
		column("running", _("Parts Uncovered Now"), "Int", 90),
		column("last_end", _("Owner Covered Until"), "Date", 120),
		column("past_tickets", _("Tickets So Far"), "Int", 90),
		column("past_cost", _("Cost So Far"), "Currency", 120),
		column("expected", _("Expected Cost of the Gap"), "Currency", 140),
		column("deposit_left", _("Deposit Left"), "Currency", 120),
		column("deposit_released", _("Deposit Released"), "Currency", 120),
	]


def _chart(rows: list[frappe._dict]) -> dict | None:
	"""Parts of units that fall into the gap, by month."""
	by_month: dict[str, int] = {}
	for row in rows:
		by_month[row.month] = by_month.get(row.month, 0) + row.units
	return parts.bars(list(by_month), _("Parts of Units"), list(by_month.values()))


def _summary(rows: list[frappe._dict]) -> list[dict]:
	pairs = {(row.project, row.contractor): (row.deposit_left, row.deposit_released) for row in rows}
	return [
		{
			"label": _("Parts Uncovered Now"),
			"value": sum(row.running for row in rows),
			"datatype": "Int",
			"indicator": "Red",
		},
		{
			"label": _("Expected Cost of the Gap"),
			"value": sum(row.expected or 0 for row in rows),
			"datatype": "Currency",
		},
		{
			"label": _("Deposit Left"),
			"value": sum(left for left, _out in pairs.values()),
			"datatype": "Currency",
		},
		{
			"label": _("Deposit Released"),
			"value": sum(out for _left, out in pairs.values()),
			"datatype": "Currency",
		},
	]
