"""Bills, sales and receipts that concern the repair centre name no account of money beside their party: that is what payments are for (R18, R37, R110)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import reads_charged_bills, reads_company_accounts, service_company_accounts
from fangxiu_app.ledger import rules_booked_heads as rules


def check_heads(doc) -> None:
	"""Taxes and charges of ``doc``, of either sign. Accounts are read from the cache. Raises RefusedError."""
	refuse([Violation("booked_head", (doc.name, row.idx, row.account_head)) for row in heads(doc)])


def check_named_heads(doc) -> None:
	"""Taxes and charges of a receipt name no account of Fangxiu Settings: what it credits there would lower a cost, or be owed to nobody.

	Raises RefusedError with what the account is kept for.
	"""
	found = []
	for row in doc.get("taxes") or ():
		kept = [field for field in reads_company_accounts.FIELDS if reads_company_accounts.serves(row.account_head, (field,))]
		if kept:
			found.append(Violation("named_head", (doc.name, row.idx, row.account_head, service_company_accounts.label_of(kept[0]))))
	refuse(found)


def check_lines(doc) -> None:
	"""Items of a bill; the opening account of a bill from before the app passes. Raises RefusedError."""
	found = []
	for row in doc.items:
		for account in dict.fromkeys(reads_charged_bills.of_row(row)):
			opening = doc.get("is_opening") == "Yes" and _kind(account)[0] == rules.CLEARING
			if account and not opening and not rules.fits_line(*_kind(account), money(row.base_net_amount) < 0):
				found.append(Violation("booked_line", (doc.name, row.idx, account)))
	refuse(found)


def heads(doc) -> list:
	"""Rows of taxes and charges on an account that holds money, or what is owed."""
	return [row for row in doc.get("taxes") or () if row.account_head and not rules.fits_head(*_kind(row.account_head))]


def sold_on(doc) -> list[str]:
	"""Such accounts of a Sales Invoice: by its lines, by what it defers, and by its taxes."""
	lines = [row.income_account for row in doc.items]
	lines += [row.get("deferred_revenue_account") for row in doc.items if row.get("enable_deferred_revenue")]
	held = [one for one in lines if one and not rules.fits_line(*_kind(one), credited=False)]
	return [*held, *(row.account_head for row in heads(doc))]


def _kind(account: str | None) -> tuple[str | None, str | None]:
	return frappe.get_cached_value("Account", account, ["account_type", "root_type"]) if account else (None, None)
