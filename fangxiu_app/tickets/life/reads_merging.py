"""What stands against joining two tickets, or against calling one a repeat of the other."""

from __future__ import annotations

import frappe

from fangxiu_app.tickets.intake import reads_affected
from fangxiu_app.tickets.life.rules_ticket_table import FINAL

DIFFERS = "merge_differs"


def problem(ticket_name: str, unit: str, target: str, place: tuple[str, str] | None = None) -> str:
	"""Code of the violation that stands against joining ``target``, empty when nothing does.

	``place``: part and defect of the ticket that is to be joined; where they are others, it has to be said why it is one problem.
	"""
	if target == ticket_name:
		return "merge_self"
	row = frappe.db.get_value("Repair Ticket", target, ["unit", "status", "location", "defect_type"], as_dict=True)
	if not row or (row.unit != unit and unit not in reads_affected.units_of(target)):
		return "merge_other_unit"
	if row.status in FINAL:
		return "merge_final"
	return DIFFERS if place and {place, *reported(ticket_name)} != {(row.location, row.defect_type)} else ""


def reported(ticket: str) -> tuple[tuple[str, str], ...]:
	"""Where and what was reported with a ticket, whatever its place was corrected to since."""
	own = {"ticket": ticket, "first_ticket": ("is", "not set"), "location": ("is", "set"), "defect_type": ("is", "set")}
	return frappe.get_all("Request Item", own, ["location", "defect_type"], as_list=True)


def earlier_repair_problem(ticket_name: str, unit: str, earlier: str) -> str:
	"""Code of the violation that stands against ``earlier`` as the repair that this one repeats, empty when nothing does (R82).

	A repair is one that passed when it was looked at (R106), whether or not its ticket is closed.
	"""
	row = frappe.db.get_value("Repair Ticket", earlier, ["unit", "status", "owner_accepted_at"], as_dict=True)
	if not row or earlier == ticket_name or (row.unit != unit and unit not in reads_affected.units_of(earlier)):
		return "repeat_of_other_unit"
	repaired = row.owner_accepted_at or frappe.db.exists("Ticket Event", {"ticket": earlier, "action": "pre_accept"})
	return "" if repaired and row.status not in ("Merged", "Cancelled") else "repeat_of_unrepaired"
