"""Accounts of a company for Fangxiu Settings: proposed, corrected by finance, created where missing."""

import frappe

from fangxiu_app.core.access import incoming


@frappe.whitelist(methods=["GET"])
def proposal(company: str) -> list:
	"""A line for each account the app posts to: what the company has, or name, group and number of a new one."""
	frappe.has_permission("Fangxiu Settings", "write", throw=True)
	return frappe.get_doc("Fangxiu Settings").propose_accounts(company)


@frappe.whitelist(methods=["POST"])
def prepare(company: str, lines: list | str) -> list:
	"""Take up the confirmed lines; returns the names of the accounts that were made. Raises DepositError naming the line."""
	frappe.has_permission("Fangxiu Settings", "write", throw=True)
	return frappe.get_doc("Fangxiu Settings").prepare_accounts(company, incoming.rows(lines))
