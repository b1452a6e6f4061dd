"""Exchange rates as they are recorded in ERPNext's Currency Exchange, under its own rule of how old one may be.

Only recorded rates count: one fetched from the internet could not be shown to a contractor or an auditor (docs/adr/0074).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import cint, getdate

from fangxiu_app.ledger import reads_deposits
from fangxiu_app.ledger.rules_exchange import Rate, Rates


def of_agreement(agreement) -> Rates | None:
	"""Rates between the deposit of ``agreement`` and its company; None where both are kept in one currency. One query."""
	company = frappe.db.get_value("Project", agreement.project, "company", cache=True)
	company = company or frappe.db.get_single_value("Fangxiu Settings", "company")
	return between(agreement.currency, frappe.get_cached_value("Company", company, "default_currency"))


def between(currency: str | None, company_currency: str) -> Rates | None:
	"""What one unit of ``currency`` is worth in the company's, day by day; None where they are one. One query."""
	if not currency or currency == company_currency:
		return None
	settings = frappe.get_cached_doc("Accounts Settings")
	return _rates(currency, company_currency, None if settings.allow_stale else cint(settings.stale_days), {})


def of_others(currency: str, company_currency: str, user: str) -> Rates:
	"""The same of what others than ``user`` recorded, or changed last, however old it is: what a rate of ``user`` is compared with. One query."""
	return _rates(currency, company_currency, None, {"modified_by": ("!=", user)})


def _rates(currency: str, company_currency: str, stale_days: int | None, filters: dict) -> Rates:
	pair = {"from_currency": currency, "to_currency": company_currency, "for_buying": 1, "exchange_rate": (">", 0)}
	rows = frappe.get_all("Currency Exchange", {**pair, **filters}, ["date", "exchange_rate"], order_by="date asc, modified asc")
	found = tuple(Rate(Decimal(str(round(row.exchange_rate, 9))), getdate(row.date)) for row in rows)
	return Rates(currency, company_currency, found, stale_days)


def estimate(agreement, day: date) -> Decimal:
	"""About what one unit of the deposit's currency is worth, for thresholds and forecasts: never for what is booked.

	The rate of ``day``, else the newest, else the one the deposit was held at. 1 where both are kept in one currency.
	"""
	rates = of_agreement(agreement)
	if rates is None:
		return Decimal(1)
	rate = rates.at(day) or (rates.rows[-1] if rates.rows else None)
	return rate.value if rate else _held(agreement)


def vouched(agreement, day: date, user: str) -> Decimal:
	"""The same for what ``user`` books by a signature: by the newest rate that somebody else has recorded, else the one it was held at."""
	rates = of_agreement(agreement)
	if rates is None:
		return Decimal(1)
	rate = of_others(rates.currency, rates.company_currency, user).at(day)
	return rate.value if rate else _held(agreement)


def _held(agreement) -> Decimal:
	held = reads_deposits.agreement_buckets(agreement.name)
	return held[0].rate if held else Decimal(1)
