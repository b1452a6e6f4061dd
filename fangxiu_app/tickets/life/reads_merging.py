"""What stands against joining two tickets."""

from __future__ import annotations

import frappe

from fangxiu_app.tickets.intake import reads_affected
from fangxiu_app.tickets.life.rules_ticket_table import FINAL


def problem(ticket_name: str, unit: str, target: str) -> str:
	"""Code of the violation that stands against joining ``target``, empty when nothing does."""
	if target == ticket_name:
		return "merge_self"
	row = frappe.db.get_value("Repair Ticket", target, ["unit", "status"], as_dict=True)
	if not row or (row.unit != unit and unit not in reads_affected.units_of(target)):
		return "merge_other_unit"
	return "merge_final" if row.status in FINAL else ""
