"""The accounts the app posts to in each company: a row of Fangxiu Settings, or its own fields for the first company."""

from __future__ import annotations

from collections.abc import Collection

import frappe

#: Fields of Fangxiu Settings and of its rows for other companies.
FIELDS = (
	"deposit_account",
	"repair_expense_account",
	"repair_recovery_account",
	"compensation_account",
	"paid_repair_income_account",
	"paid_repair_cost_account",
	"surcharge_account",
	"interest_account",
	"penalty_account",
)


def chosen(fieldname: str, company: str) -> str | None:
	"""The account that ``company`` uses for ``fieldname``: its own row's, else the namesake of the first company's; None where neither is."""
	settings = frappe.get_cached_doc("Fangxiu Settings")
	own = holder(settings, company)
	account = own.get(fieldname) if own else None
	if account and frappe.get_cached_value("Account", account, "company") == company:
		return account
	first = settings.get(fieldname)
	if not first:
		return None
	name, of = frappe.get_cached_value("Account", first, ["account_name", "company"])
	if of == company:
		return first
	return frappe.db.get_value("Account", {"company": company, "account_name": name, "is_group": 0, "disabled": 0})


def holder(settings, company: str | None):
	"""What holds the accounts of ``company``: the settings themselves, their row for it, or None."""
	if company and settings.company == company:
		return settings
	return next((row for row in settings.company_accounts if row.company == company), None)


def companies(settings) -> list[str]:
	"""Every company whose accounts are kept, the first one first."""
	return [one for one in (settings.company, *(row.company for row in settings.company_accounts)) if one]


def named(fieldname: str) -> list[str]:
	"""The accounts that stand in this field, of all companies."""
	settings = frappe.get_cached_doc("Fangxiu Settings")
	return [one for one in (settings.get(fieldname), *(row.get(fieldname) for row in settings.company_accounts)) if one]


def serves(account: str | None, fieldnames: Collection[str]) -> bool:
	"""Whether ``account`` is the one of a company in one of these fields, or the namesake that is taken where it has none. From the cache."""
	names = [one for fieldname in fieldnames for one in named(fieldname)]
	if not account or not names:
		return False
	return account in names or _called(account) in {_called(one) for one in names}


def _called(account: str) -> str | None:
	return frappe.get_cached_value("Account", account, "account_name")
