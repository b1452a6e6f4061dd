from __future__ import annotations

import frappe
from frappe.utils import cint, getdate, today

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.parts.reads_spare_parts import progress
from fangxiu_app.parts.rules_spare_parts import RISKS, Progress, arrives, risk, unit_word

AMOUNTS = ("planned", "requested", "ordered", "received", "handed_over", "used", "shortage")


def execute(filters: frappe._dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Parts of all lists with how far they are; what cannot arrive in time stands first (R36, R37)."""
	filters, day = frappe._dict(filters or {}), getdate(today())
	rows = progress(project=filters.project)
	for row in rows:
		part = Progress(
			**{name: row[name] for name in (*AMOUNTS[:-1], "expected")}, lead_days=cint(row.lead_days)
		)
		row.shortage, row.expected = part.shortage, arrives(part, day)
		row.risk = risk(part, getdate(row.needed_by), day)
	if filters.open_only:
		rows = [row for row in rows if row.risk != "Done"]
	rows.sort(key=lambda row: (-RISKS.index(row.risk), row.needed_by))
	for row in rows:
		row.late = row.risk == "Too Late"
		row.risk, row.uom = _(row.risk), _(unit_word(row.uom))
	return columns(), rows


def columns() -> list[dict]:
	labels = (
		_("Planned Quantity"),
		_("Asked For"),
		_("On Order"),
		_("Received"),
		_("Transferred Quantity"),
		_("Used"),
		_("Shortage"),
	)
	amounts = [column(name, label, "Float", 80) for name, label in zip(AMOUNTS, labels, strict=True)]
	return [
		column("risk", _("State"), width=90),
		column("part_name", _("Spare Part"), width=150),
		column("model_colour", _("Model, Colour"), width=120),
		*amounts,
		column("uom", _("Unit of Measure"), width=60),
		column("expected", _("Expected"), "Date", 100),
		column("needed_by", _("Needed By"), "Date", 100),
		_link("supplier", _("Supplier"), "Supplier"),
		_link("spare_parts", _("Spare Parts"), "Spare Parts"),
		_link("project", _("Project"), "Project"),
	]


def _link(fieldname: str, label: str, doctype: str) -> dict:
	return link(fieldname, label, doctype, 140)
