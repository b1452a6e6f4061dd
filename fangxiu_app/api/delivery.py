"""The delivery board's endpoint (交付看板): milestones of the user's deliveries, with the records that prove them."""

import frappe
from frappe.utils import getdate, today

from fangxiu_app.access import right
from fangxiu_app.queries import milestones, risk_warnings
from fangxiu_app.repair import deliveries
from fangxiu_app.repair import milestones as milestone_words


@frappe.whitelist(methods=["GET"])
def board(project: str | None = None, batch: str | None = None) -> dict:
	"""Batches with milestones, percent per department, what is owed and open risk warnings (``warnings``, by project).

	Of one batch, one project or all allowed ones. ``mine`` are the departments the user sees to.
	"""
	frappe.has_permission("Delivery Batch", "read", throw=True)
	if batch:
		right.check("Delivery Batch", "read", batch)
	names = [batch] if batch else None
	day, batches = getdate(today()), milestones.batches(project, names)
	warnings: dict[str, list] = {}
	if frappe.has_permission("Risk Warning", "read"):
		for row in risk_warnings.open_of(sorted({batch["project"] for batch in batches}), day):
			warnings.setdefault(row["project"], []).append(row)
	mine = milestone_words.departments(set(frappe.get_roles()))
	return {"today": day, "batches": deliveries.board(batches), "warnings": warnings, "mine": mine}


@frappe.whitelist(methods=["POST"])
def need_done(batch: str, need: str, on: str) -> None:
	"""An office or a piece of equipment of the needs plan is in place."""
	right.check("Delivery Batch", "read", batch)
	deliveries.need_done(batch, need, on)
