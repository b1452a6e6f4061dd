from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column
from fangxiu_app.money.payments import reads_cost_lines, reads_repair_costs

#: More bars than this say nothing.
BARS = 12
AMOUNTS = tuple(frappe.scrub(kind) for kind in reads_cost_lines.KINDS)


def execute(filters: frappe._dict | None = None) -> tuple[list[dict], list[dict], str, dict | None]:
	"""Cost of repairs per part, defect type, contractor, project, month or ticket, from ERPNext's vouchers (R6, R18)."""
	filters = frappe._dict(filters or {})
	dimension = filters.by if filters.get("by") in reads_repair_costs.DIMENSIONS else "Location"
	rows = reads_repair_costs.breakdown(filters, dimension)
	for row in rows:
		row.field = reads_repair_costs.DIMENSIONS[dimension]
	note = _("Submitted vouchers only, as booked on their lines: with tax, unless a voucher books it apart. Penalties are income and lower no cost.")
	shown = rows[-BARS:] if dimension == "Month" else rows[:BARS]
	chart = parts.bars([row.label for row in shown], _("Net Cost"), [row.net for row in shown])
	return columns(dimension), [*rows, *_total(rows, filters)], note, chart


def _total(rows: list[dict], filters: dict) -> list[dict]:
	"""Amounts are added; a ticket with costs in several rows counts once."""
	if not rows:
		return []
	sums = {name: sum(row[name] or 0 for row in rows) for name in (*AMOUNTS, "spent", "net")}
	tickets = reads_repair_costs.tickets(filters)
	return [frappe._dict(label=_("Total"), field="all", tickets=tickets, bold=1, **sums)]


def columns(dimension: str) -> list[dict]:
	money = {"fieldtype": "Currency", "width": 122}
	return [
		column("label", _(dimension), width=160),
		column("tickets", _("Tickets"), "Int", 60),
		column("third_party_bills", _("Third Party Bills"), **money),
		column("other_repair_bills", _("Other Repair Bills"), **money),
		column("compensations", _("Compensations"), **money),
		column("spare_parts_used", _("Spare Parts Used"), **money),
		column("spent", _("Spent"), **money),
		column("recovered_from_contractors", _("Recovered From Contractors"), **money),
		column("paid_by_owners", _("Paid By Owners"), **money),
		column("net", _("Net Cost"), **money),
	]
