"""Events of ERPNext's vouchers for orders, bills and payments of repair work; each calls one guard or service."""

from __future__ import annotations

from collections.abc import Iterable

from fangxiu_app.approvals import service_approvals
from fangxiu_app.ledger import service_purchase
from fangxiu_app.money.deductions import service_charges
from fangxiu_app.money.payments import reads_repair_bills as reads
from fangxiu_app.money.payments import service_compensations, service_on_account, service_repair_payments


def before_submit_invoice(doc, method: str | None = None) -> None:
	"""Purchase Invoice: a bill of repair work is paid only after its payment review, an owner's after the signed settlement."""
	service_repair_payments.check_invoice(doc)
	service_compensations.check_bill(doc)


def before_cancel_invoice(doc, method: str | None = None) -> None:
	"""Purchase Invoice: refused while a deduction or a review rests on it; its order was closed when it was billed and is opened."""
	service_charges.check_bill(doc)
	service_repair_payments.check_cancel(doc)
	service_on_account.check_cancel(doc)
	service_purchase.reopen_order(doc)


def before_cancel_order(doc, method: str | None = None) -> None:
	"""Purchase Order: what was paid in advance on it stays on it while a bill of its contractor waits for its review."""
	service_on_account.check_cancel(doc)


def before_submit_unreconcile(doc, method: str | None = None) -> None:
	"""Unreconcile Payment: refused where it would leave money on account that is paid on a bill alone."""
	service_on_account.check_unlink(doc)


def cancel_invoice(doc, method: str | None = None) -> None:
	"""Purchase Invoice: its third-party order is verified but not settled again."""
	service_purchase.unsettle(doc)


def change_invoice(doc, method: str | None = None) -> None:
	"""Purchase Invoice, whenever something is paid on it or taken back: its compensation shows whether the owner has the money.

	One of a deduction (a claim on the contractor) changes what was recovered.
	"""
	service_compensations.refresh(doc.get("fx_compensation"))
	service_compensations.refresh_behind(doc)


def change_journal(doc, method: str | None = None) -> None:
	"""Journal Entry, posted or cancelled: one of a deduction changes what was recovered of compensations."""
	service_compensations.refresh_behind(doc)


def check_payment(doc, method: str | None = None) -> None:
	"""Payment Entry, on submission and when ERPNext's reconciliation allocates it later."""
	service_repair_payments.check_entry(doc)
	service_on_account.check_payment(doc)
	_check_signed(row.reference_name for row in doc.references if row.reference_doctype == "Purchase Invoice")


def check_journal(doc, method: str | None = None) -> None:
	"""Journal Entry, the same."""
	service_repair_payments.check_journal(doc)
	service_on_account.check_journal(doc)
	_check_signed(row.reference_name for row in doc.accounts if row.reference_type == "Purchase Invoice")


def _check_signed(bills: Iterable[str]) -> None:
	"""Payments need unchanged signed documents behind each repair bill: order or compensation, and review (adr/0045)."""
	for bill in sorted(set(bills)):
		for doctype, name in reads.signed_behind(bill):
			service_approvals.check_intact(doctype, name)
