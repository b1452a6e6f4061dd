"""Risk warnings: the steps on their form, and who was notified (R25)."""

import frappe

from fangxiu_app.core.access import right
from fangxiu_app.quality import reads_risk_warnings as reads
from fangxiu_app.quality import service_risk_warnings, service_warning_rules


@frappe.whitelist(methods=["POST"])
def act(
	warning: str, step: str, note: str | None = None, due: str | None = None, photo: str | None = None
) -> str:
	"""Take one step; returns the new state. Who may take it is asked for the step."""
	right.check("Risk Warning", "read", warning)
	return service_risk_warnings.act(warning, step, note or "", due, photo)


@frappe.whitelist(methods=["POST"])
def look(warning: str, unit: str, result: str, note: str | None = None) -> None:
	"""Record what was seen in a sister unit of a warning (R113)."""
	right.check("Risk Warning", "read", warning)
	service_risk_warnings.look(warning, unit, result, note or "")


@frappe.whitelist(methods=["GET"])
def told(warning: str) -> list[dict]:
	"""The messages about a warning: to whom, by which channel, when, and what failed."""
	right.check("Risk Warning", "read", warning)
	return reads.told(warning)


@frappe.whitelist(methods=["GET"])
def to_confirm() -> list[dict]:
	"""Warnings that rules proposed in the user's projects, each with its reason and the sister units nobody has looked at (R113)."""
	frappe.has_permission("Risk Warning", "read", throw=True)
	return reads.to_confirm()


@frappe.whitelist(methods=["POST"])
def check_rules() -> int:
	"""Let the rules look at what is new now; returns how many warnings they proposed in the user's projects (R5, R113)."""
	frappe.has_permission("Risk Warning", "create", throw=True)
	return service_warning_rules.check()
