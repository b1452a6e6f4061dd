"""Bills in company currency on a deduction from a deposit in another: rate, amount and value of each line (docs/adr/0074).

A cost takes the rate of its own day, a surcharge or fee that of the bill it belongs to; a penalty is agreed in the deposit's
currency and needs none. In a draft the rates follow the records; after the contractor was notified they are fixed.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.utils import flt, getdate, today

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import reads_rates as rate_reads
from fangxiu_app.ledger import rules_exchange
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import ZERO, money
from fangxiu_app.ledger.rules_exchange import Rates, Valued
from fangxiu_app.money.deductions import reads_charges as reads
from fangxiu_app.money.deductions import rules_charges as rules
from fangxiu_app.money.deductions import rules_deduction

NOTHING = {"exchange_rate": 0, "rate_date": None, "base_claimed": 0, "base_amount": 0}


def convert(doc, agreement) -> None:
	"""Give a draft's lines rate, amount and worth. Raises DepositError where no rate is recorded for a bill's day."""
	if doc.state != rules_deduction.DRAFT:
		return
	rates = rate_reads.between(doc.currency, _company_currency(doc))
	if not rates or doc.source not in rules.BILLED:
		for row in doc.items:
			row.update(NOTHING)
		return
	wanted = {(row.source_type, row.source_name) for row in doc.items if row.source_name}
	sources = reads.sources(wanted, agreement.name)
	first = next(iter(sources.values()), None)
	refuse([bad for row in doc.items if (bad := _convert(row, _source(row, sources, first), rates))])


def value(doc) -> None:
	"""What is left of each line's worth after an objection, and the sum of them; nothing of a line that was not converted."""
	for row in doc.items:
		row.base_amount = 0
		if rate := rate_of(row):
			base, claimed, amount = (money(row.get(name)) for name in ("base_claimed", "claimed", "amount"))
			row.base_amount = float(rules_exchange.lowered(base, claimed, amount, rate))
	doc.base_total = float(sum((money(row.base_amount) for row in doc.items), ZERO))


def valued(doc) -> list[Valued]:
	return [Valued(row.line_kind, money(row.amount), money(row.base_amount)) for row in doc.items]


def rate_of(row) -> Decimal:
	return Decimal(str(round(flt(row.exchange_rate), 9)))


def company_amount(doc) -> float:
	"""The whole deduction in company currency, by which its signatures are chosen: lines without a bill at the day's rate."""
	rest = sum((money(row.amount) for row in doc.items if not row.base_amount), ZERO)
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	rate = rate_reads.estimate(agreement, getdate(doc.creation or today()))
	return float(money(doc.base_total) + money(rest * rate))


def _source(row, sources: dict, first: rules.Source | None) -> rules.Source | None:
	"""The bill a line belongs to; a surcharge that names none belongs to the first."""
	if row.line_kind == rules_deduction.PENALTY:
		return None
	if row.line_kind == rules_deduction.SURCHARGE and not row.source_name:
		return first
	return sources.get((row.source_type, row.source_name))


def _convert(row, source: rules.Source | None, rates: Rates) -> Violation | None:
	if source is None or not source.day:
		row.update(NOTHING)
		return None
	rate = rates.at(source.day)
	if rate is None:
		pair = (rates.currency, rates.company_currency, source.day)
		return Violation("rate_missing_on", (row.idx, source.doctype, source.name, *pair))
	base, claimed = rules_exchange.pair(money(row.base_claimed), money(row.claimed), rate_of(row), rate.value)
	if row.line_kind != rules_deduction.COST:
		base, claimed = rules_exchange.worth(money(row.claimed), rate.value), money(row.claimed)
	row.update({"exchange_rate": float(rate.value), "rate_date": rate.day})
	row.update({"base_claimed": float(base), "claimed": float(claimed)})
	return None


def _company_currency(doc) -> str:
	return frappe.get_cached_value("Company", doc.company, "default_currency")
