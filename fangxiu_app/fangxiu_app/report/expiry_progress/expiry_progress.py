from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.expiry import reads_expiry
from fangxiu_app.expiry.rules_expiry import percent
from fangxiu_app.figures.report_parts import column


def execute(filters: dict | None = None) -> tuple:
	"""Campaigns before the end of the warranty: who was told, reached, has answered, and what is repaired (R52-R57)."""
	rows = reads_expiry.campaigns(frappe._dict(filters or {}))
	for row in rows:
		row.status = _(row.status)
	note = _(
		"Waiting to be sent: units whose message has not gone out yet; they are not reached. Reached: a message that went out, a delivered letter, an answered call, or a report since. Answered: the owner said what he found, or has reported something since. Repaired: closed tickets of those open at the notice or reported since, until the last day."
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
	"""The campaign by its title, which leads to it (expiry_progress.js); all columns stand in a window of 1440 pixels."""
	return [
		column("title", _("Expiry Campaign"), width=184),
		column("status", _("Status"), width=72),
		column("expiry_date", _("Warranty Ends"), "Date", 112),
		column("notified_at", _("Notice Sent At"), "Date", 112),
		column("units", _("Units"), "Int", 60),
		column("notified", _("Told"), "Int", 72),
		column("waiting", _("Waiting to Be Sent"), "Int", 60),
		column("reached", _("Reached"), "Int", 86),
		column("reached_percent", _("Reached") + " %", "Float", 102),
		column("answered", _("Answered"), "Int", 72),
		column("answered_percent", _("Answered") + " %", "Float", 88),
		column("tickets", _("Tickets"), "Int", 60),
		column("repaired", _("Repaired"), "Int", 60),
		column("repaired_percent", _("Repaired") + " %", "Float", 76),
	]
