"""What deductions brought in, the interest of deposits and the cost of paid repairs: no voucher gives them to a contractor beside the documents (R18, R111)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import ZERO, money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import reads_charged_bills, reads_company_accounts
from fangxiu_app.ledger.rules_booked_heads import TAX
from fangxiu_app.ledger.rules_entries import in_company_currency, money_leaves, owed_by
from fangxiu_app.money.outgoing import reads_refunds, reads_result_tax
from fangxiu_app.money.outgoing import rules_cost_entry as rules
from fangxiu_app.money.outgoing.service_cost_accounts import BILLED, charged_by_sale
from fangxiu_app.money.payments import reads_on_account

#: Accounts of Fangxiu Settings that deductions credit: what is taken back of them is taken back by the deduction.
BROUGHT_IN = ("repair_recovery_account", "surcharge_account", "penalty_account")
#: Those that wages or a bank's interest may come to as well: by a journal among costs, from an account of their own.
SHARED = ("interest_account", "paid_repair_cost_account")
#: Where a company keeps both on one account, bills charge it: :mod:`service_cost_accounts` has its rules.
BOOKED_BY_BILLS = ("repair_expense_account", "compensation_account", "paid_repair_cost_account", "paid_repair_income_account")


def brought_in(account: str | None) -> bool:
	"""Whether nothing but deductions, and what moves their results, is on ``account``. From the cache."""
	serves = reads_company_accounts.serves
	return serves(account, BROUGHT_IN) and not serves(account, BOOKED_BY_BILLS)


def shared(account: str | None) -> bool:
	"""Whether ``account`` is of interest or of the cost of paid repairs, and none of those whose rules go further. From the cache."""
	serves = reads_company_accounts.serves
	return serves(account, SHARED) and not serves(account, BILLED)


def check_journal(doc) -> None:
	"""Journal Entry that none of our documents posts, before submission. Raises RefusedError.

	These accounts move among costs and income, and to taxes what is tax of them (:func:`_check_tax`). Against bank, cash, a clearing
	account, rounding or what somebody is owed it would be a payment, or its first half, that names no release and no bill. No query for
	accounts in the cache, but where taxes stand beside them.
	"""
	stored = doc.get_doc_before_save()
	if doc.flags.fx_document or (stored and stored.docstatus == 1):
		return
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	named = [row for row in doc.accounts if row.account]
	charged = rules.charged(rules.Row(row.account, in_company_currency(row, own), row.party or "") for row in named)
	charged = [one for one in charged if brought_in(one) or shared(one)]
	credits = [rules.Row(row.account, owed_by(row, own), row.party or "") for row in named] if charged else []
	held = _held(doc, credits, own) if charged else []
	refuse([Violation(_code(account), (doc.name, account, held[0])) for account in charged if held])
	_check_tax(doc, charged, credits)


def _check_tax(doc, charged: list[str], credits: list[rules.Row]) -> None:
	"""The tax that such income owes, and an input tax that is a cost: no more than the highest rate makes of what was booked there by documents.

	All else would be a payment over the tax account, from which the tax office is paid with no bill. One query for each account.
	"""
	taxed = -sum(amount for (account, _party), amount in rules.sums(credits).items() if amount < 0 and _kind(account)[1] == TAX)
	if not taxed:
		return
	left = max(sum(reads_result_tax.left(account) for account in charged), ZERO)
	refuse([Violation("result_tax_entry", (doc.name, money(taxed), charged[0], left))] if taxed > left else [])


def check_bill(doc) -> None:
	"""Purchase Invoice: it charges none of what deductions brought in, nor a contractor's bill the interest. No query. Raises RefusedError.

	The bill by which a deduction is taken back passes: nobody makes one by hand (ledger.guards).
	"""
	if doc.get("fx_deduction"):
		return
	booked = [one for row in doc.items if money(row.base_net_amount) > 0 for one in reads_charged_bills.of_row(row)]
	booked += [row.account_head for row in doc.get("taxes") or () if money(row.base_tax_amount) * (-1 if row.add_deduct_tax == "Deduct" else 1) > 0]
	firm = bool(doc.supplier and reads_on_account.kind(doc.supplier))
	closed = [one for one in dict.fromkeys(booked) if brought_in(one) or (firm and _of_interest(one))]
	refuse([Violation("brought_in_bill", (doc.name, account)) for account in closed])


def check_sale(doc) -> None:
	"""Sales Invoice: it gives a customer none of what these accounts hold, but a credit note what its own sale booked there.

	One query where such a note charges one of them, none otherwise. Raises RefusedError.
	"""
	charged = [one for one in dict.fromkeys(charged_by_sale(doc)) if brought_in(one) or shared(one)]
	if charged and doc.get("return_against"):
		charged = sorted(set(charged).difference(reads_refunds.booked_by_sale(doc.return_against, charged)))
	refuse([Violation("brought_in_sale", (doc.name, account)) for account in charged])


def _held(doc, credits: list[rules.Row], own: str) -> list[str]:
	"""Accounts that hold money or what is owed, taxes apart, which the journal credits; those of bank and cash that give in either currency."""
	kinds = {one: _kind(one) for one in rules.given(credits)}
	held = [account for account, (root, kind) in kinds.items() if rules.holds(root, kind) and kind != TAX]
	return held or [row.account for row in doc.accounts if money_leaves([row], own)]


def _kind(account: str) -> tuple[str | None, str | None]:
	return frappe.get_cached_value("Account", account, ["root_type", "account_type"])


def _code(account: str) -> str:
	if brought_in(account):
		return "brought_in_entry"
	return "interest_entry" if _of_interest(account) else "paid_cost_entry"


def _of_interest(account: str | None) -> bool:
	serves = reads_company_accounts.serves
	return serves(account, ("interest_account",)) and not serves(account, BOOKED_BY_BILLS)
