"""Warranty Deposit Entry: the document behind each amount that goes into a deposit, or is taken back from it.

Each makes one Journal Entry, submitted in the same transaction. The entry keeps no amounts of its own
beyond what it asks for: balances are read from the ledger.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.utils import getdate

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import (
	locks,
	reads_deposits,
	reads_periods,
	reads_site_rules,
	service_accounts,
	service_journal,
)
from fangxiu_app.ledger.erpnext_calls import get_exchange_rate
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import hold_amount, money
from fangxiu_app.ledger.service_journal import Journal, Posting
from fangxiu_app.money.releases import reads_releases as reads
from fangxiu_app.money.releases import service_release_payments

INVOICE_FIELDS = (
	"name docstatus supplier credit_to party_account_currency currency conversion_rate grand_total rounded_total"
	" base_grand_total base_rounded_total outstanding_amount is_return company posting_date"
).split()


def hold_on_invoice(invoice) -> None:
	"""On submission of an invoice: hold the agreed deposit from it, if its agreement says so.

	Only for the agreement's own contractor: a third party's bill that is charged to an agreement holds nothing.
	"""
	name = invoice.get("warranty_agreement")
	if not name or invoice.is_return:
		return
	agreement = frappe.get_doc("Warranty Agreement", name)
	if agreement.contractor != invoice.supplier or agreement.security != "Deposit":
		return
	locks.lock_agreements([name])
	if holdable(agreement, invoice) <= 0:
		return
	entry = frappe.get_doc(
		{
			"doctype": "Warranty Deposit Entry",
			"agreement": name,
			"project": agreement.project,
			"kind": "Held",
			"posting_date": invoice.posting_date,
			"purchase_invoice": invoice.name,
		}
	)
	entry.flags.ignore_permissions = True
	entry.insert()
	entry.submit()


def holdable(agreement, invoice) -> Decimal:
	"""How much of the invoice the agreement holds, in the currency of the contractor's account."""
	foreign = invoice.party_account_currency != invoice.currency
	total = (
		(invoice.base_rounded_total or invoice.base_grand_total)
		if foreign
		else (invoice.rounded_total or invoice.grand_total)
	)
	return hold_amount(
		money(agreement.deposit_rate),
		money(agreement.deposit_amount),
		money(total),
		money(invoice.outstanding_amount),
		money(reads_deposits.held(agreement.name)),
	)


def lock(doc) -> None:
	"""Before an entry is named, saved or cancelled: agreements are locked before number series and vouchers."""
	locks.lock_agreements([doc.agreement])


def fill(doc) -> None:
	"""What follows from agreement, invoice or bucket; an empty amount is proposed."""
	agreement = frappe.get_doc("Warranty Agreement", doc.agreement)
	doc.project = agreement.project
	doc.contractor, doc.contractor_name = agreement.contractor, agreement.contractor_name
	doc.company = service_accounts.company_of(agreement)
	if doc.docstatus == 0:
		reads_site_rules.check(doc.company, "Journal Entry")
	doc.deposit_account = agreement.deposit_account
	doc.currency = frappe.get_cached_value("Account", doc.deposit_account, "account_currency")
	doc.due_on = agreement.liability_end
	filler = {
		"Cash In": _fill_rate,
		"Held": _fill_hold,
		"Taken Back": _fill_taken_back,
		"Moved": _fill_taken_back,
		"Brought Forward": _fill_opening,
		"Deduction Reversal": _fill_reversal,
	}.get(doc.kind)
	if filler:
		filler(doc, agreement)
	if doc.currency == _company_currency(doc):
		doc.rate = 1


def _fill_hold(doc, agreement) -> None:
	invoice = doc.purchase_invoice and _invoice(doc)
	if not invoice:
		return
	doc.rate = invoice.conversion_rate if invoice.party_account_currency != _company_currency(doc) else 1
	if not doc.amount and invoice.docstatus == 1:
		doc.amount = float(holdable(agreement, invoice))
		if not doc.amount:
			refuse([Violation("nothing_to_hold", (invoice.name,))])


def _fill_taken_back(doc, agreement) -> None:
	found = reads_deposits.buckets([doc.bucket]).get(doc.bucket) if doc.bucket else None
	if found:
		doc.rate = float(found.rate)
		doc.amount = doc.amount or float(found.remaining)


