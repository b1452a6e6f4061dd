from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.expiry import reads_expiry
from fangxiu_app.expiry.rules_expiry import percent
from fangxiu_app.figures.report_parts import column, link


def execute(filters: dict | None = None) -> tuple:
	"""Campaigns before the end of the warranty: who was told, reached, has answered, and what is repaired (R52-R57)."""
	rows = reads_expiry.campaigns(frappe._dict(filters or {}))
	for row in rows:
		row.status = _(row.status)
	note = _(
		"Reached: a message that went out, a delivered letter, a call, or a report since. Answered: the owner said what he found, or has reported something since. Repaired: closed tickets of those open at the notice or reported since, until the last day."
	)
	return columns(), rows, note, None, _summary(rows)


def _summary(rows: list) -> list[dict]:
	sums = {name: sum(row[name] for row in rows) for name in reads_expiry.NUMBERS}
	shares = (
		(_("Reached"), percent(sums["reached"], sums["units"])),
		(_("Answered"), percent(sums["answered"], sums["units"])),
		(_("Repaired"), percent(sums["repaired"], sums["tickets"])),
	)
	return [{"label": label, "value": value, "datatype": "Percent"} for label, value in shares if value is not None]


def columns() -> list[dict]:
	return [
		link("name", _("Expiry Campaign"), "Expiry Campaign", 180),
		column("title", _("Title"), width=220),
		column("status", _("Status"), width=80),
		column("expiry_date", _("Warranty Ends"), "Date", 110),
		column("notified_at", _("Notice Sent At"), "Datetime", 150),
		column("units", _("Units"), "Int", 70),
		column("notified", _("Told"), "Int", 70),
		column("reached", _("Reached"), "Int", 70),
		column("reached_percent", _("Reached") + " %", "Float", 80),
		column("answered", _("Answered"), "Int", 70),
		column("answered_percent", _("Answered") + " %", "Float", 80),
		column("tickets", _("Tickets"), "Int", 70),
		column("repaired", _("Repaired"), "Int", 70),
		column("repaired_percent", _("Repaired") + " %", "Float", 80),
	]
