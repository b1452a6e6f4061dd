"""The tax a supplier's bill states: kind (专票 or 普票) and rate, written when it is booked or completed by finance later (R16).

The bill stays booked as it was: prices of orders include tax, and the contractor is charged with what was paid. Finance
sets the tax of special invoices against its own each month, by its own voucher.
"""

from __future__ import annotations

import frappe

from fangxiu_app.core.access import incoming
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import exact, money
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.money.payments import rules_payment_review

FIELDS = ("fx_tax_kind", "fx_tax_rate")


def stated(kind: str, rate: object) -> dict:
	"""Fields of a bill from the entered tax; none where the tax is not known yet. Raises RefusedError for an impossible tax."""
	percent = exact(incoming.number(rate, _("Tax Rate of the Invoice (%)")))
	if not kind and not percent:
		return {}
	refuse(rules_payment_review.tax(kind, percent))
	return {"fx_tax_kind": kind, "fx_tax_rate": float(percent)}


def of(invoice: str) -> dict:
	"""Kind, rate and the tax contained in a bill, as fields of its review; the kind is empty while nobody knows it."""
	row = frappe.db.get_value("Purchase Invoice", invoice, [*FIELDS, "grand_total"], as_dict=True)
	tax = rules_payment_review.contained_tax(money(row.grand_total), exact(row.fx_tax_rate)) if row.fx_tax_kind else 0
	return {
		"tax_kind": row.fx_tax_kind or "",
		"tax_rate": row.fx_tax_rate if row.fx_tax_kind else 0,
		"tax_amount": float(tax),
	}


def missing(invoice: str) -> bool:
	"""Whether the tax of ``invoice`` still has to be completed."""
	return not frappe.db.get_value("Purchase Invoice", invoice, "fx_tax_kind")


def signed(invoice: str, review: str | None) -> bool:
	"""Whether the approvers of ``review`` have seen the tax of ``invoice`` and signed to the end: then it is fixed."""
	return bool(
		review and not missing(invoice) and frappe.db.get_value("Repair Payment Review", review, "docstatus")
	)


def complete(invoice: str, review: str | None, kind: str, rate: object) -> None:
	"""Write the tax of a booked bill, and on its ``review`` that shows it.

	Raises RefusedError for what cannot be, and for a tax that was read by those who have signed the review.
	"""
	if signed(invoice, review):
		refuse([Violation("tax_signed", (review,))])
	values = stated(kind, rate)
	if not values:
		refuse(rules_payment_review.tax("", exact(0)))
	frappe.db.set_value("Purchase Invoice", invoice, values)
	found = of(invoice)
	if review:
		frappe.db.set_value("Repair Payment Review", review, found)
	said = _("Tax of the bill: {0}, {1} %").format(_(kind), plain_number(found["tax_rate"]))
	frappe.get_doc("Purchase Invoice", invoice).add_comment("Info", said)
