"""Warranty deposits on the company's own chart: account, Accounting Dimension, its filter, and one setting of ERPNext.

Created where missing, on any chart; what was made is remembered in Fangxiu Settings, so that the uninstall takes away
exactly that. Accounts that were posted to stay: they are part of the books.
"""

from __future__ import annotations

import json

import frappe
from erpnext.accounts.doctype.accounting_dimension.accounting_dimension import (
	delete_accounting_dimension,
	make_dimension_in_accounting_doctypes,
)

from fangxiu_app.finance.accounts import DIMENSION, OTHER_PAYABLES, other_payables, require_agreement_on
from fangxiu_app.queries import account_moves, deposits

#: ERPNext forgets references of Journal Entries when an invoice is cancelled, unless this is off (erpnext.md 0.1).
UNLINK = "unlink_payment_on_cancellation_of_invoice"
#: Frappe's name for rounding halves away from zero.
HALF_UP = "Commercial Rounding"
BUDGET = "Budget-budget_against-options"
#: Settings field → (account name, account type, root type, company field whose account shows where it belongs).
ACCOUNTS = {
	"deposit_account": ("其他应付款-质保金", "Payable", "Liability", "default_payable_account"),
	"repair_expense_account": ("保修维修费", "Expense Account", "Expense", "default_expense_account"),
	"repair_recovery_account": ("保修维修费追偿", "Expense Account", "Expense", "default_expense_account"),
	"compensation_account": ("业主赔付支出", "Expense Account", "Expense", "default_expense_account"),
	"paid_repair_income_account": ("有偿维修收入", "Income Account", "Income", "default_income_account"),
	"paid_repair_cost_account": ("有偿维修成本", "Expense Account", "Expense", "default_expense_account"),
	"surcharge_account": ("施工单位扣款加收收入", "Income Account", "Income", "default_income_account"),
	"interest_account": ("质保金利息支出", "Expense Account", "Expense", "default_expense_account"),
	"penalty_account": ("施工单位违约金收入", "Income Account", "Income", "default_income_account"),
}
#: Added to the name of a deposit account where the company's own one has a past that names no agreement.
BY_AGREEMENT = "（按协议）"


def ensure() -> None:
	"""Dimension, accounts and setting, created where missing. Idempotent; nothing happens before there is a company."""
	_ensure_dimension()
	settings = frappe.get_doc("Fangxiu Settings")
	if not settings.company:
		return
	memory = json.loads(settings.setup_memory or "{}")
	_ensure_accounts(settings, memory)
	_ensure_unlink_off(memory)
	_ensure_half_up(memory)
	text = json.dumps(memory, ensure_ascii=False, sort_keys=True)
	if settings.is_changed or text != (settings.setup_memory or ""):
		settings.setup_memory = text
		settings.save(ignore_permissions=True)


def remove() -> None:
	"""The mirror of ``ensure``: dimension with its fields and filters, unused accounts, the setting as it was."""
	memory = json.loads(frappe.db.get_single_value("Fangxiu Settings", "setup_memory") or "{}")
	for name in frappe.get_all(
		"Accounting Dimension Filter", {"accounting_dimension": DIMENSION}, pluck="name"
	):
		frappe.delete_doc("Accounting Dimension Filter", name, ignore_permissions=True, force=True)
	_remove_dimension()
	for account, parent in memory.get("parents", {}).items():
		if frappe.db.exists("Account", account) and not deposits.has_entries(account):
			_put_under(account, parent)
	# groups were made after what stands in them
	for account in memory.get("accounts", []):
		if frappe.db.exists("Account", account) and not deposits.has_entries(account):
			frappe.delete_doc("Account", account, ignore_permissions=True, force=True)
	if "rounding" in memory:
		_set_rounding(memory["rounding"])
	if "unlink" in memory:
		frappe.db.set_single_value("Accounts Settings", UNLINK, memory["unlink"])


def _ensure_dimension() -> None:
	"""With its fields at once: ERPNext leaves them to a background job, and nothing could be posted until it has run."""
	if frappe.db.exists("Accounting Dimension", {"document_type": DIMENSION}):
		return
	doc = frappe.get_doc({"doctype": "Accounting Dimension", "document_type": DIMENSION, "label": DIMENSION})
	doc.set("__islocal", True)
	doc.set_fieldname_and_label()
	doc.validate()
	doc.set_new_name()
	doc.db_insert()
	doc.on_update()
	make_dimension_in_accounting_doctypes(doc)


