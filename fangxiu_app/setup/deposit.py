"""Warranty deposits on the company's own chart: account, Accounting Dimension, its filter, and how amounts are rounded.

Created where missing, on any chart; what was made is remembered in Fangxiu Settings, so that the uninstall takes away
exactly that. Accounts that were posted to stay: they are part of the books.
"""

from __future__ import annotations

import json

import frappe
from erpnext.accounts.doctype.accounting_dimension.accounting_dimension import (
	delete_accounting_dimension,
	get_doctypes_with_dimensions,
	make_dimension_in_accounting_doctypes,
)

from fangxiu_app.ledger import reads_company_accounts as reads
from fangxiu_app.ledger import reads_deposits, service_company_accounts
from fangxiu_app.ledger.service_accounts import DIMENSION, OTHER_PAYABLES, other_payables
from fangxiu_app.money.deposits import reads_account_moves
from fangxiu_app.setup import first_columns

#: Earlier versions switched this off for the whole site; the guards hold with it (docs/finance.md), so it is given back.
UNLINK = "unlink_payment_on_cancellation_of_invoice"
#: Frappe's name for rounding halves away from zero.
HALF_UP = "Commercial Rounding"
BUDGET = "Budget-budget_against-options"


def ensure() -> None:
	"""Dimension, accounts and rounding, created where missing. Idempotent; nothing happens before there is a company."""
	_ensure_dimension()
	settings = frappe.get_doc("Fangxiu Settings")
	if not settings.company:
		return
	memory = json.loads(settings.setup_memory or "{}")
	_sort_out(settings)
	_ensure_accounts(settings, memory)
	_ensure_half_up(memory)
	give_unlink_back(memory)
	text = json.dumps(memory, ensure_ascii=False, sort_keys=True)
	if settings.flags.fx_changed or text != (settings.setup_memory or ""):
		settings.setup_memory = text
		settings.flags.ignore_validate = True  # what somebody chose badly is told to the next who saves it, and stops no migrate
		settings.save(ignore_permissions=True)


def remove() -> None:
	"""Removes what ``ensure`` made: dimension with fields and filters, unused accounts; restores the setting."""
	memory = json.loads(frappe.db.get_single_value("Fangxiu Settings", "setup_memory") or "{}")
	for name in frappe.get_all(
		"Accounting Dimension Filter", {"accounting_dimension": DIMENSION}, pluck="name"
	):
		frappe.delete_doc("Accounting Dimension Filter", name, ignore_permissions=True, force=True)
	_remove_dimension()
	for account, parent in memory.get("parents", {}).items():
		if frappe.db.exists("Account", account) and not reads_deposits.has_entries(account):
			_put_under(account, parent)
	# groups were made after what stands in them, and stay with an account that was posted to
	for account in _leaves_first(memory.get("accounts", [])):
		used = reads_deposits.has_entries(account) or frappe.db.exists("Account", {"parent_account": account})
		if frappe.db.exists("Account", account) and not used:
			frappe.delete_doc("Account", account, ignore_permissions=True, force=True)
	if "rounding" in memory:
		_set_rounding(memory["rounding"])
	give_unlink_back(memory)


def _leaves_first(accounts: list[str]) -> list[str]:
	"""A group goes after what stands in it."""
	groups = set(frappe.get_all("Account", {"name": ("in", accounts or [""]), "is_group": 1}, pluck="name"))
	return sorted(accounts, key=lambda account: account in groups)


def give_unlink_back(memory: dict) -> None:
	"""Set what an older version switched off as it was before, and forget it."""
	if "unlink" in memory:
		frappe.db.set_single_value("Accounts Settings", UNLINK, memory.pop("unlink"))


def _ensure_dimension() -> None:
	"""Creates the dimension with its fields at once: ERPNext leaves them to a background job, and nothing could be posted before.

	The fields that are missing are made although the dimension is there: a try that was killed has left it with some of them.
	"""
	fieldname = frappe.scrub(DIMENSION)
	doctypes = set(get_doctypes_with_dimensions())
	made = frappe.get_all("Custom Field", {"fieldname": fieldname, "dt": ("in", doctypes)}, pluck="dt")
	missing = sorted(doctypes.difference(made))
	if not missing:
		return
	column = {"fieldname": fieldname, "fieldtype": "Link", "options": DIMENSION}
	first_columns.ensure({doctype: [column] for doctype in missing})
	make_dimension_in_accounting_doctypes(_dimension(), missing)


def _dimension():
	name = frappe.db.get_value("Accounting Dimension", {"document_type": DIMENSION})
	if name:
		return frappe.get_doc("Accounting Dimension", name)
	doc = frappe.get_doc({"doctype": "Accounting Dimension", "document_type": DIMENSION, "label": DIMENSION})
	doc.set("__islocal", True)
	doc.set_fieldname_and_label()
	doc.validate()
	doc.set_new_name()
	doc.db_insert()
	doc.on_update()
	return doc


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


def _sort_out(settings) -> None:
	"""Moves accounts left from another first company to that company's row: earlier versions let the company be changed alone."""
	_forget_gone(settings)
	for field in reads.FIELDS:
		company = settings.get(field) and frappe.db.get_value("Account", settings.get(field), "company")
		if not company or company == settings.company:
			continue
		row = reads.holder(settings, company) or settings.append("company_accounts", {"company": company})
		row.set(field, row.get(field) or settings.get(field))
		settings.set(field, None)
		settings.flags.fx_changed = True


def _forget_gone(settings) -> None:
	"""Accounts that were taken away with the app, or deleted, and came back as names only, with the app's restored tables."""
	for row in (settings, *settings.company_accounts):
		for field in reads.FIELDS:
			if row.get(field) and not frappe.db.exists("Account", row.get(field)):
				row.set(field, None)
				settings.flags.fx_changed = True


def _ensure_accounts(settings, memory: dict) -> None:
	for company in reads.companies(settings):
		made = service_company_accounts.complete(settings, company)
		if made:
			memory.setdefault("accounts", []).extend(made)
		account = reads.holder(settings, company).deposit_account
		_place(company, account, memory)
		service_company_accounts.mark(account)


def _place(company: str, account: str | None, memory: dict) -> None:
	"""A deposit account that nothing was posted to yet stands under 2241 其他应付款, not among trade payables.

	One with a past is moved by finance, with vouchers (money/deposits/service_account_moves.py).
	"""
	if not account or not reads_account_moves.stands_wrong(account, named=True) or reads_deposits.has_entries(account):
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
	doc.flags.update(ignore_permissions=True, ignore_mandatory=True)  # a number asked for later than the account was made
	doc.save()


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
