"""Moving deposits from trade payables to an account under 2241 其他应付款: list, draft and post the moves.

An account moves as a whole: a user who sees only some of its projects may neither see nor do it.
"""

import frappe

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.scope import allowed_projects, check_project
from fangxiu_app.money.deposits import reads_account_moves


@frappe.whitelist(methods=["GET"])
def misplaced() -> list[dict]:
	"""Deposit accounts under trade payables, with their contents; empty for users who may not post deposits."""
	frappe.has_permission("Warranty Deposit Entry", "read", throw=True)
	if roles.FINANCE not in frappe.get_roles():
		return []
	mine = allowed_projects()
	wrong = reads_account_moves.misplaced()
	return [reads_account_moves.standing(a) for a in wrong if mine is None or reads_account_moves.projects(a) <= set(mine)]


@frappe.whitelist(methods=["POST"])
def prepare(account: str) -> dict:
	"""Draft the move of every deposit on the account; returns what stands there now."""
	frappe.only_for(roles.FINANCE, message=True)
	_check_whole(account)
	frappe.new_doc("Warranty Deposit Entry").prepare_moves(account)
	return reads_account_moves.standing(account)


@frappe.whitelist(methods=["POST"])
def post(account: str) -> int:
	"""Post the drafted moves of the account in one go; returns how many vouchers were made."""
	frappe.only_for(roles.FINANCE, message=True)
	_check_whole(account)
	return frappe.new_doc("Warranty Deposit Entry").post_moves(account)


def _check_whole(account: str) -> None:
	for project in sorted(reads_account_moves.projects(account)):
		check_project(project, "Warranty Deposit Entry")
