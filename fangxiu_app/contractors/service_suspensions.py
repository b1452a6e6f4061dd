"""Suspension of a contractor: started by an evaluation or by hand, ended with a reason, kept on record (R112)."""

from __future__ import annotations

import frappe
from frappe.utils import today

from fangxiu_app.contractors.breach.rules_third_party import SUSPENDED
from fangxiu_app.core.access.roles import MANAGER
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation

REGISTER = "Contractor Register"


def suspend(contractor: str, reason: str, evaluation: str) -> None:
	"""No new orders and dispatches from today; the register's entry is made if missing. A ban remains a ban."""
	entry = _entry(contractor)
	if entry.state == "Banned":
		return
	if entry.state != SUSPENDED:
		entry.note_suspension(today(), reason, evaluation)
	entry.state, entry.state_reason = SUSPENDED, reason
	_write(entry)


def rate(contractor: str, grade: str) -> None:
	"""The last grade, where the contractor is registered."""
	if grade and frappe.db.exists(REGISTER, contractor):
		entry = _entry(contractor)
		entry.rating = grade
		_write(entry)


def lift(contractor: str, reason: str) -> None:
	"""End the suspension: the contractor works again. Raises RefusedError without reason, PermissionError but for managers."""
	frappe.only_for(MANAGER, message=True)
	entry = frappe.get_doc(REGISTER, contractor, for_update=True)
	if entry.state != SUSPENDED:
		refuse([Violation("not_suspended", (entry.supplier_name or contractor,))])
	if not reason.strip():
		refuse([Violation("lift_reason")])
	for row in entry.suspensions:
		if not row.lifted_on:
			row.update(
				{"lifted_on": today(), "lift_reason": reason.strip(), "lifted_by": frappe.session.user}
			)
	entry.update({"state": "Active", "state_reason": None, "suspended_from": None})
	_write(entry)


def stands(evaluation: str) -> bool:
	"""Whether the suspension that an evaluation caused is still in force."""
	return bool(
		frappe.db.exists("Contractor Suspension", {"evaluation": evaluation, "lifted_on": ("is", "not set")})
	)


def _entry(contractor: str):
	if frappe.db.exists(REGISTER, contractor):
		return frappe.get_doc(REGISTER, contractor, for_update=True)
	entry = frappe.new_doc(REGISTER)
	entry.update({"supplier": contractor, "state": "Active"})
	return entry


def _write(entry) -> None:
	entry.flags.fx_action = True
	# the register is the company's; what may change it was checked on the evaluation or above
	entry.save(ignore_permissions=True)
