"""Deposit accounts that stand under trade payables: their contents, and what must be finished before they can be moved."""

from __future__ import annotations

import frappe
from frappe.query_builder.functions import Sum

from fangxiu_app.ledger import reads_company_accounts, reads_deposits
from fangxiu_app.ledger.rules_deposit import Bucket


def stands_wrong(account: str, named: bool = False) -> bool:
	"""Whether a deposit account in use, or ``named`` to be used, is in its company's group of trade payables."""
	row = frappe.db.get_value("Account", account, ["company", "parent_account", "fx_warranty_deposit"], as_dict=True)
	if not row or not (named or (row.fx_warranty_deposit and in_use(account))):
		return False
	payable = frappe.get_cached_value("Company", row.company, "default_payable_account")
	return row.parent_account == frappe.db.get_value("Account", payable, "parent_account")


def in_use(account: str) -> bool:
	"""Whether agreements or the settings name the account: one that was left behind need not move."""
	named = account in reads_company_accounts.named("deposit_account")
	return named or bool(frappe.db.exists("Warranty Agreement", {"deposit_account": account}))


def misplaced() -> list[str]:
	"""Deposit accounts that have to move."""
	return [name for name in frappe.get_all("Account", {"fx_warranty_deposit": 1}, pluck="name") if stands_wrong(name)]


def agreements(account: str) -> list[str]:
	"""Agreements whose deposit stands on the account, in the order in which they are locked."""
	return frappe.get_all("Warranty Agreement", {"deposit_account": account}, pluck="name", order_by="name")


def projects(account: str) -> set[str]:
	"""Projects whose deposits stand on the account: a move takes all of them."""
	return set(frappe.get_all("Warranty Agreement", {"deposit_account": account}, pluck="project", distinct=True))


def buckets(account: str) -> list[Bucket]:
	"""The remaining buckets on the account, with the day each was held."""
	found = []
	for name in agreements(account):
		found += [one for one in reads_deposits.agreement_buckets(name) if one.remaining > 0 and one.account == account]
	return found


def drafts(account: str) -> list[frappe._dict]:
	"""Drafted moves away from the account."""
	fields = ["name", "bucket", "amount", "other_account"]
	return frappe.get_all(
		"Warranty Deposit Entry", {"kind": "Moved", "docstatus": 0, "deposit_account": account}, fields, order_by="name"
	)


def in_the_way(account: str) -> list[str]:
	"""Drafts that name buckets of the account or would make new ones: payments of releases, entries, journals."""
	row = frappe.qb.DocType("Journal Entry Account")
	journals = frappe.qb.from_(row).select(row.parent).distinct().where((row.account == account) & (row.docstatus == 0))
	entries = {"deposit_account": account, "docstatus": 0, "kind": ("!=", "Moved")}
	return [
		*frappe.get_all("Payment Entry", {"paid_to": account, "docstatus": 0}, pluck="name"),
		*frappe.get_all("Warranty Deposit Entry", entries, pluck="name"),
		*journals.run(pluck=True),
	]


def standing(account: str) -> dict:
	"""What the step shows for one account: agreements, amount, drafts that prevent the move, moves drafted so far."""
	ledger = frappe.qb.DocType("GL Entry")
	amount = frappe.qb.from_(ledger).select(Sum(ledger.credit - ledger.debit))
	found = amount.where((ledger.account == account) & (ledger.is_cancelled == 0)).run()[0][0]
	return {
		"account": account,
		"agreements": len(agreements(account)),
		"amount": round(found or 0, 2),
		"in_the_way": in_the_way(account),
		"drafts": [row.name for row in drafts(account)],
	}
