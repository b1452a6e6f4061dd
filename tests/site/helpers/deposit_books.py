"""The deposit's amounts in the ledgers, for the story and the state machine."""

from __future__ import annotations

from decimal import Decimal

import frappe
from erpnext.accounts.report.accounts_payable.accounts_payable import execute as accounts_payable
from frappe.utils import add_days, nowdate

from fangxiu_app.ledger import reads_deposits
from fangxiu_app.money.deposits import reads_contractor_account, reads_deposit_register
from tests.site.helpers import money, sums
from tests.site.helpers.deposit_model import cents


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


def books(agreement) -> dict[str, Decimal]:
	"""The deposit of ``agreement`` as seven places show it, in its own currency."""
	[line] = reads_deposit_register.rows({"name": agreement.name})
	shown = reads_contractor_account.account(agreement.contractor)
	[row] = [frappe._dict(row) for row in shown["agreements"] if row["agreement"] == agreement.name]
	lines = reads_contractor_account.vouchers([agreement.name])
	ledger = {"account": agreement.deposit_account, "warranty_agreement": agreement.name}
	found = {
		"general ledger": _sum("GL Entry", ledger, "credit_in_account_currency", "debit_in_account_currency"),
		"payment ledger": _sum("Payment Ledger Entry", ledger, "amount_in_account_currency"),
		"accounts payable": payable(agreement.contractor, agreement.deposit_account, agreement.name),
		"register": line.balance,
		"register, by columns": line.held - line.deducted - line.released,
		"contractor's page": row.balance,
		"statement": lines[-1].balance if lines else 0,
		"buckets": sum((one.remaining for one in reads_deposits.agreement_buckets(agreement.name)), Decimal(0)),
	}
	return {place: cents(value) for place, value in found.items()}


def creditors(supplier: str, account: str) -> dict[str, Decimal]:
	"""What is owed to the supplier on an ordinary account, as three places show it."""
	ledger = {"account": account, "party": supplier}
	invoices = {"credit_to": account, "supplier": supplier, "docstatus": 1}
	return {
		"general ledger": cents(
			_sum("GL Entry", ledger, "credit_in_account_currency", "debit_in_account_currency")
		),
		"payment ledger": cents(_sum("Payment Ledger Entry", ledger, "amount_in_account_currency")),
		"accounts payable": cents(payable(supplier, account)),
		"invoices": cents(sums.total("Purchase Invoice", invoices, "outstanding_amount")),
	}


def payable(supplier: str, account: str, agreement: str | None = None) -> float:
	"""ERPNext's own Accounts Payable report for one supplier and account, in the account's currency."""
	filters = frappe._dict(
		company=money.company(),
		report_date=add_days(nowdate(), 1),
		ageing_based_on="Posting Date",
		range="30, 60, 90, 120",
		party_type="Supplier",
		party=[supplier],
		party_account=account,
		in_party_currency=1,
	)
	if agreement:
		filters.warranty_agreement = [agreement]
	return sum(row.get("outstanding") or 0 for row in accounts_payable(filters)[1] if row.get("voucher_no"))


def postings(voucher: str) -> list[tuple[str, float, float]]:
	"""(account, debit, credit) of a voucher, debits first."""
	found = sums.by_account({"voucher_no": voucher, "is_cancelled": 0})
	rows = sorted(found.items(), key=lambda one: (-one[1][0], one[0]))
	return [(account.rsplit(" - ", 1)[0], debit, credit) for account, (debit, credit) in rows]


def _sum(doctype: str, filters: dict, plus: str, minus: str = "") -> float:
	live = "delinked" if doctype == "Payment Ledger Entry" else "is_cancelled"
	return sums.total(doctype, {**filters, live: 0}, plus, minus)
