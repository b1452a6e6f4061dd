"""A contractor whose deposit is kept in dollars."""

from __future__ import annotations

import frappe
from frappe.utils import add_months, nowdate

from tests.site.helpers import form, money


def record(rate: float, day: str = "") -> None:
	"""A rate of the dollar in yuan, as finance enters it."""
	doc = {
		"doctype": "Currency Exchange",
		"date": day or nowdate(),
		"from_currency": "USD",
		"to_currency": "CNY",
	}
	frappe.get_doc({**doc, "exchange_rate": rate, "for_buying": 1, "for_selling": 1}).insert()


def dollars(estate, **values):
	"""A supplier with accounts in USD, and an agreement with it; (agreement, its payable account). No rate is recorded."""
	company = money.company()
	parent = frappe.db.get_value("Account", money.deposit_account(), "parent_account")
	accounts = []
	for name, deposit in (("其他应付款-质保金 USD", 1), ("Creditors USD", 0)):
		doc = {"account_name": name, "company": company, "parent_account": parent}
		doc |= {"account_type": "Payable", "account_currency": "USD", "fx_warranty_deposit": deposit}
		accounts.append(form.account(**doc).name)
	supplier = frappe.copy_doc(frappe.get_doc("Supplier", estate.general))
	supplier.supplier_name = f"Dollar Builder {estate.general}"
	supplier.default_currency = "USD"
	supplier.append("accounts", {"company": company, "account": accounts[1]})
	supplier.insert()
	terms = [{"clause_no": "1", "breach": "Other"}]
	terms = {
		"deposit_account": accounts[0],
		"accepted_on": add_months(nowdate(), -30),
		"deduction_terms": terms,
	}
	return money.agreement(estate, supplier.name, **{**terms, **values}), accounts[1]