def _fill_rate(doc, agreement) -> None:
	"""Money from outside comes at the day's rate, unless another one is entered."""
	currency = _company_currency(doc)
	if not doc.rate and doc.currency != currency:
		doc.rate = get_exchange_rate(doc.currency, currency, doc.posting_date)


def _fill_opening(doc, agreement) -> None:
	_fill_rate(doc, agreement)
	doc.other_account = doc.other_account or frappe.db.get_value(
		"Account", {"company": doc.company, "account_type": "Temporary", "is_group": 0}
	)


def _fill_reversal(doc, agreement) -> None:
	if doc.deduction:
		doc.rate = float(_deduction_rate(doc))


def check(doc) -> None:
	"""Raise DepositError for an entry that its agreement, invoice or the law does not allow."""
	agreement = frappe.get_doc("Warranty Agreement", doc.agreement)
	found = []
	if agreement.security != "Deposit" and doc.kind in ("Held", "Cash In"):
		found.append(Violation("no_deposit_agreed", (agreement.name, agreement.security)))
	if money(doc.amount) <= 0:
		found.append(Violation("amount_missing"))
	if not doc.rate:
		found.append(Violation("rate_missing", (doc.currency, _company_currency(doc))))
	if doc.kind == "Held":
		found += _hold_violations(doc, _invoice(doc))
	if doc.kind == "Moved" and not doc.flags.fx_document:
		found.append(Violation("move_by_step"))
	if doc.kind == "Deduction Reversal" and not doc.flags.fx_document:
		found.append(Violation("reversal_by_deduction"))
	if doc.kind in ("Held", "Cash In", "Brought Forward"):
		found += _total_violations(doc, agreement)
	refuse(found)


def post(doc) -> str:
	"""Make and submit the Journal Entry; returns its name. The account's guards decide in the end."""
	locks.lock_agreements([doc.agreement])
	if doc.purchase_invoice:  # nobody cancels it from here on
		frappe.db.get_value("Purchase Invoice", doc.purchase_invoice, "docstatus", for_update=True)
	check(doc)
	amount, rate = money(doc.amount), Decimal(str(doc.rate or 1))
	rows = _rows(doc, amount, rate)
	return service_journal.submit(
		Journal(
			doc.company,
			doc.posting_date,
			rows,
			_("{0} {1}: {2}").format(
				_(doc.kind, context="Warranty Deposit Entry"), doc.name, doc.remark or doc.agreement
			),
			doc.project,
			_voucher_type(doc),
			{"fx_deposit_entry": doc.name},
			{
				"cheque_no": doc.reference_no,
				"cheque_date": doc.reference_date or (doc.reference_no and doc.posting_date),
				"due_date": doc.due_on,
			},
			moving_to=doc.other_account if doc.kind == "Moved" else "",
		)
	).name


def _rows(doc, amount: Decimal, rate: Decimal) -> list[Posting]:
	"""The deposit's row first, then its counterpart."""
	of = {"party": doc.contractor, "agreement": doc.agreement, "rate": rate}
	bucket = ("Journal Entry", doc.bucket)
	if doc.kind == "Moved":
		old = Posting(doc.deposit_account, debit=amount, reference=bucket, **of)
		return [old, Posting(doc.other_account, credit=amount, **of)]
	if doc.kind == "Taken Back":
		deposit = Posting(doc.deposit_account, debit=amount, reference=bucket, **of)
	else:
		deposit = Posting(doc.deposit_account, credit=amount, **of)
	return [deposit, *_other_sides(doc, amount, rate)]


def check_cancel(doc) -> None:
	"""In closed books nothing is cancelled; what was held is taken back by a voucher of today instead."""
	if doc.kind == "Moved":
		refuse([Violation("move_stays", (doc.name, doc.other_account))])
	if reads_periods.is_closed(doc.company, doc.posting_date, "Journal Entry"):
		refuse([Violation("entry_period_closed", (doc.name, getdate(doc.posting_date)))])


def unpost(doc) -> None:
	"""Cancel the Journal Entry; refused while something uses what it put into the deposit."""
	if doc.journal_entry:
		drafted = reads.drafted_from(doc.journal_entry)  # ERPNext may take the voucher out of the drafts
		service_journal.cancel(doc.journal_entry)
		service_release_payments.draft_anew(drafted)


