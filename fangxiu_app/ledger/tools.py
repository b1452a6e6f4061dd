"""Stops ERPNext's own tools from reposting, repeating or deleting deposit vouchers, or removing the dimension.

These tools write by SQL or in a background job, without the vouchers' events, so each is refused when it is called.
"""

from __future__ import annotations

import frappe

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import guards, reads_deposits
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import money
from fangxiu_app.ledger.service_accounts import DIMENSION


def check_dimension(doc) -> None:
	"""Accounting Dimension: ERPNext would delete the field of every voucher and ledger that names the agreement."""
	if doc.document_type == DIMENSION:
		refuse([Violation("dimension_in_use", (doc.name,))])


def check_dimension_state(doc) -> None:
	"""Disabled, it is filled in on no voucher any more."""
	if doc.disabled:
		check_dimension(doc)


def check_repeat(doc) -> None:
	"""Auto Repeat is refused: a job would fail every day without anybody noticing."""
	if doc.reference_doctype not in guards.POSTING or not doc.reference_document:
		return
	if guards.moves_deposit(frappe.get_doc(doc.reference_doctype, doc.reference_document)):
		refuse([Violation("repeat_of_deposit", (doc.reference_document,))])


def check_waiting(doc) -> None:
	"""A voucher named in a pending repost of the payment ledger cannot be cancelled: it would be posted afterwards."""
	if not guards.moves_deposit(doc):
		return
	item, repost = map(frappe.qb.DocType, ("Repost Payment Ledger Items", "Repost Payment Ledger"))
	waiting = (
		frappe.qb.from_(item)
		.join(repost)
		.on((repost.name == item.parent) & (repost.docstatus == 1) & (repost.repost_status != "Completed"))
		.select(repost.name)
		.where((item.voucher_no == doc.name) & (item.voucher_type == doc.doctype))
		.limit(1)
	).run()
	if waiting:
		refuse([Violation("repost_waiting", (doc.name, waiting[0][0]))])


def check_deletion(doc) -> None:
	"""Transaction Deletion Record: deposits held from contractors stay on record."""
	held = reads_deposits.account_balance(company=doc.company)
	if held:
		refuse([Violation("deletion_with_deposits", (doc.company, money(held)))])
