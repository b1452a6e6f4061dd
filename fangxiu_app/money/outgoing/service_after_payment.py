"""What was paid for a bill or an order stays paid for it: neither becomes less than what was paid while its supplier is watched (R16, R18, R110)."""

from __future__ import annotations

from decimal import Decimal

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import ZERO, money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.payments import reads_on_account as reads
from fangxiu_app.money.payments import rules_on_account as rules
from fangxiu_app.money.payments import service_on_account


def check_return(doc) -> None:
	"""Debit note (Purchase Invoice, return), before submission: it names its bill and takes off no more than is unpaid of it.

	A claim of ours on a contractor (``fx_deduction``, which no request can set) is a debit note of its own. Raises RefusedError.
	"""
	if not doc.is_return or doc.get("fx_deduction"):
		return
	owners, held = service_on_account.watched({doc.supplier})
	if not owners and not held:
		return
	title = reads.title(doc.supplier)
	if not doc.return_against:
		refuse([Violation("debit_note_alone", (doc.name, title, *held.values()))] if held else [Violation("owner_debit_note", (doc.name, title))])
	currency, amount = _owed_less(doc)
	of_bill = rules.Part(doc.supplier, currency, ZERO, rules.BILL, doc.return_against)
	left = max(ZERO, reads.room([of_bill], doc.name, currency).get(of_bill, ZERO))
	if amount > left:
		refuse([Violation("debit_note_paid", (doc.name, amount, left, doc.return_against, title))])


def check_order(doc) -> None:
	"""Purchase Order whose rows are changed after its submission: not below what is paid in advance on it. Raises RefusedError."""
	before = doc.get_doc_before_save()
	paid = money(doc.advance_paid)
	if paid > 0 and before and _total(doc) < _total(before) and paid > _total(doc):
		_refuse_order(doc, "order_below_advance", (doc.name, _total(doc), paid))


def check_closed(doc) -> None:
	"""Purchase Order before it is closed: nothing is paid in advance on it that was not billed. Raises RefusedError.

	``before_change``: ERPNext closes an order by writing its status, past every other event.
	"""
	before = doc.get_doc_before_save()
	if doc.status != "Closed" or not money(doc.advance_paid) or not before or before.status == "Closed":
		return
	if money(doc.per_billed) < 100:
		_refuse_order(doc, "order_closed_advance", (doc.name, money(doc.advance_paid)))


def _refuse_order(doc, code: str, params: tuple) -> None:
	if any(service_on_account.watched({doc.supplier})):
		refuse([Violation(code, (*params, reads.title(doc.supplier)))])


def _total(order) -> Decimal:
	"""What an order comes to, in the currency its advances are kept in."""
	own = frappe.get_cached_value("Company", order.company, "default_currency")
	foreign = order.party_account_currency and order.party_account_currency != own
	return money(order.grand_total if foreign else order.base_grand_total)


def _owed_less(note) -> tuple[str, Decimal]:
	"""By how much a debit note lowers what is owed, in the currency of its account."""
	own = frappe.get_cached_value("Company", note.company, "default_currency")
	currency = note.party_account_currency or own
	total = (note.base_rounded_total or note.base_grand_total) if currency == own else (note.rounded_total or note.grand_total)
	return currency, -money(total)
