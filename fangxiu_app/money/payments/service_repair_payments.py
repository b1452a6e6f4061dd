"""Payments of repair bills: requested by an approved review, refused without one (R18)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import frappe
from frappe.utils import flt

from fangxiu_app.contractors.breach.reads_orders import money
from fangxiu_app.core.messages import RefusedError, refuse
from fangxiu_app.core.money import ZERO
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger.erpnext_calls import make_payment_request
from fangxiu_app.ledger.rules_entries import debited, in_company_currency, pays_by_exchange
from fangxiu_app.money.payments import reads_on_account, reads_repair_bills, rules_payment_review


def ask(invoice: str, amount: float) -> str | None:
	"""Submit a Payment Request over ``amount``, at most what is outstanding; finance makes the Payment Entry from it.

	ERPNext asks for the invoice's whole amount whatever Journal Entries took off it, and refuses its own request then: the
	amount is set here. Nothing is asked for when nothing is outstanding.
	"""
	outstanding = flt(frappe.db.get_value("Purchase Invoice", invoice, "outstanding_amount"))
	amount = min(flt(amount, 2), outstanding)
	if amount <= 0:
		return None
	supplier = frappe.db.get_value("Purchase Invoice", invoice, "supplier")
	request = make_payment_request(
		dt="Purchase Invoice",
		dn=invoice,
		party_type="Supplier",
		party=supplier,
		submit_doc=0,
		return_doc=1,
		mute_email=1,
	)
	request.grand_total = amount
	# its approvers need no rights on ERPNext's request
	request.flags.ignore_permissions = True
	request.save()
	request.submit()
	return request.name


def withdraw(invoice: str) -> None:
	"""Cancel the open requests of ``invoice``; refused by ERPNext once one was paid."""
	filters = {"reference_doctype": "Purchase Invoice", "reference_name": invoice, "docstatus": 1}
	for name in frappe.get_all("Payment Request", filters, pluck="name"):
		request = frappe.get_doc("Payment Request", name)
		# as above: the review's own cancellation was checked
		request.flags.ignore_permissions = True
		request.cancel()


def check_undo(link: dict) -> None:
	"""Refuse to take a document back under bills that are paid, being paid or under review; ``link`` finds its bills."""
	for invoice in frappe.get_all("Purchase Invoice", {**link, "docstatus": 1}, pluck="name"):
		check_unpaid(invoice)
		_check_no_review(invoice)


def check_cancel(doc) -> None:
	"""Purchase Invoice of repair work: not cancelled under a review that people sign, or have signed. One query, none for others."""
	if reads_repair_bills.is_repair(doc) or reads_on_account.kind(doc.supplier):
		_check_no_review(doc.name)


def _check_no_review(invoice: str) -> None:
	reviews = {"purchase_invoice": invoice, "approval_state": ("in", ("In Approval", "Approved"))}
	review = frappe.db.get_value("Repair Payment Review", {**reviews, "docstatus": ("<", 2)})
	if review:
		_stop(
			_(
				"Bill {0} is under review {1}. Cancel that review, or send it back, first; then this can be cancelled."
			),
			invoice,
			review,
		)


def check_unpaid(document: str) -> None:
	"""Refuse to cancel a bill, or an order, that something is paid on."""
	if payments := reads_repair_bills.payments(document):
		_stop(
			_("Bill {0} is paid by {1}. Let finance cancel the payment first; then this can be cancelled."),
			document,
			", ".join(payments),
		)


def _stop(text: str, *names: str) -> None:
	shown = map(frappe.bold, map(frappe.utils.escape_html, names))
	frappe.throw(text.format(*shown), RefusedError, title=_("Payment Review"))


def check_invoice(doc) -> None:
	"""Purchase Invoice of repair work, before submission: nothing of it is paid, written off or returned with the bill itself.

	Payments, journals and what ERPNext's tools make of them are checked where they are submitted. Raises RefusedError.
	"""
	if doc.is_return:
		_check_return(doc)
		# one that pays out is no return, whatever it says
		if not doc.is_paid:
			return
	if not reads_repair_bills.is_repair(doc):
		_check_orders(doc)
		return
	if doc.is_paid or flt(doc.paid_amount) or flt(doc.write_off_amount):
		frappe.throw(
			_(
				"This invoice is for repair work: it cannot be booked as paid or written off. Clear Is Paid, Paid Amount and Write Off Amount; after its Repair Payment Review it is paid by a Payment Entry (R18)."
			),
			RefusedError,
			title=_("Payment Review"),
		)
	if not doc.project and reads_repair_bills.charges_repair(doc):
		refuse([Violation("repair_without_project", (doc.name, reads_on_account.title(doc.supplier)))])


def _check_orders(doc) -> None:
	"""A bill that names no repair work is of no order for it either. One query for a supplier with a kind, none for others."""
	orders = {row.purchase_order for row in doc.items if row.get("purchase_order")}
	if not orders or not reads_on_account.kind(doc.supplier):
		return
	repair = {"name": ("in", sorted(orders)), "fx_third_party_order": ("is", "set")}
	for row in frappe.get_all("Purchase Order", repair, ["name", "fx_third_party_order"], order_by="name"):
		refuse([Violation("bill_of_order", (row.name, row.fx_third_party_order))])


def _check_return(doc) -> None:
	bill = doc.return_against
	if bill and reads_repair_bills.is_repair_bill(bill) and reads_repair_bills.approved(bill) is None:
		frappe.throw(
			_(
				"Invoice {0} is for repair work and not reviewed yet: it is not taken off by a debit note. Cancel the bill if it is wrong, or let it be reviewed first (R18)."
			).format(frappe.bold(bill)),
			RefusedError,
			title=_("Payment Review"),
		)


def check_entry(doc) -> None:
	"""Payment Entry: refuse what an approved review does not cover, and advances on orders of repair work."""
	if doc.payment_type != "Pay":
		return
	amounts: dict[str, Decimal] = defaultdict(Decimal)
	for row in doc.references:
		if row.reference_doctype == "Purchase Invoice":
			amounts[row.reference_name] += money(row.allocated_amount)
		elif row.reference_doctype == "Purchase Order" and _repair_order(row.reference_name):
			_refuse(
				[_("Repair work is paid on its invoice, after its payment review, not on order {0}.")], row
			)
	_check(amounts, doc)


def check_journal(doc) -> None:
	"""Journal Entry: a debit on a repair bill pays it as well, whoever wrote it and with whatever sign: ERPNext's
	hold on the bill stops Payment Entries only."""
	amounts: dict[str, Decimal] = defaultdict(Decimal)
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	for row in doc.accounts:
		amount = debited(row, own) if row.reference_type in ("Purchase Invoice", "Purchase Order") else ZERO
		if amount > 0 and row.reference_type == "Purchase Invoice":
			amounts[row.reference_name] += amount
		elif amount > 0 and _repair_order(row.reference_name):
			_refuse(
				[_("Repair work is paid on its invoice, after its payment review, not on order {0}.")], row
			)
	_check_exchange(doc, own)
	_check(amounts, doc)


def _check_exchange(doc, own: str) -> None:
	"""A voucher of exchange differences that takes money out pays no repair bill, in no currency: its amounts are typed."""
	if not pays_by_exchange(doc.voucher_type, doc.accounts, own):
		return
	bills = {row.reference_name for row in doc.accounts if row.reference_type == "Purchase Invoice" and in_company_currency(row, own) > 0}
	refuse([Violation("payment_exchange", (doc.name, bill)) for bill in sorted(bills) if reads_repair_bills.is_repair_bill(bill)])


def _check(amounts: dict[str, Decimal], doc) -> None:
	"""What is found out about the bills is left with the voucher, for what else it pays beside them (service_on_account)."""
	doc.flags.fx_repair_bills = [invoice for invoice in sorted(amounts) if reads_repair_bills.is_repair_bill(invoice)]
	for invoice in doc.flags.fx_repair_bills:
		# two payments at once would each see the other's amount as unpaid
		frappe.db.get_value("Purchase Invoice", invoice, "name", for_update=True)
		found = rules_payment_review.payment(
			invoice, amounts[invoice], reads_repair_bills.paid(invoice, doc.name), reads_repair_bills.approved(invoice)
		)
		refuse(found, title=_("Payment Review"))


def _repair_order(name: str) -> bool:
	return bool(frappe.db.get_value("Purchase Order", name, "fx_third_party_order"))


def _refuse(texts: list[str], row) -> None:
	frappe.throw("<br>".join(texts).format(row.reference_name), RefusedError, title=_("Payment Review"))


def check_hold(invoice: str) -> None:
	"""A repair bill is taken off hold by its payment review alone (R18); afterwards it is finance's own. Raises RefusedError."""
	if reads_repair_bills.is_repair_bill(invoice) and reads_repair_bills.approved(invoice) is None:
		frappe.throw(
			_(
				"Invoice {0} is for repair work and on hold until its Repair Payment Review is approved: the last signature there releases it (R18). Let it be reviewed first."
			).format(frappe.bold(invoice)),
			RefusedError,
			title=_("Payment Review"),
		)
