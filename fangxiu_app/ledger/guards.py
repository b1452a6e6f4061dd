"""Which vouchers on a deposit account are refused, whoever makes them: by hand, by import, over REST or by ERPNext's tools.

The checks are tied to the account, not to "made by this app". Money moves only by our documents, each with its voucher; a
voucher that passes every other rule but belongs to none of them is refused last.
"""

from __future__ import annotations

from dataclasses import replace

import frappe

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import deposit_versions, locks, reads_deposits
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import Bucket, Line, line_violations, money

#: What must not change on a row of a deposit account once it is submitted.
FIXED = ("account", "paid_to", "party", "warranty_agreement", "reference_type", "reference_name")

#: What may post to a deposit account at all.
POSTING = ("Journal Entry", "Payment Entry")


def journal_rows(doc) -> list:
	"""Rows of a Journal Entry on deposit accounts that carry an amount (exchange differences carry none)."""
	return [
		row for row in _on_deposit(doc) if row.debit_in_account_currency or row.credit_in_account_currency
	]


def moves_deposit(doc) -> bool:
	"""Whether a Journal or Payment Entry moves a deposit account."""
	return bool(journal_rows(doc)) if doc.doctype == "Journal Entry" else touches(doc)


def touches(doc) -> bool:
	"""Whether a Payment Entry moves a deposit account."""
	return reads_deposits.is_deposit_account(doc.paid_to) or reads_deposits.is_deposit_account(doc.paid_from)


def lock_journal(doc) -> None:
	"""Before a Journal Entry is named, saved or cancelled: agreements are locked before number series and vouchers."""
	locks.lock_agreements(row.warranty_agreement for row in journal_rows(doc))


def lock_payment(doc) -> None:
	"""The same for a Payment Entry."""
	locks.lock_agreements([doc.warranty_agreement] if touches(doc) else [])


def lock_invoice(doc) -> None:
	"""The same for a Purchase Invoice a deposit may be held from."""
	locks.lock_agreements([doc.get("warranty_agreement")])


def check_journal(doc) -> None:
	"""Raise DepositError unless every row on a deposit account keeps the rules; then count the move."""
	_check_differences(doc)
	rows = journal_rows(doc)
	if not rows:
		_check_link(doc, "fx_deduction", "fx_deposit_entry")
		return
	lines = [
		Line(
			row.idx,
			row.account,
			row.party if row.party_type == "Supplier" else "",
			row.warranty_agreement or "",
			money(row.debit_in_account_currency),
			money(row.credit_in_account_currency),
			row.reference_name or "" if row.reference_type == "Journal Entry" else "",
			row.reference_type or "",
		)
		for row in rows
	]
	_check(lines, doc.flags.fx_buckets, doc.flags.fx_moving_to or "")
	if not doc.flags.fx_document:
		refuse([Violation("needs_document")])


def check_payment(doc) -> None:
	"""Raise DepositError unless a payment out of a deposit names its buckets, and all of it, and takes nothing else along."""
	_check_tables(doc)
	if not touches(doc):
		if doc.get("fx_deposit_release"):
			refuse([Violation("release_elsewhere", (doc.fx_deposit_release,))])
		return
	if doc.payment_type != "Pay" or reads_deposits.is_deposit_account(doc.paid_from):
		refuse([Violation("receive_on_deposit")])
	beside = sum(abs(money(row.base_tax_amount)) for row in doc.taxes)
	if beside:
		refuse([Violation("deposit_taxes", (money(beside),))])
	free = money(doc.unallocated_amount) or money(doc.received_amount) - sum(
		money(row.allocated_amount) for row in doc.references
	)
	if free or not doc.references:
		refuse([Violation("not_allocated", (free or money(doc.paid_amount),))])
	party = doc.party if doc.party_type == "Supplier" else ""
	named = _check(
		[
			Line(
				row.idx,
				doc.paid_to,
				party,
				doc.warranty_agreement or "",
				money(row.allocated_amount),
				bucket=row.reference_name if row.reference_doctype == "Journal Entry" else "",
				reference_type=row.reference_doctype,
			)
			for row in doc.references
		]
	)
	for row in doc.references:
		# ERPNext takes the market's rate of the day the deposit was held, and would book a difference that is none
		row.exchange_rate = float(named[row.reference_name].rate)