def _remove_dimension() -> None:
	name = frappe.db.get_value("Accounting Dimension", {"document_type": DIMENSION})
	if not name:
		return
	doc = frappe.get_doc("Accounting Dimension", name)
	if frappe.db.exists("Property Setter", BUDGET):  # ERPNext's removal crashes without it
		delete_accounting_dimension(doc)
		others = frappe.db.get_value("Property Setter", BUDGET, "value").split("\n")[3:]
		if not any(others):
			frappe.delete_doc("Property Setter", BUDGET, ignore_permissions=True, force=True)
	frappe.db.delete("Custom Field", {"fieldname": doc.fieldname, "options": DIMENSION})
	frappe.db.delete("Accounting Dimension Detail", {"parent": name})
	frappe.db.delete("Accounting Dimension", {"name": name})
	frappe.flags.accounting_dimensions = frappe.flags.accounting_dimensions_details = None
	frappe.clear_cache()


def _ensure_accounts(settings, memory: dict) -> None:
	settings.is_changed = False
	for field, (name, account_type, root_type, neighbour) in ACCOUNTS.items():
		if settings.get(field):
			continue
		account = _find(settings.company, name, account_type, field)
		if not account:
			account = _create(settings.company, name, account_type, root_type, neighbour)
			memory.setdefault("accounts", []).append(account)
		settings.set(field, account)
		settings.is_changed = True
	_place(settings.company, settings.deposit_account, memory)
	_mark(settings.deposit_account)


def _place(company: str, account: str | None, memory: dict) -> None:
	"""A deposit account that nothing was posted to yet stands under 2241 其他应付款, not among trade payables.

	One with a past is moved by finance, with vouchers (finance/account_moves.py).
	"""
	if not account or not account_moves.stands_wrong(account, named=True) or deposits.has_entries(account):
		return
	known = frappe.db.exists("Account", {"company": company, "account_name": OTHER_PAYABLES, "is_group": 1})
	before = frappe.db.get_value("Account", account, "parent_account")
	group = other_payables(company)
	if not known:
		memory.setdefault("accounts", []).append(group)
	if account not in memory.get("accounts", []):
		memory.setdefault("parents", {}).setdefault(account, before)
	_put_under(account, group)


def _put_under(account: str, group: str) -> None:
	doc = frappe.get_doc("Account", account)
	doc.parent_account = group
	doc.flags.ignore_permissions = True
	doc.save()


def _find(company: str, name: str, account_type: str, field: str) -> str | None:
	found = frappe.db.get_value(
		"Account",
		{"company": company, "account_name": name, "is_group": 0},
		["name", "account_type"],
		as_dict=True,
	)
	if not found or (account_type == "Payable" and found.account_type != "Payable"):
		return None
	if field == "deposit_account" and deposits.has_entries(found.name):
		return None
	return found.name


def _create(company: str, name: str, account_type: str, root_type: str, neighbour: str) -> str:
	"""A leaf beside the company's own account of that kind, or in the first group of its root."""
	if frappe.db.exists("Account", {"company": company, "account_name": name}):
		name += BY_AGREEMENT
	default = frappe.get_cached_value("Company", company, neighbour)
	parent = default and frappe.db.get_value("Account", default, "parent_account")
	if not parent or frappe.db.get_value("Account", parent, "root_type") != root_type:
		parent = frappe.db.get_value(
			"Account", {"company": company, "root_type": root_type, "is_group": 1}, order_by="lft desc"
		)
	values = {"account_name": name, "parent_account": parent, "account_type": account_type}
	doc = frappe.get_doc({"doctype": "Account", "company": company, "is_group": 0, **values})
	doc.flags.ignore_permissions = True
	doc.account_currency = frappe.get_cached_value("Company", company, "default_currency")
	return doc.insert().name


def _mark(account: str | None) -> None:
	"""The mark makes the guards watch the account, the filter its dimension mandatory.

	Said here again, because Frappe's list of events may be older than this app while it is being installed.
	"""
	if not account:
		return
	doc = frappe.get_doc("Account", account)
	if not doc.fx_warranty_deposit:
		doc.fx_warranty_deposit = 1
		doc.flags.ignore_permissions = True
		doc.save()
	require_agreement_on(doc)


def _ensure_unlink_off(memory: dict) -> None:
	"""Once: somebody may switch it back, and the guards hold all the same."""
	if "unlink" not in memory:
		memory["unlink"] = frappe.db.get_single_value("Accounts Settings", UNLINK)
		frappe.db.set_single_value("Accounts Settings", UNLINK, 0)


def _ensure_half_up(memory: dict) -> None:
	"""Once: ERPNext's vouchers round as the documents behind them do (docs/adr/0107)."""
	if "rounding" not in memory:
		memory["rounding"] = frappe.db.get_single_value("System Settings", "rounding_method") or ""
		_set_rounding(HALF_UP)


def _set_rounding(method: str) -> None:
	frappe.db.set_single_value("System Settings", "rounding_method", method)
	frappe.db.set_default("rounding_method", method)
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.local.system_settings = frappe.get_cached_doc("System Settings")  # read once per process otherwise
