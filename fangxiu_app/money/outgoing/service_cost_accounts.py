"""What repairs and compensations cost is billed: their accounts are not paid out of bank or cash by a voucher that names nobody (R18, R110)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import reads_company_accounts
from fangxiu_app.ledger.rules_entries import in_company_currency, money_leaves

#: Accounts of Fangxiu Settings by which third parties' repairs and owners' compensations are booked.
BILLED = ("compensation_account", "repair_expense_account")


def check_journal(doc) -> None:
	"""Journal Entry that none of our documents posts: what it debits these accounts with leaves no bank or cash. Raises RefusedError."""
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	if doc.flags.fx_document or not money_leaves(doc.accounts, own):
		return
	debited: dict[str, Decimal] = defaultdict(Decimal)
	for row in doc.accounts:
		debited[row.account] += in_company_currency(row, own)
	_refuse(doc, [account for account, amount in debited.items() if amount > 0])


def check_payment(doc) -> None:
	"""Payment Entry: neither to these accounts, nor by its deductions and taxes. Raises RefusedError."""
	if doc.payment_type == "Receive":
		return
	beside = [row.account for row in doc.deductions if money(row.amount) > 0]
	beside += [row.account_head for row in doc.taxes if money(row.base_tax_amount)]
	_refuse(doc, [doc.paid_to, *beside])


def check_bill(doc) -> None:
	"""Purchase Invoice that pays itself: not what these accounts are charged with. Raises RefusedError."""
	if doc.is_paid and not doc.is_return:
		_refuse(doc, [row.expense_account for row in doc.items])


def _refuse(doc, accounts: list[str]) -> None:
	found = [account for account in accounts if reads_company_accounts.serves(account, BILLED)]
	refuse([Violation("cost_account_paid", (doc.name, account)) for account in dict.fromkeys(found)])