def check_invoice(doc) -> None:
	"""No invoice is booked on a deposit account."""
	if reads_deposits.is_deposit_account(doc.credit_to):
		refuse([Violation("invoice_on_deposit", (doc.credit_to,))])
	_check_link(doc, "fx_deduction")


def check_fixed(doc, rows: list, before: list) -> None:
	"""After submission nothing on a deposit account changes: ERPNext would repost it."""
	old = [[row.get(name) or "" for name in FIXED] for row in before]
	if old != [[row.get(name) or "" for name in FIXED] for row in rows]:
		refuse([Violation("changed_after_submit")])


def check_cancel_journal(doc) -> None:
	"""A voucher that put money into a deposit cannot be cancelled while another one uses it (ERPNext would erase the reference)."""
	rows = journal_rows(doc)
	if not rows:
		return
	locks.lock_agreements(row.warranty_agreement for row in rows)
	_refuse_dependants(doc)
	_refuse_without_document(doc)
	deposit_versions.bump_version({row.warranty_agreement for row in rows})


def check_cancel_payment(doc) -> None:
	"""Cancelling a release's payment counts as a move of the deposit."""
	if touches(doc) and doc.warranty_agreement:
		locks.lock_agreements([doc.warranty_agreement])
		deposit_versions.bump_version({doc.warranty_agreement})


def check_cancel_invoice(doc) -> None:
	"""An invoice cannot be cancelled while a deposit is held from it."""
	holds = reads_deposits.holds_on_invoice(doc.name)
	if holds:
		refuse([Violation("invoice_has_hold", (doc.name, tuple(holds)))])
	if doc.get("fx_deduction") and not doc.is_return and not doc.flags.fx_document:
		refuse([Violation("invoice_of_reversal", (doc.name, doc.fx_deduction))])


def check_unreconcile(doc) -> None:
	"""Unreconciling would take the buckets from a deduction or release by SQL, without an event on the payment."""
	if doc.voucher_type in POSTING and moves_deposit(frappe.get_doc(doc.voucher_type, doc.voucher_no)):
		refuse([Violation("unreconcile_deposit", (doc.voucher_no,))])


def check_account(doc) -> None:
	"""A deposit account is a Payable leaf without a past of its own, and stays marked once it has entries."""
	before = doc.get_doc_before_save()
	was = bool(before and before.fx_warranty_deposit)
	if doc.fx_warranty_deposit and (doc.is_group or doc.account_type != "Payable"):
		refuse([Violation("account_not_payable", (doc.name,))])
	if doc.fx_warranty_deposit and doc.root_type != "Liability":
		refuse([Violation("account_not_liability", (doc.name,))])
	if was and doc.disabled and not before.disabled and (left := reads_deposits.account_balance(doc.name)):
		refuse([Violation("account_with_balance", (doc.name, money(left)))])
	if bool(doc.fx_warranty_deposit) != was and not doc.is_new() and reads_deposits.has_entries(doc.name):
		refuse([Violation("account_in_use" if was else "account_has_entries", (doc.name,))])


def check_merge(doctype: str, old: str, new: str) -> None:
	"""Merging moves ledger entries to another account or party: never of a deposit account, nor of a contractor with one."""
	if doctype == "Account":
		marked = [name for name in (old, new) if reads_deposits.is_deposit_account(name)]
	else:
		marked = reads_deposits.contractors_with_deposit((old, new))
	if marked:
		refuse([Violation("merge_of_deposit", (doctype, marked[0]))])


def check_closing(doc) -> None:
	"""Profit or loss is not closed onto a deposit account: it would be an amount without a contractor."""
	if reads_deposits.is_deposit_account(doc.closing_account_head):
		refuse([Violation("posting_on_deposit", (doc.closing_account_head, doc.doctype, doc.name or "–"))])


