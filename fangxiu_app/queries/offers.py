"""What can be charged to a contractor: offered with its lines ready, surcharge, fee and penalty by the agreement (R111)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from frappe import _
from frappe.utils import format_date

from fangxiu_app.domain import deduction as rules
from fangxiu_app.domain.charges import BREACH_CLOCKS, TICKET, key
from fangxiu_app.domain.deposit import money
from fangxiu_app.queries import charges


def offers(agreement, source: str, now: datetime) -> list[dict]:
	"""What a deduction of this kind may take from now, the newest first: a title, its amount, its lines.

	``agreement`` is a Warranty Agreement document. Left out is what another deduction charges already.
	"""
	found = OFFERS[source](agreement, now)
	taken = charges.charged_by(_key(offer) for offer in found)
	return [offer for offer in found if _key(offer) not in taken]


def lines(agreement, doctype: str, name: str) -> list[dict]:
	"""The lines of one third-party order or compensation; empty where there is nothing to charge."""
	if doctype == "Third Party Order":
		return [line for row in charges.orders([name]) for line in _order_lines(agreement, row)]
	if doctype == "Compensation":
		return [line for row in charges.compensations([name]) for line in _compensation_lines(row)]
	if doctype == "Meter Charge":
		return [line for row in charges.meter_charges([name]) for line in _meter_lines(row)]
	return []


def _orders(agreement, now: datetime) -> list[dict]:
	rows = [row for row in charges.orders(agreement=agreement.name) if row.docstatus == 1 and row.verified_at]
	return [
		_offer(
			"Third Party Order",
			row.name,
			_("{0}, verified {1}").format(row.third_party_name or row.name, _day(row.verified_at)),
			_order_lines(agreement, row),
			row.bill_no,
		)
		for row in sorted(rows, key=lambda row: row.verified_at, reverse=True)
		if row.reason == "Contractor In Breach"
	]


def _order_lines(agreement, row) -> list[dict]:
	cost = charges.order_cost(row)
	texts = {
		rules.COST: _("Cost of third-party order {0}"),
		rules.SURCHARGE: _("Surcharge by contract on {0}"),
	}
	return [
		_line(kind, amount, texts[kind].format(row.name), row.ticket, ("Third Party Order", row.name))
		for kind, amount in rules.proposal(
			cost, money(agreement.surcharge_percent), money(agreement.agency_fee)
		)
	]


def _compensations(agreement, now: datetime) -> list[dict]:
	rows = [row for row in charges.compensations(agreement=agreement.name) if row.bill]
	return [
		_offer(
			"Compensation",
			row.name,
			_("{0}, signed {1}").format(row.payee_name, _day(row.signed_on)),
			_compensation_lines(row),
			row.bill_no,
		)
		for row in sorted(rows, key=lambda row: str(row.signed_on), reverse=True)
		if money(row.recovery_amount)
	]


def _compensation_lines(row) -> list[dict]:
	text = _("Compensation {0} paid to {1}").format(row.name, row.payee_name)
	return [_line(rules.COST, charges.compensation_cost(row), text, row.ticket, ("Compensation", row.name))]


def _meters(agreement, now: datetime) -> list[dict]:
	rows = charges.meter_charges(agreement=agreement.name)
	return [
		_offer(
			"Meter Charge",
			row.name,
			_("{0} {1}, confirmed {2}").format(row.unit_code, _(row.kind), _day(row.confirmed_at)),
			_meter_lines(row),
		)
		for row in sorted(rows, key=lambda row: str(row.confirmed_at), reverse=True)
	]


def _meter_lines(row) -> list[dict]:
	text = _("{0} used in {1}: {2}, by meter charge {3}").format(
		_(row.kind), row.unit_code, f"{row.quantity:g}", row.name
	)
	return [_line(rules.COST, money(row.amount), text, "", ("Meter Charge", row.name))]


def _late(agreement, now: datetime) -> list[dict]:
	found = []
	for term in agreement.deduction_terms:
		rows = charges.late(BREACH_CLOCKS.get(term.breach, ()), now, agreement=agreement.name)
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


def _offer(doctype: str, name: str, title: str, rows: list[dict], bill_no: str | None = None) -> dict:
	return {
		"source_type": doctype,
		"source_name": name,
		"ticket": rows[0]["ticket"] if rows else "",
		"title": title,
		"amount": sum(row["claimed"] for row in rows),
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
