"""What people who buy for an estate leave alone on an Item: how much more than ordered comes in or is billed, its value, and the accounts it is booked on."""

from __future__ import annotations

import frappe
from frappe.utils import flt

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _

#: Numbers that let a receipt or a bill exceed its order (ERPNext: percentages, of the item before those of Stock and Accounts Settings).
ALLOWANCES = ("over_delivery_receipt_allowance", "over_billing_allowance")
#: What parts are worth where no voucher says it, and whether a store may give what it does not hold.
VALUES = ("valuation_rate", "allow_negative_stock")
#: What ERPNext reads from orders and receipts; our orders propose it as the price (R36).
DERIVED = ("last_purchase_rate",)
#: Who sets them.
BOOKING = (roles.FINANCE, roles.ADMINISTRATOR, "System Manager")


def validate(doc, method: str | None = None) -> None:
	"""Refuse these to whoever has a role of ours and none that books, and put back what ERPNext derives (R36, R37). Reads nothing. Raises RefusedError."""
	mine = set(frappe.get_roles())
	if not mine & set(roles.ROLES) or mine & set(BOOKING):
		return
	before = doc.get_doc_before_save()
	for name in DERIVED:  # a form sends what it has read, which an order may have changed since
		doc.set(name, before.get(name) if before else 0)
	found = [_label(doc, name) for name in (*ALLOWANCES, *VALUES) if flt(doc.get(name)) != flt(before.get(name) if before else 0)]
	accounts = frappe.get_meta("Item Default").get("fields", {"options": "Account"})
	if _accounts(doc, accounts) - (_accounts(before, accounts) if before else set()):
		found.append(_label(doc, "item_defaults"))
	refuse([Violation("item_booking", ("、".join(found),))] if found else [])


def _accounts(doc, fields: list) -> set[tuple]:
	"""Company, field and account of each account named by the item."""
	return {(row.company, df.fieldname, row.get(df.fieldname)) for row in doc.get("item_defaults") or () for df in fields if row.get(df.fieldname)}


def _label(doc, name: str) -> str:
	return _(doc.meta.get_label(name))