def check_ledger(entry) -> None:
	"""Nothing but Journal and Payment Entries posts to a deposit account: each of them is checked above.

	Posting writes with rights of its own; an entry without them was written by hand, or by an import.
	"""
	if not reads_deposits.is_deposit_account(entry.account):
		return
	if not entry.flags.ignore_permissions:
		refuse([Violation("ledger_by_hand", (entry.account,))])
	loose = entry.voucher_type == "Payment Entry" and not entry.against_voucher
	if entry.voucher_type not in POSTING or loose:
		refuse([Violation("posting_on_deposit", (entry.account, entry.voucher_type, entry.voucher_no))])


def check_payment_ledger(entry) -> None:
	"""Payment Ledger Entry: the same; what it may say follows from the general ledger."""
	if not entry.flags.ignore_permissions and reads_deposits.is_deposit_account(entry.account):
		refuse([Violation("ledger_by_hand", (entry.account,))])


def check_ledger_kept(entry) -> None:
	"""Ledger entries may not be deleted; ERPNext's own tools replace them by SQL."""
	if reads_deposits.is_deposit_account(entry.account):
		refuse([Violation("ledger_by_hand", (entry.account,))])


def _check(
	lines: list[Line], named: dict[str, Bucket] | None = None, moving_to: str = ""
) -> dict[str, Bucket]:
	terms, fresh = locks.lock_agreements(line.agreement for line in lines if line.agreement)
	if named is None:
		named = reads_deposits.buckets((line.bucket for line in lines if line.bucket), locks.look(fresh))
	if moving_to:
		terms = {name: replace(one, moving_to=moving_to) for name, one in terms.items()}
	refuse(line_violations(lines, terms, named))
	deposit_versions.bump_version(terms)
	return named


def _on_deposit(doc) -> list:
	return [row for row in doc.accounts if reads_deposits.is_deposit_account(row.account)]


def _check_differences(doc) -> None:
	"""Rows in company currency only are exchange differences of a foreign deposit, against the exchange account only."""
	bare = [
		row
		for row in _on_deposit(doc)
		if (row.debit or row.credit) and not (row.debit_in_account_currency or row.credit_in_account_currency)
	]
	if not bare:
		return
	fields = ["default_currency", "exchange_gain_loss_account", "unrealized_exchange_gain_loss_account"]
	currency, *differences = frappe.get_cached_value("Company", doc.company, fields)
	for row in bare:
		kept_in = frappe.get_cached_value("Account", row.account, "account_currency")
		if kept_in == currency:
			refuse([Violation("base_only", (row.idx, row.account, currency))])
	for row in doc.accounts:
		if row.account not in differences and not reads_deposits.is_deposit_account(row.account):
			refuse([Violation("difference_elsewhere", (row.idx,))])


def _check_tables(doc) -> None:
	"""Deductions and taxes of a Payment Entry post as well, with party and without reference."""
	for table, field in (("deductions", "account"), ("taxes", "account_head")):
		for row in doc.get(table) or ():
			if reads_deposits.is_deposit_account(row.get(field)):
				label = doc.meta.get_label(table)
				refuse([Violation("row_on_deposit", (label, row.idx, row.get(field)))])


def _check_link(doc, *fields: str) -> None:
	"""Links to our documents are refused on vouchers made by hand."""
	for field in fields:
		if doc.get(field) and not doc.flags.ignore_permissions:
			refuse([Violation("link_by_hand", (doc.meta.get_label(field),))])


def _refuse_without_document(doc) -> None:
	for field in ("fx_deduction", "fx_deposit_entry"):
		if doc.get(field) and not doc.flags.fx_document:
			refuse([Violation("voucher_of_document", (doc.name, doc.meta.get_label(field), doc.get(field)))])


def _refuse_dependants(doc) -> None:
	users = reads_deposits.dependants(doc.name, locks.as_committed)
	if users:
		refuse([Violation("has_dependants", (doc.name, tuple(name for _kind, name in users)))])
