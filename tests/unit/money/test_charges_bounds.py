"""What each broken rule of a deduction's sources answers, and where exactly its bound lies (R48, R111)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.deductions.rules_charges import Line, Source, Terms, key, violations
from fangxiu_app.money.deductions.rules_deduction import (
	COMPENSATION,
	COST,
	METER,
	OVERDUE,
	PENALTY,
	RULE,
	SURCHARGE,
	THIRD_PARTY,
)

ONE, TWO, TICKET = ("Third Party Order", "TPO-1"), ("Third Party Order", "TPO-2"), ("Repair Ticket", "RT-1")
DAMAGE, READING, NOWHERE = ("Compensation", "CO-1"), ("Meter Charge", "MC-1"), ("", "")
TERMS = Terms("WA-1", Decimal(20), Decimal(50), {"7.2": Decimal(500), "8": Decimal(0)})
SOURCES = {
	key: Source(*key, "WA-1", Decimal(cost))
	for key, cost in ((ONE, 8000), (TWO, 1000), (TICKET, 0), (DAMAGE, 300), (READING, 90))
}


def line(kind: str, claimed, source=ONE, row=1, **values) -> Line:
	return Line(row, kind, Decimal(claimed), *source, **values)


@pytest.mark.parametrize(
	("kind", "lines", "answer"),
	[
		(
			THIRD_PARTY,
			[line(COST, 1, NOWHERE, 4)],
			Violation("cost_without_source", (4, "Third Party Order")),
		),
		(
			METER,
			[line(COST, 1, ("Meter Charge", ""), 5)],
			Violation("cost_without_source", (5, "Meter Charge")),
		),
		(METER, [line(COST, 1, ("", "MC-1"), 6)], Violation("cost_without_source", (6, "Meter Charge"))),
		(OVERDUE, [line(PENALTY, 1, ONE, 2)], Violation("source_kind", (2, *ONE, OVERDUE))),
		(
			COMPENSATION,
			[line(COST, 1, ("Compensation", "CO-9"), 3)],
			Violation("source_not_fitting", (3, "Compensation", "CO-9", "WA-1")),
		),
		(
			THIRD_PARTY,
			[line(COST, 7000), line(COST, "1000.01"), line(COST, 1000, TWO)],
			Violation("cost_above_bill", (Decimal("8000.01"), Decimal(8000), "TPO-1")),
		),
		(
			THIRD_PARTY,
			[line(COST, 1000), line(SURCHARGE, "250.01")],
			Violation("surcharge_above_agreed", (Decimal("250.01"), Decimal(250), "WA-1")),
		),
		(
			OVERDUE,
			[line(PENALTY, "500.01", TICKET, 7, clause="7.2", quantity=Decimal(0))],
			Violation("penalty_above_clause", (7, Decimal("500.01"), "7.2", Decimal(500))),
		),
	],
)
def test_each_answer_names_row_source_and_what_is_allowed(kind, lines, answer):
	assert violations(kind, lines, SOURCES, TERMS) == [answer]


@pytest.mark.clause("R111")
@pytest.mark.parametrize(
	("kind", "lines"),
	[
		(THIRD_PARTY, [line(COST, 8000), line(COST, 1000, TWO)]),
		# the fee is agreed per order: two orders, twice
		(THIRD_PARTY, [line(COST, 1000), line(COST, 1000, TWO), line(SURCHARGE, 500)]),
		(THIRD_PARTY, [line(SURCHARGE, 1, NOWHERE), line(COST, 1000)]),
		(METER, [line(COST, 90, READING)]),
		(COMPENSATION, [line(COST, 300, DAMAGE)]),
		(OVERDUE, [line(PENALTY, 500, TICKET, clause="7.2")]),
		# neither a clause the agreement does not know nor one without an amount limits the claim, and only a penalty is one
		(RULE, [line(PENALTY, 9999, NOWHERE, clause="9.9"), line(PENALTY, 9999, NOWHERE, clause="8")]),
		(RULE, [line(COST, 9999, TICKET, clause="7.2")]),
	],
)
def test_at_its_bound_a_line_is_in_order(kind, lines):
	assert violations(kind, lines, SOURCES, TERMS) == []


@pytest.mark.parametrize(
	("kind", "lines", "allowed"),
	[
		(COMPENSATION, [line(COST, 300, DAMAGE), line(SURCHARGE, "0.01", DAMAGE)], 0),
		(METER, [line(COST, 90, READING), line(SURCHARGE, "0.01", READING)], 0),
		(THIRD_PARTY, [line(COST, 1000), line(COST, 1000), line(SURCHARGE, "450.01")], 450),
	],
)
def test_a_surcharge_is_agreed_for_third_parties_only_and_the_fee_once_per_order(kind, lines, allowed):
	found = violations(kind, lines, SOURCES, TERMS)
	assert [(one.code, one.params[1]) for one in found] == [("surcharge_above_agreed", allowed)]


@pytest.mark.parametrize(
	("source", "says"),
	[
		((*TICKET, "7.2"), "Repair Ticket|RT-1|7.2"),
		(TICKET, "Repair Ticket|RT-1|"),
		((*ONE, "7.2"), "Third Party Order|TPO-1"),
		(("Repair Ticket", "", "7.2"), ""),
		(("", "RT-1", "7.2"), ""),
	],
)
def test_what_is_charged_once(source, says):
	assert key(*source) == says


def test_a_cost_in_another_currency_is_measured_by_what_it_claims_of_its_bill():
	claimed = [line(COST, 7000, base=Decimal(8000)), line(COST, 1, base=Decimal("0.01"))]
	assert [one.params[0] for one in violations(THIRD_PARTY, claimed, SOURCES, TERMS)] == [Decimal("8000.01")]
