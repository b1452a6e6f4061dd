"""The delivery board's endpoint (交付看板): milestones of the user's deliveries, with the records that prove them."""

import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access import right
from fangxiu_app.delivery import reads_milestones, service_deliveries
from fangxiu_app.delivery import service_milestones as milestone_words
from fangxiu_app.quality import reads_defect_feedback, reads_risk_warnings


@frappe.whitelist(methods=["GET"])
def board(project: str | None = None, batch: str | None = None) -> dict:
	"""Batches with milestones, percent per department, what is owed; by project open risk warnings and ``lessons`` of others.

	Of one batch, one project or all allowed ones. ``mine`` are the departments the user sees to.
	"""
	frappe.has_permission("Delivery Batch", "read", throw=True)
	if batch:
		right.check("Delivery Batch", "read", batch)
	names = [batch] if batch else None
	day, batches = getdate(today()), reads_milestones.batches(project, names)
	warnings: dict[str, list] = {}
	if frappe.has_permission("Risk Warning", "read"):
		for row in reads_risk_warnings.open_of(sorted({batch["project"] for batch in batches}), day):
			warnings.setdefault(row["project"], []).append(row)
	lessons: dict[str, list] = {}
	if frappe.has_permission("Defect Feedback", "read"):
		lessons = reads_defect_feedback.for_projects({batch["project"] for batch in batches})
	mine = milestone_words.departments(set(frappe.get_roles()))
	found = {"today": day, "batches": service_deliveries.board(batches), "mine": mine}
	return {**found, "warnings": warnings, "lessons": lessons}


@frappe.whitelist(methods=["POST"])
def need_done(batch: str, need: str, on: str) -> None:
	"""An office or a piece of equipment of the needs plan is in place."""
	right.check("Delivery Batch", "read", batch)
	service_deliveries.need_done(batch, need, on)
