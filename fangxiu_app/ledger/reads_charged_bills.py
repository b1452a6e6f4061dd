"""Which bills book the accounts that stand in given fields of Fangxiu Settings: by their lines, or by their taxes and charges."""

from __future__ import annotations

from collections.abc import Collection

import frappe
from pypika.terms import ExistsCriterion

from fangxiu_app.ledger import reads_company_accounts

#: Rows of a bill → the fields that name the account they are booked on; what is deferred is booked on the second one.
ROWS = {"Purchase Invoice Item": ("expense_account", "deferred_expense_account"), "Purchase Taxes and Charges": ("account_head",)}


def says(doc, fieldnames: Collection[str]) -> bool:
	"""Whether a Purchase Invoice as it is sent books one of them. No query."""
	return _any([*(one for row in doc.get("items") or () for one in of_row(row)), *(row.get("account_head") for row in doc.get("taxes") or ())], fieldnames)


def of_row(row) -> list[str | None]:
	"""The accounts that an item of a bill is booked on, now or later."""
	return [row.get("expense_account"), *([row.get("deferred_expense_account")] if row.get("enable_deferred_expense") else [])]


def books(invoice: str, fieldnames: Collection[str]) -> bool:
	"""The same of a stored one. Two queries."""
	of = {"parent": invoice, "parenttype": "Purchase Invoice"}
	return any(
		_any([one for row in frappe.get_all(rows, of, list(fields), as_list=True) for one in row], fieldnames) for rows, fields in ROWS.items()
	)


def charging(bill, fieldnames: Collection[str]) -> list[ExistsCriterion]:
	"""Conditions, each enough by itself, under which a row of the Purchase Invoice table ``bill`` does; none where no account is set."""
	names = [one for field in fieldnames for one in reads_company_accounts.named(field)]
	called = [frappe.get_cached_value("Account", one, "account_name") for one in names]
	account, found = frappe.qb.DocType("Account"), []
	for rows, fields in ROWS.items() if names else ():
		row = frappe.qb.DocType(rows)
		query = frappe.qb.from_(row).join(account).on(account.name.isin([row[field] for field in fields]))
		query = query.select(row.name).where(row.parent == bill.name)
		found.append(ExistsCriterion(query.where(account.name.isin(names) | account.account_name.isin(called))))
	return found


def _any(accounts: list[str | None], fieldnames: Collection[str]) -> bool:
	return any(reads_company_accounts.serves(account, fieldnames) for account in dict.fromkeys(accounts))
