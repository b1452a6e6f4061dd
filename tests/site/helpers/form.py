"""What ERPNext's forms give a new voucher, account or item, and its server does not: defaults of the site's dimensions, numbers.

A test that makes one by script stands for somebody at the form; what this app makes by itself is filled in by itself.
"""

from __future__ import annotations

import frappe

from fangxiu_app.ledger import reads_site_rules

#: Vouchers whose forms take the defaults of dimensions, in head and rows.
VOUCHERS = (*reads_site_rules.VOUCHERS, "Purchase Receipt", "Material Request")
TABLES = ("accounts", "items")


def filled(voucher):
	"""The same voucher, not saved yet, with the defaults of its company's dimensions."""
	reads_site_rules.fill(voucher)
	return voucher


def saved(voucher, submit: bool = True):
	"""Filled in and inserted; submitted unless ``submit`` is false."""
	filled(voucher).insert()
	return voucher.submit() if submit else voucher


def body(doctype: str, values: dict) -> dict:
	"""The same for what is sent as JSON; anything but a voucher of a company stays as it is."""
	company = values.get("company")
	if doctype not in VOUCHERS or not isinstance(company, str):
		return values
	defaults = {row.fieldname: row.default_dimension for row in reads_site_rules.dimensions(company) if row.default_dimension}
	if not defaults:
		return values
	tables = {name: [_row(row, defaults) for row in values[name]] for name in TABLES if isinstance(values.get(name), list)}
	return {**defaults, **values, **tables}


def _row(row, defaults: dict):
	return {**defaults, **row} if isinstance(row, dict) else row


def account(**values):
	"""A new account, numbered where the site wants numbers."""
	doc = frappe.get_doc({"doctype": "Account", **values})
	if numbers_are_wanted():
		doc.account_number = str(int(frappe.generate_hash(length=8), 16))
	return doc.insert()


def numbers_are_wanted() -> bool:
	return bool(frappe.get_meta("Account").get_field("account_number").reqd)


def chart() -> str:
	"""ERPNext's plain chart of accounts for a new company, with numbers where the site wants them."""
	return "Standard with Numbers" if numbers_are_wanted() else "Standard"
