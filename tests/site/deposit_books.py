"""What the books say about a deposit, for the story and the state machine."""

from __future__ import annotations

from decimal import Decimal

import frappe

from tests.site.deposit_model import cents


def one_of(things, pick: int):
	found = list(things)
	return found[pick % len(found)]


def references(payment: str) -> dict[str, Decimal]:
	rows = frappe.get_all(
		"Payment Entry Reference", {"parent": payment}, ["reference_name", "allocated_amount"]
	)
	return {row.reference_name: cents(row.allocated_amount) for row in rows}


def amended(doc):
	"""A corrected copy, as the button Amend makes it."""
	copy = frappe.copy_doc(doc, ignore_no_copy=False)
	copy.amended_from = doc.name
	copy.docstatus = 0
	if doc.doctype == "Purchase Invoice":
		copy.bill_no = frappe.generate_hash(length=8)
		copy.outstanding_amount = 0
	return copy.insert()


def orphans(agreement: str) -> list:
	"""Live ledger rows of the deposit whose document is gone, and live documents whose voucher is gone."""
	rows = frappe.db.sql(
		"""
		select ple.voucher_no from `tabPayment Ledger Entry` ple
		join `tabAccount` a on a.name = ple.account and a.fx_warranty_deposit = 1
		left join `tabJournal Entry` je on je.name = ple.voucher_no
		left join `tabPayment Entry` pe on pe.name = ple.voucher_no
		left join `tabWarranty Deposit Entry` wde on wde.name = je.fx_deposit_entry and wde.journal_entry = je.name
		left join `tabContractor Deduction` cd on cd.name = je.fx_deduction and cd.journal_entry = je.name
		left join `tabDeposit Release` dr on dr.name = pe.fx_deposit_release
		where ple.warranty_agreement = %(name)s and ple.delinked = 0
			and coalesce(wde.docstatus, cd.docstatus, dr.docstatus, 0) <> 1
			and coalesce(je.docstatus, pe.docstatus) = 1
		union all
		select wde.name from `tabWarranty Deposit Entry` wde
		left join `tabJournal Entry` je on je.name = wde.journal_entry
		where wde.agreement = %(name)s and (wde.docstatus = 1) <> (coalesce(je.docstatus, 0) = 1)
		union all
		select cd.name from `tabContractor Deduction` cd
		left join `tabJournal Entry` je on je.name = cd.journal_entry
		left join `tabPurchase Invoice` pi on pi.name = cd.debit_note
		where cd.agreement = %(name)s and (
			(je.name is not null and (cd.docstatus = 1) <> (je.docstatus = 1))
			or (pi.name is not null and (cd.docstatus = 1) <> (pi.docstatus = 1))
			or (cd.docstatus = 1 and (cd.from_deposit > 0) <> (je.name is not null))
			or (cd.docstatus = 1 and (cd.excess > 0) <> (pi.name is not null))
		)
		""",
		{"name": agreement},
	)
	return [row[0] for row in rows]
