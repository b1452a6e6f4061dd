"""Deposit accounts: marked as such, and never posted to without a warranty agreement."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

import frappe

#: Name of the Accounting Dimension, and of the DocType behind it.
DIMENSION = "Warranty Agreement"
#: 其他应付款 and, in it, 质保金: names and numbers of the Chinese chart of accounts.
OTHER_PAYABLES, GROUP_NUMBER, DEPOSIT_NUMBER = "其他应付款", "2241", "224101"


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


def own_group(company: str, old: str) -> str:
	"""The deposit account under 其他应付款 that ``old`` moves to, of the same currency; made where missing, without a past."""
	group = other_payables(company)
	row = frappe.db.get_value("Account", old, ["account_name", "account_currency"], as_dict=True)
	found = frappe.db.get_value(
		"Account",
		{"parent_account": group, "fx_warranty_deposit": 1, "account_currency": row.account_currency, "is_group": 0},
	)
	if found:
		return found
	values = {"account_name": row.account_name, "parent_account": group, "account_type": "Payable"}
	number = _free_number(company, DEPOSIT_NUMBER)
	if not number and frappe.db.exists("Account", {"company": company, "account_name": row.account_name}):
		values["account_name"] = f"{row.account_name}（{OTHER_PAYABLES}）"
	return _insert(company, account_number=number, account_currency=row.account_currency, fx_warranty_deposit=1, **values)


def other_payables(company: str) -> str:
	"""The group 2241 其他应付款 beside the group of trade payables; made where the chart has none."""
	found = frappe.db.get_value("Account", {"company": company, "is_group": 1, "account_name": OTHER_PAYABLES})
	if found:
		return found
	payable = frappe.get_cached_value("Company", company, "default_payable_account")
	trade = payable and frappe.db.get_value("Account", payable, "parent_account")
	parent = trade and frappe.db.get_value("Account", trade, "parent_account")
	if not parent:
		parent = frappe.db.get_value(
			"Account", {"company": company, "root_type": "Liability", "is_group": 1}, order_by="lft"
		)
	number = _free_number(company, GROUP_NUMBER)
	if not number and frappe.get_meta("Account").get_field("account_number").reqd:
		number = next_number(company, parent)
	return _insert(company, account_name=OTHER_PAYABLES, parent_account=parent, is_group=1, account_number=number)


def next_number(company: str, parent: str, exclude: Collection[str] = ()) -> str:
	"""The next free number below the parent's, for charts whose accounts must have one; ``exclude`` are promised already."""
	above = frappe.db.get_value("Account", parent, "account_number") or ""
	taken = set(frappe.get_all("Account", {"company": company, "account_number": ("like", f"{above}%")}, pluck="account_number"))
	taken.update(exclude)
	return next(number for number in (f"{above}{each:02d}" for each in count(1)) if number not in taken)


def _free_number(company: str, number: str) -> str:
	return "" if frappe.db.exists("Account", {"company": company, "account_number": number}) else number


def _insert(company: str, **values) -> str:
	doc = frappe.get_doc({"doctype": "Account", "company": company, "is_group": 0, **values})
	# set-up, or finance moving its deposits: the account is part of that
	doc.flags.ignore_permissions = True
	return doc.insert().name


def company_of(agreement) -> str:
	"""The company of an agreement is its project's, or else the settings'."""
	return frappe.get_cached_value("Project", agreement.project, "company") or frappe.db.get_single_value(
		"Fangxiu Settings", "company"
	)
