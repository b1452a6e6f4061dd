"""The delivery board (screens 7): milestones of the user's deliveries as the records prove them."""

import frappe
from frappe.utils import getdate, today

from fangxiu_app.queries import milestones
from fangxiu_app.repair import deliveries


@frappe.whitelist(methods=["GET"])
def board(project: str | None = None, batch: str | None = None) -> dict:
	"""Batches with milestones, percent per department and what is owed; of one batch, one project or all allowed ones."""
	frappe.has_permission("Delivery Batch", "read", batch, throw=True)
	names = [batch] if batch else None
	return {"today": getdate(today()), "batches": deliveries.board(milestones.batches(project, names))}
