"""Payments of repair bills and deposits across currencies: at a rate that is on record, not at one that is typed (R16, R18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import ZERO
from fangxiu_app.ledger import guards, reads_rates
from fangxiu_app.ledger.rules_entries import MONEY, in_company_currency
from fangxiu_app.ledger.rules_exchange import Rate, Rates
from fangxiu_app.money.outgoing import rules_paid_rate as rules
from fangxiu_app.money.payments import reads_repair_bills

BILL = "Purchase Invoice"


def check_payment(doc) -> None:
	"""Payment Entry that pays out in, or from, another currency than the company's. No query for others. Raises RefusedError."""
	if doc.payment_type != "Pay":
		return
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	given = (doc.paid_from_account_currency, doc.source_exchange_rate, True)
	owed = (doc.paid_to_account_currency, doc.target_exchange_rate, False)
	legs = [rules.Leg(currency, _exact(rate), leaves) for currency, rate, leaves in (given, owed) if currency and currency != own]
	if not legs:
		return
	rates = [_exact(row.exchange_rate) for row in doc.references] if guards.touches(doc) else []
	_check(doc, own, legs, [row.reference_name for row in doc.references if row.reference_doctype == BILL], rates)


def check_journal(doc) -> None:
	"""Journal Entry, the same; those that our documents post are at recorded rates already."""
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	foreign = [row for row in doc.accounts if row.account_currency and row.account_currency != own and _in_account(row)]
	if not foreign or doc.flags.fx_document:
		return
	paid = [row.reference_name for row in doc.accounts if row.reference_type == BILL and in_company_currency(row, own) > 0]
	sides = [(row, True) for row in foreign if row.account_type in MONEY and in_company_currency(row, own) < 0]
	sides += [(row, False) for row in foreign if row.reference_type == BILL and in_company_currency(row, own) > 0]
	legs = [rules.Leg(row.account_currency, abs(in_company_currency(row, own) / _in_account(row)), leaves) for row, leaves in sides]
	_check(doc, own, legs, paid, [])


def _check(doc, own: str, legs: list[rules.Leg], bills: Collection[str], rates: list[Decimal]) -> None:
	"""``rates``: of the deposits that are given back, each as it was held."""
	ours = [bill for bill in dict.fromkeys(bills) if reads_repair_bills.is_repair_bill(bill)]
	if not legs or not (ours or rates):
		return
	rates = rates + [_exact(one) for one in frappe.get_all(BILL, {"name": ("in", ours or [""])}, pluck="conversion_rate")]
	day = getdate(doc.posting_date)
	recorded = {leg.currency: _at(reads_rates.between(leg.currency, own), day) for leg in legs}
	others = {leg.currency: _at(reads_rates.of_others(leg.currency, own, frappe.session.user), day) for leg in legs}
	own_rates = {currency: _value(others[currency]) for currency, rate in recorded.items() if rate and rate != others[currency]}
	refuse(rules.violations(doc.name, legs, {currency: _value(rate) for currency, rate in recorded.items()}, max(rates, default=ZERO), own_rates))


def _at(rates: Rates | None, day: date) -> Rate | None:
	return rates.at(day) if rates else None


def _value(rate: Rate | None) -> Decimal:
	return rate.value if rate else ZERO


def _in_account(row) -> Decimal:
	return _exact(row.debit_in_account_currency) - _exact(row.credit_in_account_currency)


def _exact(value) -> Decimal:
	return Decimal(str(round(float(value or 0), 9)))
