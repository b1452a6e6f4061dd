"""Parts that the reports share: columns, the chosen period, a bar chart."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.utils import getdate

from fangxiu_app.core.wording import _
from fangxiu_app.figures import rules_kpi
from fangxiu_app.figures.rules_kpi import Period

#: Pixels a day and a time of day take in a cell, with its margins: a cut day is read wrongly.
_WHOLE = {"Date": 112, "Datetime": 162}
#: Figures stand right, and their heading above them: Frappe looks at the first row alone, which may have none.
_RIGHT = ("Int", "Float", "Percent", "Currency")
#: The menu of a column takes its place at the right end of the heading.
_LETTER, _MARGINS, _MENU, _HEADING = 14, 20, 10, 160


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 110, **more) -> dict:
	"""One column; ``label`` is translated already, ``width`` in pixels: at least what whole days and a Chinese heading take."""
	numeric = fieldtype in _RIGHT
	heading = _MARGINS + _MENU * numeric + _LETTER * sum(ord(letter) > 255 for letter in str(label))
	whole = max(width, min(heading, _HEADING), _WHOLE.get(fieldtype, 0))
	aligned = {"align": "right"} if numeric else {}
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": whole, **aligned, **more}


def link(fieldname: str, label: str, doctype: str, width: int = 110) -> dict:
	"""A column that opens a document."""
	return column(fieldname, label, "Link", width, options=doctype)


def rate(fieldname: str, label: str, width: int = 90) -> dict:
	"""A share in percent; where there is nothing to divide by the screen shows "–" (``public/js/fangxiu/report_filters.js``)."""
	return column(fieldname, label, "Percent", width, precision=1, fx_dash=1)


def sums_by_currency(rows: list[dict], fields: Iterable[str]) -> list[frappe._dict]:
	"""A line of sums for each currency of ``rows``: amounts of different currencies are never added."""
	found: dict[str, list[dict]] = {}
	for row in rows:
		found.setdefault(row["currency"] or "", []).append(row)
	return [
		frappe._dict(
			{name: round(sum(row[name] or 0 for row in group), 2) for name in fields},
			contractor_name=_("Total"),
			currency=currency,
			bold=1,
		)
		for currency, group in sorted(found.items())
	]


def ticket_columns() -> list[dict]:
	"""What every list of tickets begins with."""
	return [
		link("ticket", _("Repair Ticket"), "Repair Ticket", 150),
		column("unit_code", _("Unit Code"), width=100),
		column("location", _("Location"), width=100),
		column("defect_type", _("Defect Type")),
		column("status", _("Status"), width=80),
		column("engineer_name", _("Engineer"), width=90),
		column("contractor_name", _("Contractor"), width=140),
	]


def spans(filters: dict) -> tuple[Period, Period]:
	"""The chosen period and the one it is compared with; refuses dates that do not fit together."""
	day = getdate(filters.get("day") or None)
	until = getdate(filters["until"]) if filters.get("until") else None
	try:
		return rules_kpi.periods(filters.get("period") or "Month", day, until)
	except ValueError:
		frappe.throw(_("The period ends before it begins. Enter an end that is not before {0}.").format(day))


def said(span: Period) -> list[str]:
	"""First and last day of a period as people read them."""
	first = frappe.utils.format_date(span.start.date()) if span.start else _("the beginning")
	return [first, frappe.utils.format_date(frappe.utils.add_days(span.end.date(), -1))]


def bars(labels: list[str], name: str, values: list[float]) -> dict | None:
	"""A bar chart, or None where there is nothing to draw."""
	if not any(values):
		return None
	data = {"labels": labels, "datasets": [{"name": name, "values": values}]}
	return {"data": data, "type": "bar", "height": 220, "colors": ["#2490ef"]}
