"""What repairs and compensations cost is billed: their accounts are booked by bills and documents, or among costs (R18, R110)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import reads_charged_bills, reads_company_accounts, service_booked_heads
from fangxiu_app.ledger.rules_entries import in_company_currency, money_leaves, owed_by
from fangxiu_app.money.outgoing import rules_cost_entry as rules
from fangxiu_app.money.payments import reads_on_account, reads_repair_bills

#: Accounts of Fangxiu Settings by which third parties' repairs and owners' compensations are booked.
BILLED = ("compensation_account", "repair_expense_account")


def check_journal(doc) -> None:
	"""Journal Entry that none of our documents posts, before submission: it moves these costs among costs and income only.

	Against bank, cash, a clearing account or what somebody is owed it would be the first half of a payment that names nobody: an account
	of any kind can be paid out by the next voucher. What is posted already may still be allocated. Raises RefusedError.
	"""
	stored = doc.get_doc_before_save()
	if doc.flags.fx_document or (stored and stored.docstatus == 1):
		return
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	named = [row for row in doc.accounts if row.account]
	costs = _billed(rules.charged(rules.Row(row.account, in_company_currency(row, own), row.party or "") for row in named))
	credits = [rules.Row(row.account, owed_by(row, own), row.party or "") for row in named] if costs else []
	if costs and money_leaves(doc.accounts, own):
		_refuse(doc, costs)
	held = [account for account in rules.given(credits) if rules.holds(*frappe.get_cached_value("Account", account, ["root_type", "account_type"]))]
	refuse([Violation("cost_account_entry", (doc.name, cost, held[0])) for cost in costs if held])


def check_payment(doc) -> None:
	"""Payment Entry: neither to these accounts, nor by its deductions and taxes, whoever pays. Raises RefusedError."""
	beside = [row.account for row in doc.deductions if money(row.amount) > 0]
	beside += [row.account_head for row in doc.taxes if money(row.base_tax_amount)]
	_refuse(doc, [doc.paid_to, *beside])


def check_bill(doc) -> None:
	"""Purchase Invoice: one that pays itself, also a return, does not charge these accounts; and :func:`check_accounts`. Raises RefusedError."""
	check_accounts(doc)
	if not doc.is_paid:
		return
	charged = [one for row in doc.items if money(row.base_net_amount) > 0 for one in reads_charged_bills.of_row(row)]
	charged += [row.account_head for row in doc.taxes if money(row.base_tax_amount) * (-1 if row.add_deduct_tax == "Deduct" else 1) > 0]
	_refuse(doc, charged)


def check_accounts(doc) -> None:
	"""Purchase Invoice that charges these accounts, or of a contractor or an owner: it owes its supplier, and credits no bank beside.

	Also when its accounts are changed after submission, which ERPNext posts again. No query. Raises RefusedError.
	"""
	ours = reads_charged_bills.says(doc, BILLED) or reads_repair_bills.is_repair(doc)
	if ours or (doc.supplier and reads_on_account.kind(doc.supplier)):
		service_booked_heads.check_heads(doc)
		service_booked_heads.check_lines(doc)


def check_sale(doc) -> None:
	"""Sales Invoice: its returns, its payments and what it writes off do not charge these accounts. Raises RefusedError."""
	_refuse(doc, charged_by_sale(doc))


def charged_by_sale(doc) -> list[str | None]:
	"""Accounts that a Sales Invoice debits: by its negative lines and taxes, its payments, discounts and what it writes off or defers."""
	charged = [row.income_account for row in doc.items if money(row.base_net_amount) < 0]
	charged += [row.get("deferred_revenue_account") for row in doc.items if row.get("enable_deferred_revenue")]
	charged += [row.account_head for row in doc.get("taxes") or () if money(row.base_tax_amount) < 0]
	charged += [doc.get("loyalty_redemption_account")] if money(doc.get("loyalty_amount")) > 0 else []
	charged += [row.account for row in doc.get("payments") or () if money(row.base_amount) > 0]
	charged += [doc.write_off_account] if money(doc.base_write_off_amount) > 0 else []
	charged += [doc.get("additional_discount_account")] if money(doc.base_discount_amount) > 0 else []
	return [*charged, *(row.get("discount_account") for row in doc.items if money(row.get("discount_amount")) > 0)]


def _billed(accounts: list[str | None]) -> list[str]:
	return [one for one in dict.fromkeys(accounts) if one and reads_company_accounts.serves(one, BILLED)]


def _refuse(doc, accounts: list[str | None]) -> None:
	refuse([Violation("cost_account_paid", (doc.name, account)) for account in _billed(accounts)])
