"""The delivery board (screens 7): milestones of the user's deliveries as the records prove them."""

import frappe
from frappe.utils import getdate, today

from fangxiu_app.queries import milestones, risk_warnings
from fangxiu_app.repair import deliveries


@frappe.whitelist(methods=["GET"])
def board(project: str | None = None, batch: str | None = None) -> dict:
	"""Batches with milestones, percent per department, what is owed and open risk warnings (``warnings``, by project).

	Of one batch, one project or all allowed ones.
	"""
	frappe.has_permission("Delivery Batch", "read", batch, throw=True)
	names = [batch] if batch else None
	day, batches = getdate(today()), milestones.batches(project, names)
	warnings: dict[str, list] = {}
	if frappe.has_permission("Risk Warning", "read"):
		for row in risk_warnings.open_of(sorted({batch["project"] for batch in batches}), day):
			warnings.setdefault(row["project"], []).append(row)
	return {"today": day, "batches": deliveries.board(batches), "warnings": warnings}
