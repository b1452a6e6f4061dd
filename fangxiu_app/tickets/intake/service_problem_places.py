"""Holds a problem to the part of the building it is reported for: the roof's leak is the roof's (R72, R80)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.intake.rules_intake import FITS, fit, is_misplaced


def check(location: str | None, problem: str | None) -> None:
	"""Raises RefusedError where a part of the building is given a problem of another part; names those that are its own."""
	if not location or not problem:
		return
	common = bool(frappe.get_cached_value("Repair Location", location, "common_part"))
	if not is_misplaced(location, problem, common):
		return
	own = tuple(name for name in frappe.get_all("Defect Type", pluck="name", order_by="creation, name") if fit(location, name) == FITS)
	named = Violation("problem_misplaced", (problem, location, own))
	refuse([named if own else Violation("problem_misplaced_alone", (problem, location))])
