"""Deposit accounts: marked as such, and never posted to without a warranty agreement."""

from __future__ import annotations

import frappe

#: Name of the Accounting Dimension, and of the DocType behind it.
DIMENSION = "Warranty Agreement"


def require_agreement_on(account) -> None:
	"""Make the dimension mandatory on a marked account, and on no other, by ERPNext's own Accounting Dimension Filter."""
	if not frappe.db.exists("Accounting Dimension", {"document_type": DIMENSION}):
		return  # set-up makes the dimension first
	name = frappe.db.get_value(
		"Accounting Dimension Filter", {"accounting_dimension": DIMENSION, "company": account.company}
	)
	listed = bool(name) and bool(
		frappe.db.exists("Applicable On Account", {"parent": name, "applicable_on_account": account.name})
	)
	if bool(account.fx_warranty_deposit) == listed:
		return
	doc = frappe.get_doc("Accounting Dimension Filter", name) if name else _new_filter(account.company)
	if listed:
		doc.accounts = [row for row in doc.accounts if row.applicable_on_account != account.name]
	else:
		doc.append("accounts", {"applicable_on_account": account.name, "is_mandatory": 1})
	if doc.accounts:
		doc.save(ignore_permissions=True)
	else:
		frappe.delete_doc("Accounting Dimension Filter", name, ignore_permissions=True)
	frappe.flags.dimension_filter_map = None


def _new_filter(company: str):
	return frappe.get_doc(
		{
			"doctype": "Accounting Dimension Filter",
			"accounting_dimension": DIMENSION,
			"company": company,
			"apply_restriction_on_values": 0,
			"allow_or_restrict": "Restrict",
		}
	)


def company_of(agreement) -> str:
	"""The company of an agreement is its project's, or else the settings'."""
	return frappe.get_cached_value("Project", agreement.project, "company") or frappe.db.get_single_value(
		"Fangxiu Settings", "company"
	)
