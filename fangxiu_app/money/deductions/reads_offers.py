"""What can be charged to a contractor, with its lines prepared: cost, and surcharge, fee and penalty by the agreement (R111)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from frappe.utils import format_date

from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_rates as rate_reads
from fangxiu_app.ledger import rules_exchange
from fangxiu_app.ledger.rules_deposit import money
from fangxiu_app.ledger.rules_exchange import Rates
from fangxiu_app.money.deductions import reads_charges
from fangxiu_app.money.deductions import rules_deduction as rules
from fangxiu_app.money.deductions.rules_charges import BREACH_CLOCKS, TICKET, key
from fangxiu_app.money.meters import rules_meter_charge


def offers(agreement, source: str, now: datetime) -> list[dict]:
	"""What a deduction of this kind may take from now, the newest first: a title, its amount, its lines.

	``agreement`` is a Warranty Agreement document. Left out is what another deduction charges already. A bill in another
	currency than the deposit comes converted, its own amount beside it; ``blocked`` says which rate is missing.
	"""
	found = OFFERS[source](agreement, now)
	taken = reads_charges.charged_by(_key(offer) for offer in found)
	return [offer for offer in found if _key(offer) not in taken]


def of_ticket(agreement, ticket: str, now: datetime) -> list[dict]:
	"""Offers of every kind that concern ``ticket``, each with its ``source``."""
	kinds = (rules.THIRD_PARTY, rules.COMPENSATION, rules.OVERDUE)
	return [
		{**offer, "source": kind}
		for kind in kinds
		for offer in offers(agreement, kind, now)
		if ticket in {line["ticket"] for line in offer["lines"]} | {offer["ticket"]}
	]


def lines(agreement, doctype: str, name: str) -> list[dict]:
	"""The lines of one third-party order or compensation; empty where there is nothing to charge."""
	if doctype not in SOURCES:
		return []
	read, build = SOURCES[doctype]
	rates = rate_reads.of_agreement(agreement)
	return [line for row in read([name]) for line in build(agreement, row, rates)]


def _orders(agreement, now: datetime) -> list[dict]:
	rates = rate_reads.of_agreement(agreement)
	rows = [row for row in reads_charges.orders(agreement=agreement.name) if row.docstatus == 1 and row.verified_at]
	return [
		_offer(
			"Third Party Order",
			row.name,
			_("{0}, verified {1}").format(row.third_party_name or row.name, _day(row.verified_at)),
			_order_lines(agreement, row, rates),
			row.bill_no,
			blocked=_blocked(row, rates),
		)
		for row in sorted(rows, key=lambda row: row.verified_at, reverse=True)
		if row.reason == "Contractor In Breach"
	]


def _order_lines(agreement, row, rates: Rates | None) -> list[dict]:
	found = _taken(row, reads_charges.order_cost(row), rates)
	if found is None:
		return []
	cost, converted = found
	texts = {
		rules.COST: _("Cost of third-party order {0}"),
		rules.SURCHARGE: _("Surcharge by contract on {0}"),
	}
	return [
		{
			**_line(kind, amount, texts[kind].format(row.name), row.ticket, ("Third Party Order", row.name)),
			**(converted if kind == rules.COST else {}),
		}
		for kind, amount in rules.proposal(
			cost, money(agreement.surcharge_percent), money(agreement.agency_fee)
		)
	]


def _compensations(agreement, now: datetime) -> list[dict]:
	rates = rate_reads.of_agreement(agreement)
	rows = [row for row in reads_charges.compensations(agreement=agreement.name) if reads_charges.is_given(row)]
	return [
		_offer(
			"Compensation",
			row.name,
			_("Compensation of {0}, settlement signed on {1}").format(row.payee_name, _day(row.signed_on)),
			_compensation_lines(agreement, row, rates),
			row.bill_no,
			blocked=_blocked(row, rates),
		)
		for row in sorted(rows, key=lambda row: str(row.signed_on), reverse=True)
		if money(row.recovery_amount)
	]


def _compensation_lines(agreement, row, rates: Rates | None) -> list[dict]:
	text = _("Compensation {0} paid to {1}").format(row.name, row.payee_name)
	return _cost_line(
		row, reads_charges.compensation_cost(row), text, row.ticket, ("Compensation", row.name), rates
	)


def _meters(agreement, now: datetime) -> list[dict]:
	rates = rate_reads.of_agreement(agreement)
	rows = reads_charges.meter_charges(agreement=agreement.name)
	return [
		_offer(
			"Meter Charge",
			row.name,
			_("{0} {1}, confirmed {2}").format(row.unit_code, _(row.kind), _day(row.confirmed_at)),
			_meter_lines(agreement, row, rates),
			blocked=_blocked(row, rates),
		)
		for row in sorted(rows, key=lambda row: str(row.confirmed_at), reverse=True)
	]


def _meter_lines(agreement, row, rates: Rates | None) -> list[dict]:
	text = _("{0} used in {1}: {2}, read {3} on {4} and {5} on {6}, by meter charge {7}").format(
		_(row.kind),
		row.unit_code,
		rules_meter_charge.quantity(row.kind, row.quantity),
		*(plain_number(row.from_reading), _day(row.from_on), plain_number(row.to_reading), _day(row.to_on)),
		row.name,
	)
	return _cost_line(row, money(row.amount), text, "", ("Meter Charge", row.name), rates)


#: DocType of a billed source → how it is read by name, and its lines.
SOURCES = {
	"Third Party Order": (reads_charges.orders, _order_lines),
	"Compensation": (reads_charges.compensations, _compensation_lines),
	"Meter Charge": (reads_charges.meter_charges, _meter_lines),
}


def _cost_line(row, cost: Decimal, text: str, ticket: str, source: tuple[str, str], rates) -> list[dict]:
	found = _taken(row, cost, rates)
	return [{**_line(rules.COST, found[0], text, ticket, source), **found[1]}] if found else []


def _taken(row, cost: Decimal, rates: Rates | None) -> tuple[Decimal, dict] | None:
	"""What a cost takes from the deposit, and how it was converted; None where the rate is missing."""
	if rates is None:
		return cost, {}
	rate = rates.at(reads_charges.arose_on(row))
	if rate is None:
		return None
	converted = {"exchange_rate": float(rate.value), "rate_date": rate.day, "base_claimed": float(cost)}
	return rules_exchange.taken(cost, rate.value), converted


def _blocked(row, rates: Rates | None) -> str:
	"""Why a bill cannot be taken yet: no rate of its day."""
	day = reads_charges.arose_on(row)
	if rates is None or rates.at(day):
		return ""
	return _(
		"No rate from {0} to {1} is recorded for {2}. Ask finance to enter it in Currency Exchange, for buying."
	).format(rates.currency, rates.company_currency, _day(day))


def _late(agreement, now: datetime) -> list[dict]:
	found = []
	for term in agreement.deduction_terms:
		rows = reads_charges.late(BREACH_CLOCKS.get(term.breach, ()), now, agreement=agreement.name)
		found += [_late_offer(term, ticket, due, days) for ticket, (due, days) in rows.items()]
	return sorted(found, key=lambda offer: offer["at"], reverse=True)


def _late_offer(term, ticket: str, due: datetime, days: int) -> dict:
	title = _("{0}: {1}, due {2}, {3} days late").format(term.clause_no, _(term.breach), _day(due), days)
	quantity = days if term.per == "Day" else 1
	amount = money(term.penalty) * quantity
	line = _line(rules.PENALTY, amount, title, ticket, (TICKET, ticket), term.clause_no, quantity)
	return {**_offer(TICKET, ticket, title, [line]), "at": due}


def _clauses(agreement, now: datetime) -> list[dict]:
	return [
		_offer(
			"",
			term.clause_no,
			f"{term.clause_no} {_(term.breach)}",
			[
				_line(
					rules.PENALTY,
					money(term.penalty),
					term.wording or f"{term.clause_no} {_(term.breach)}",
					"",
					("", ""),
					term.clause_no,
				)
			],
		)
		for term in agreement.deduction_terms
	]


#: Kind of deduction → what it may take from.
OFFERS = {
	rules.THIRD_PARTY: _orders,
	rules.COMPENSATION: _compensations,
	rules.OVERDUE: _late,
	rules.RULE: _clauses,
	rules.METER: _meters,
}


def _offer(
	doctype: str, name: str, title: str, rows: list[dict], bill_no: str | None = None, blocked: str = ""
) -> dict:
	return {
		"source_type": doctype,
		"source_name": name,
		"ticket": rows[0]["ticket"] if rows else "",
		"title": title,
		"amount": sum(row["claimed"] for row in rows),
		"base_amount": sum(row.get("base_claimed", 0) for row in rows),
		"blocked": blocked,
		"bill_no": bill_no or "",
		"lines": rows,
	}


def _line(
	kind: str,
	amount: Decimal,
	text: str,
	ticket: str,
	source: tuple[str, str],
	clause: str = "",
	quantity: int = 1,
) -> dict:
	return {
		"line_kind": kind,
		"ticket": ticket or "",
		"description": text,
		"source_type": source[0],
		"source_name": source[1],
		"clause_no": clause,
		"quantity": quantity,
		"claimed": float(amount),
	}


def _key(offer: dict) -> str:
	clause = offer["lines"][0]["clause_no"] if offer["lines"] else ""
	return key(offer["source_type"], offer["source_name"], clause)


def _day(value) -> str:
	return format_date(value, "yyyy-MM-dd") if value else ""
