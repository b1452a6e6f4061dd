"""Defect feedback: the steps on its form (R113)."""

import frappe

from fangxiu_app.core.access import incoming, right
from fangxiu_app.quality import service_defect_feedback


@frappe.whitelist(methods=["POST"])
def act(feedback: str, step: str, values: dict | str | None = None, note: str | None = None) -> str:
	"""Take one step with its fields ``values``; returns the new state. Who may take it is asked for the step."""
	right.check("Defect Feedback", "read", feedback)
	return service_defect_feedback.act(feedback, step, incoming.mapping(values), note or "")