def _other_sides(doc, amount: Decimal, rate: Decimal) -> list[Posting]:
	if doc.kind == "Held":
		invoice = _invoice(doc)
		reference = ("Purchase Invoice", invoice.name)
		return [
			Posting(invoice.credit_to, debit=amount, party=doc.contractor, reference=reference, rate=rate)
		]
	if doc.kind == "Taken Back":
		return [_counterpart(doc, amount, rate)]
	if doc.kind == "Deduction Reversal":
		return _mirrored(doc)
	return [_side(doc, doc.other_account, amount, rate, "debit")]


def _mirrored(doc) -> list[Posting]:
	"""Reverses the deduction's credits to the cent, with their exchange difference."""
	return [
		Posting(
			row.account,
			debit=money(row.credit),
			credit=money(row.debit),
			agreement=doc.agreement,
			remark=doc.contractor_name,
		)
		for row in _booked(doc)
		if not reads_deposits.is_deposit_account(row.account)
	]


def _booked(doc) -> list:
	voucher = frappe.db.get_value("Contractor Deduction", doc.deduction, "journal_entry")
	fields = ["account", "debit", "credit"]
	return frappe.get_all("Journal Entry Account", {"parent": voucher or "-"}, fields, order_by="idx")


def _deduction_rate(doc) -> Decimal:
	"""What the deduction took from the deposit in company currency, per unit of the deposit's."""
	amount = frappe.db.get_value("Contractor Deduction", doc.deduction, "from_deposit")
	booked = sum(money(row.debit) for row in _booked(doc) if reads_deposits.is_deposit_account(row.account))
	return booked / money(amount)


def _counterpart(doc, amount: Decimal, rate: Decimal) -> Posting:
	"""Credits the account the bucket came from, so that the amount can be paid again."""
	source = doc.bucket
	while moved := frappe.db.get_value(
		"Warranty Deposit Entry", {"journal_entry": source, "kind": "Moved", "docstatus": 1}, "bucket"
	):
		source = moved
	rows = frappe.get_all("Journal Entry Account", {"parent": source}, pluck="account", order_by="idx")
	other = next(account for account in rows if not reads_deposits.is_deposit_account(account))
	return _side(doc, other, amount, rate, "credit")


def _side(doc, account: str, amount: Decimal, rate: Decimal, side: str) -> Posting:
	"""A row on any account; in another currency it gets the amount in the company's."""
	currency, account_type = frappe.get_cached_value("Account", account, ["account_currency", "account_type"])
	party = doc.contractor if account_type in ("Payable", "Receivable") else ""
	if currency == doc.currency:
		return Posting(account, party=party, rate=rate, **{side: amount})
	return Posting(account, party=party, **{side: money(amount * rate)})


def _voucher_type(doc) -> str:
	if doc.kind == "Cash In":
		return "Bank Entry"
	temporary = (
		doc.kind == "Brought Forward"
		and frappe.get_cached_value("Account", doc.other_account, "account_type") == "Temporary"
	)
	# once a year was closed ERPNext takes no Opening Entry any more
	return "Opening Entry" if temporary and not reads_periods.any_closed(doc.company) else "Journal Entry"


def _invoice(doc):
	return frappe.db.get_value("Purchase Invoice", doc.purchase_invoice, INVOICE_FIELDS, as_dict=True)


def _hold_violations(doc, invoice) -> list[Violation]:
	if not invoice or invoice.docstatus != 1 or invoice.supplier != doc.contractor or invoice.is_return:
		return [Violation("invoice_not_fitting", (doc.purchase_invoice or "–", doc.contractor_name))]
	if invoice.party_account_currency != doc.currency:
		return [
			Violation(
				"currency_differs",
				(invoice.name, invoice.party_account_currency, doc.agreement, doc.currency),
			)
		]
	if money(doc.amount) > money(invoice.outstanding_amount):
		unpaid = money(invoice.outstanding_amount)
		return [Violation("hold_too_much", (money(doc.amount), invoice.name, unpaid))]
	return []


def _total_violations(doc, agreement) -> list[Violation]:
	agreed = money(agreement.deposit_amount)
	total = money(reads_deposits.held(agreement.name)) + money(doc.amount)
	if agreed and total > agreed:
		return [Violation("deposit_complete", (agreement.name, agreed, total))]
	return []


def _company_currency(doc) -> str:
	return frappe.get_cached_value("Company", doc.company, "default_currency")
