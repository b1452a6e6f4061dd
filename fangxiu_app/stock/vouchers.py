"""Make and undo a Stock Entry of ours: the one place that goes past the user's rights on ERPNext's documents.

The right to do it was checked on our own document (handover, ticket part), which names what is moved and why.
"""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.messages import RefusedError


def submit_entry(values: dict, lines: list[dict]):
	"""Insert and submit a Stock Entry; returns it. Raises ERPNext's own errors (negative stock, closed period)."""
	entry = frappe.get_doc({"doctype": "Stock Entry", **values, "items": lines})
	entry.stock_entry_type = entry.purpose
	entry.flags.fx_voucher = True
	entry.insert(ignore_permissions=True)
	entry.flags.ignore_permissions = True
	entry.submit()
	return entry


def cancel_entries(names: list[str]) -> None:
	"""Cancel Stock Entries of ours, in the given order."""
	for name in names:
		entry = frappe.get_doc("Stock Entry", name)
		entry.flags.fx_voucher = True
		entry.flags.ignore_permissions = True
		entry.cancel()
		frappe.local.dynamic_link_map = None  # kept per process, and now out of date (erpnext.md 0.10)


def expense_account(company: str) -> str:
	"""Where parts of warranty repairs are booked: the setting, else the account 保修维修费 of the company."""
	account = frappe.db.get_single_value("Fangxiu Settings", "repair_expense_account")
	if account and frappe.get_cached_value("Account", account, "company") == company:
		return account
	found = frappe.db.get_value(
		"Account", {"company": company, "account_name": "保修维修费", "is_group": 0, "disabled": 0}
	)
	if not found:
		frappe.throw(
			_(
				"Company {0} has no account for warranty repairs. Name one in Fangxiu Settings, Warranty Repair Expense Account."
			).format(frappe.bold(company)),
			RefusedError,
			title=_("Account Missing"),
		)
	return found
