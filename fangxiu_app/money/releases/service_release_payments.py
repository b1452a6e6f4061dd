"""Payments of approved releases: drafted for finance over the buckets of the deposit, never more than was approved (R18)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import frappe
from frappe.utils import flt, today

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import locks, reads_deposits, reads_site_rules
from fangxiu_app.ledger.erpnext_calls import get_party_bank_account
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import Bucket, first_in_first_out, money
from fangxiu_app.money.releases import reads_releases as reads


def draft_payments(doc) -> list[str]:
	"""Draft Payment Entries over the buckets, one per exchange rate, for what is not paid or drafted yet."""
	_terms, fresh = locks.lock_agreements([doc.agreement])
	drafted = frappe.get_all(
		"Payment Entry", {"fx_deposit_release": doc.name, "docstatus": 0}, ["name", "received_amount"]
	)
	open_amount = (
		money(doc.amount) - money(reads.paid(doc.name)) - money(sum(row.received_amount for row in drafted))
	)
	if open_amount <= 0:
		return [row.name for row in drafted]
	taken, _rest = first_in_first_out(_unreserved(doc.agreement, open_amount, fresh), open_amount)
	rates: dict[Decimal, list[tuple[Bucket, Decimal]]] = {}
	for bucket, part in taken:
		rates.setdefault(bucket.rate, []).append((bucket, part))
	return [_draft(doc, rate, parts) for rate, parts in rates.items()]


def draft_anew(names: list[str]) -> None:
	"""After a deposit voucher was cancelled: drafts again the payments of these releases from what is left."""
	for name in names:
		for payment in frappe.get_all(
			"Payment Entry", {"fx_deposit_release": name, "docstatus": 0}, pluck="name"
		):
			frappe.delete_doc("Payment Entry", payment, ignore_permissions=True)
		draft_payments(frappe.get_doc("Deposit Release", name))


def _unreserved(agreement: str, wanted: Decimal, fresh: bool) -> list[Bucket]:
	"""Buckets less what other drafts name already, if that is enough; else as they are."""
	found = reads_deposits.agreement_buckets(agreement, locks.look(fresh))
	drafted = reads.drafted(agreement)
	free = [replace(one, remaining=one.remaining - money(drafted.get(one.name))) for one in found]
	return free if sum((max(one.remaining, money(0)) for one in free), money(0)) >= wanted else found


def _draft(doc, rate: Decimal, parts: list[tuple[Bucket, Decimal]]) -> str:
	total = sum(part for _bucket, part in parts)
	bank = frappe.get_cached_value("Company", doc.company, "default_bank_account") or frappe.get_cached_value(
		"Company", doc.company, "default_cash_account"
	)
	payment = frappe.get_doc(
		{
			"doctype": "Payment Entry",
			"payment_type": "Pay",
			"company": doc.company,
			"posting_date": today(),
			"party_type": "Supplier",
			"party": doc.contractor,
			"party_bank_account": get_party_bank_account("Supplier", doc.contractor),
			"paid_from": bank,
			"paid_to": parts[0][0].account,
			"paid_amount": float(money(total * rate)) if _is_base(bank, doc) else float(total),
			"received_amount": float(total),
			"source_exchange_rate": 1,
			"target_exchange_rate": float(rate),
			"reference_no": doc.name,
			"reference_date": today(),
			# ERPNext's own remark names document types in English, and is written anew with the amount as a raw number
			"custom_remarks": 1,
			"remarks": _("Warranty deposit released to {0}: {1}, agreement {2}").format(
				doc.contractor_name, doc.name, doc.agreement
			),
			"project": doc.project,
			"warranty_agreement": doc.agreement,
			"fx_deposit_release": doc.name,
			"references": [_reference(bucket, part) for bucket, part in parts],
		}
	)
	payment.flags.ignore_permissions = True
	reads_site_rules.fill(payment)
	return payment.insert().name


def refit(payment) -> None:
	"""Before a release's payment is saved or submitted: name buckets that still have the money.

	Since it was drafted a deduction or another payment may have emptied them. Only the references change, within the
	exchange rate the payment is made with. Raises DepositError on submission of what the deposit has no longer.
	"""
	_terms, fresh = locks.lock_agreements([payment.warranty_agreement])
	found = {one.name: one for one in reads_deposits.agreement_buckets(payment.warranty_agreement, locks.look(fresh))}
	named = [(found.get(row.reference_name), money(row.allocated_amount)) for row in payment.references]
	if not named or all(bucket and part <= bucket.remaining for bucket, part in named):
		return
	rates = {bucket.rate for bucket, _part in named if bucket}
	total = sum((part for _bucket, part in named), money(0))
	taken, rest = first_in_first_out((one for one in found.values() if one.rate in rates), total)
	if len(rates) == 1 and not rest:
		payment.set("references", [_reference(bucket, part) for bucket, part in taken])
	elif payment.docstatus == 1:
		refuse([Violation("payment_uncovered", (total, total - rest, payment.fx_deposit_release))])


def _reference(bucket: Bucket, part: Decimal) -> dict:
	return {
		"reference_doctype": "Journal Entry",
		"reference_name": bucket.name,
		"allocated_amount": float(part),
		"exchange_rate": float(bucket.rate),
	}


def _is_base(bank: str, doc) -> bool:
	return frappe.get_cached_value("Account", bank, "account_currency") != doc.currency


def check_payment(payment) -> None:
	"""A payment out of a deposit belongs to an approved release, and all its payments together stay within it."""
	release = payment.get("fx_deposit_release")
	row = release and frappe.db.get_value(
		"Deposit Release", release, ["docstatus", "agreement", "amount"], as_dict=True, for_update=True
	)
	if not row or row.docstatus != 1 or row.agreement != payment.warranty_agreement:
		refuse([Violation("needs_document")])
	refuse(_paid_already(release, money(row.amount), payment.name))
	total = money(reads.paid(release, payment.name)) + money(payment.received_amount)
	if total > money(row.amount):
		refuse([Violation("payment_above_release", (release, total, money(row.amount)))])


def check_draft(payment) -> None:
	"""Raise DepositError for a new draft of a release that is not approved or is paid in full."""
	row = frappe.db.get_value("Deposit Release", payment.fx_deposit_release, ["docstatus", "amount"], as_dict=True)
	if not row or row.docstatus != 1:
		refuse([Violation("needs_document")])
	refuse(_paid_already(payment.fx_deposit_release, money(row.amount), payment.name or ""))


def _paid_already(release: str, amount: Decimal, exclude: str = "") -> list[Violation]:
	if money(reads.paid(release, exclude)) < amount:
		return []
	names = frappe.get_all("Payment Entry", {"fx_deposit_release": release, "docstatus": 1}, pluck="name", order_by="name")
	return [Violation("release_paid_by", (release, tuple(names)))]


def _drop_drafts(release: str) -> None:
	"""Drafts of a release that is paid in full would wait for ever; the release says which they were and why they are gone."""
	for name in frappe.get_all("Payment Entry", {"fx_deposit_release": release, "docstatus": 0}, pluck="name"):
		# whoever pays the release ends its drafts; they stand for the same money
		frappe.delete_doc("Payment Entry", name, ignore_permissions=True)
		frappe.get_doc("Deposit Release", release).add_comment(
			"Info", _("Draft {0} is deleted: the release is paid in full.").format(name)
		)


def refresh(release: str | None) -> None:
	"""Updates what the release shows of its payments; paid in full, it needs no further draft."""
	row = release and frappe.db.get_value("Deposit Release", release, ["amount", "docstatus"], as_dict=True)
	if not row or row.docstatus != 1:
		return
	paid = flt(reads.paid(release), 2)
	whole = paid >= flt(row.amount, 2)
	values = {"paid": paid, "state": "Paid" if whole else "Approved", "paid_on": reads.paid_on(release) if whole else None}
	frappe.db.set_value("Deposit Release", release, values)
	if whole:
		_drop_drafts(release)


def check_approved(doc) -> None:
	"""Raise DepositError for a release that is not in force."""
	if doc.docstatus != 1:
		refuse([Violation("needs_document")])
	refuse(_paid_already(doc.name, money(doc.amount)))


def check_cancel(doc) -> None:
	"""A release with payments stays: cancel the payments first."""
	names = frappe.get_all(
		"Payment Entry", {"fx_deposit_release": doc.name, "docstatus": ("<", 2)}, ["name", "docstatus"]
	)
	paid = [row.name for row in names if row.docstatus == 1]
	if paid:
		refuse([Violation("release_paid", (doc.name, tuple(paid)))])
	for row in names:
		frappe.delete_doc("Payment Entry", row.name, ignore_permissions=True)
