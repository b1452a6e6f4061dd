"""No ledger entry charges an account of costs but one of a voucher that is looked at, whichever field of it names the account (R18, R110)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_charged_bills, reads_company_accounts
from fangxiu_app.money.outgoing import service_result_accounts
from fangxiu_app.money.outgoing.service_cost_accounts import BILLED

#: Journals are looked at before their submission, by every row; a closing voucher takes a year's costs to the result, and back.
LOOKED_AT = ("Journal Entry", "Period Closing Voucher")

#: Of what deductions brought in: bills are looked at before their submission, and a credit note takes back what a sale booked there.
TAKES_BACK = ("Purchase Invoice", "Sales Invoice")

#: By what it deducts beside its documents: interest and the cost of paid repairs have documents of their own.
PAYMENT = "Payment Entry"


def check(entry) -> None:
	"""GL Entry before it is written: one that charges these costs comes of a bill that books them by its lines, a part of a ticket, or a journal.

	What lowers them and what is taken back with its voucher passes. No query for other accounts, one or three for these.
	Raises RefusedError.
	"""
	charged = max(money(entry.debit) - money(entry.credit), money(entry.debit_in_account_currency) - money(entry.credit_in_account_currency))
	if entry.is_cancelled or charged <= 0:
		return
	# read, not set: ERPNext's posting writes with rights of its own; an entry without them was written by hand, or by an import
	by_hand = not entry.flags.ignore_permissions
	looked_at = not by_hand and entry.voucher_type in (*LOOKED_AT, *TAKES_BACK)
	if not looked_at and service_result_accounts.brought_in(entry.account):
		refuse([Violation("brought_in_ledger", (entry.account, _(entry.voucher_type or entry.doctype), entry.voucher_no or "–"))])
	if (by_hand or entry.voucher_type == PAYMENT) and service_result_accounts.shared(entry.account):
		refuse([Violation("shared_account_ledger", (entry.account, _(entry.voucher_type or entry.doctype), entry.voucher_no or "–"))])
	if not reads_company_accounts.serves(entry.account, BILLED):
		return
	# without the rights of posting nobody's voucher stands behind it
	if by_hand or not _may_charge(entry.voucher_type, entry.voucher_no):
		refuse([Violation("cost_account_ledger", (entry.account, _(entry.voucher_type or entry.doctype), entry.voucher_no or "–"))])


def _may_charge(doctype: str, name: str) -> bool:
	if doctype == "Purchase Invoice":
		plain = {"name": name, "is_paid": 0, "is_return": 0}
		return bool(frappe.db.exists("Purchase Invoice", plain)) and reads_charged_bills.books(name, BILLED)
	if doctype == "Stock Entry":  # which no hand and no request marks as a ticket's (parts.events_stock_entry)
		return bool(frappe.db.exists("Stock Entry", {"name": name, "fx_ticket_part": ("is", "set")}))
	return doctype in LOOKED_AT
