"""What each refusal of a payment, a meter charge or a quotation names, at its bound (R16, R18, R48, R58, R59)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.meters import rules_meter_charge
from fangxiu_app.money.meters.rules_meter_charge import Charge, Mark
from fangxiu_app.money.payments import rules_payment_review
from fangxiu_app.money.payments.rules_payment_review import ORDINARY, SPECIAL, Line
from fangxiu_app.paid_repairs import rules_paid_repair
from fangxiu_app.paid_repairs.rules_paid_repair import FUND, LABOUR, OWNER, PART, Quote

DAY, NEXT = date(2026, 3, 10), date(2026, 3, 11)
SOUND = Line(1, D(8), D(8), D(5), D(5))


@pytest.mark.clause("R16")
@pytest.mark.parametrize(
	("line", "answer"),
	[
		(Line(2, D(8), D(8), D(0), D(0)), []),
		(Line(2, D(8), D(9), D(0), D(0), "x"), [Violation("verify_above_claim", (2, D(9), D(8)))]),
		(Line(2, D(8), D(7), D(0), D(0), " "), [Violation("verify_reason", (2,))]),
		(Line(2, D("8.5"), D(0), D(0), D(0), " "), [Violation("verify_none", (2, 8.5))]),
		(Line(2, D(8), D(7), D(0), D(0), "少做"), []),
	],
)
def test_the_workload(line, answer):
	assert rules_payment_review.workload([SOUND, line]) == answer


@pytest.mark.clause("R18")
@pytest.mark.parametrize(
	("line", "answer"),
	[
		(Line(2, D(1), D(1), D(5), D(6), note="x"), [Violation("review_above", (2, D(6), D(5)))]),
		(Line(2, D(1), D(1), D(5), D(4), note=" "), [Violation("review_note", (2,))]),
		(Line(2, D(1), D(1), D(5), D(4), note="单价"), []),
	],
)
def test_the_price(line, answer):
	assert rules_payment_review.price([SOUND, line], "Quotation") == answer
	assert rules_payment_review.price([SOUND, line], "") == [Violation("review_basis"), *answer]


@pytest.mark.clause("R16")
@pytest.mark.parametrize(
	("kind", "rate", "sound"),
	[(SPECIAL, "0.01", True), (SPECIAL, "0", False), (ORDINARY, "0", True), (ORDINARY, "-0.01", False), (SPECIAL, "99.99", True), (ORDINARY, "100", False)],
)
def test_the_tax(kind, rate, sound):
	assert rules_payment_review.tax(kind, D(rate)) == ([] if sound else [Violation("tax_rate", (kind, float(rate)))])
	assert rules_payment_review.tax("Receipt", D(rate)) == [Violation("tax_missing")]


@pytest.mark.clause("R18")
def test_a_payment_names_invoice_and_amounts():
	assert rules_payment_review.payment("PI-1", D(1), D(0), None) == [Violation("payment_unreviewed", ("PI-1",))]
	assert rules_payment_review.payment("PI-1", D(3), D(7), D(10)) == []
	assert rules_payment_review.payment("PI-1", D("3.01"), D(7), D(10)) == [Violation("payment_above", ("PI-1", D(10), D(7), D("3.01")))]


START, END = Mark(DAY, D(100), "交接"), Mark(NEXT, D(110), "抄表")
CHARGE = Charge(START, END, D("0.555"))


@pytest.mark.clause("R48")
@pytest.mark.parametrize(
	("values", "answer"),
	[
		({}, []),
		({"end": replace(END, on=DAY)}, []),
		({"end": replace(END, on=date(2026, 3, 9))}, [Violation("charge_days", (DAY, date(2026, 3, 9)))]),
		({"end": replace(END, on=date(2026, 3, 12))}, [Violation("charge_days", (DAY, date(2026, 3, 12)))]),
		({"end": replace(END, value=D("99.5"))}, [Violation("charge_backwards", (99.5, 100.0))]),
		({"end": replace(END, value=D(100))}, [Violation("charge_nothing")]),
		({"price": D(0)}, [Violation("charge_price")]),
		({"price": D("0.01")}, []),
		({"price": D(0), "end": replace(END, value=D("100.5"))}, [Violation("charge_price")]),
	],
)
def test_a_meter_charge(values, answer):
	assert rules_meter_charge.check(replace(CHARGE, **values), [], [], NEXT) == answer


@pytest.mark.clause("R48")
@pytest.mark.parametrize(
	("mark", "against"),
	[
		(Mark(date(2026, 3, 9), D(100)), False),
		(Mark(date(2026, 3, 9), D("100.5"), "x"), True),
		(Mark(DAY, D(200)), True),
		(Mark(DAY, D(105)), False),
		(Mark(DAY, D(1)), False),
		(Mark(NEXT, D(100)), False),
		(Mark(NEXT, D("99.5")), True),
		(Mark(date(2026, 3, 12), D(110)), False),
		(Mark(date(2026, 3, 12), D("109.5")), True),
	],
)
def test_known_readings_of_other_days_bind_a_charge(mark, against):
	answer = [Violation("charge_against_reading", (float(mark.value), mark.on, mark.source))] if against else []
	assert rules_meter_charge.check(CHARGE, [mark], [], NEXT) == answer
	assert rules_meter_charge.check(CHARGE, [mark, mark], [], NEXT) == answer, "one is enough"


@pytest.mark.clause("R48")
@pytest.mark.parametrize(
	("low", "high", "twice"), [(90, 100, False), (90, "100.5", True), (104, 106, True), (110, 120, False), ("109.5", 120, True), (90, 120, True)]
)
def test_no_consumption_is_charged_twice(low, high, twice):
	other = Charge(Mark(DAY, D(low)), Mark(NEXT, D(high)), D(1), "MC-9")
	answer = [Violation("charge_twice", ("MC-9", float(low), float(high)))] if twice else []
	assert rules_meter_charge.check(CHARGE, [], [other], NEXT) == answer
	early = Violation("charge_against_reading", (float(D("99.5")), NEXT, ""))
	assert rules_meter_charge.check(CHARGE, [Mark(NEXT, D("99.5"))], [other], NEXT) == [early, *answer]
	broken = replace(CHARGE, price=D(0))
	assert rules_meter_charge.check(broken, [Mark(NEXT, D(1))], [other], NEXT) == [Violation("charge_price")]


def test_amount_and_steps_of_a_meter_charge():
	assert (CHARGE.quantity, CHARGE.amount, replace(CHARGE, price=D("0.0005")).amount) == (10, D("5.55"), D("0.01"))
	step = rules_meter_charge.check_step
	assert step("Draft", "Confirmed", "", True) == []
	assert step("Draft", "Confirmed", "", False) == [Violation("charge_photo")]
	assert step("Confirmed", "Cancelled", "抄错", False) == []
	assert step("Confirmed", "Cancelled", " ", True) == [Violation("charge_reason")]
	assert step("Confirmed", "Confirmed", "", True) == [Violation("charge_state", ("Confirmed",))]
	assert step("Cancelled", "Confirmed", "", True) == [Violation("charge_state", ("Cancelled",))]


WORK = rules_paid_repair.Line(1, LABOUR, "铲除", D(2), D(50))
TAP = rules_paid_repair.Line(2, PART, "龙头", D(3), D(80), "TAP")
QUOTE = Quote((WORK, TAP), FUND, FUND, DAY, "何", True, "R-1", DAY, "/files/r.pdf")


@pytest.mark.clause("R58", "R59")
@pytest.mark.parametrize(
	("values", "answer"),
	[
		({}, []),
		({"lines": ()}, [Violation("quote_lines")]),
		({"lines": (replace(WORK, qty=D(0)),)}, [Violation("quote_line_amount", (1,))]),
		({"lines": (WORK, replace(TAP, rate=D(0)))}, [Violation("quote_line_amount", (2,))]),
		({"lines": (replace(WORK, qty=D("0.5"), rate=D("0.5")),)}, []),
		({"lines": (replace(TAP, item=""),)}, [Violation("quote_line_item", (2,))]),
		({"payer_kind": OWNER}, [Violation("quote_payer", (FUND,))]),
		({"property_contact": " "}, [Violation("quote_property")]),
		({"property_contact": "", "expired": False}, []),
		({"valid_until": date(2026, 3, 9)}, [Violation("quote_outdated", (date(2026, 3, 9),))]),
	],
)
def test_a_quotation_is_handed_out(values, answer):
	assert rules_paid_repair.issue_violations(replace(QUOTE, **values), DAY) == answer


@pytest.mark.clause("R58", "R59")
@pytest.mark.parametrize(
	("values", "signed", "proved", "day", "answer"),
	[
		({}, "王", True, DAY, []),
		({}, " ", True, DAY, [Violation("quote_unproved")]),
		({}, "王", False, DAY, [Violation("quote_unproved")]),
		({}, "王", True, NEXT, [Violation("quote_outdated", (DAY,))]),
		({"resolution_no": " "}, "王", True, DAY, [Violation("quote_resolution")]),
		({"resolution_date": None}, "王", True, DAY, [Violation("quote_resolution")]),
		({"resolution_file": ""}, "王", True, DAY, [Violation("quote_resolution")]),
		({"resolution_date": NEXT}, "王", True, DAY, [Violation("quote_resolution_late", (NEXT,))]),
		({"resolution_no": "", "payer_kind": OWNER}, "王", True, DAY, []),
	],
)
def test_a_quotation_is_accepted(values, signed, proved, day, answer):
	assert rules_paid_repair.accept_violations(replace(QUOTE, **values), signed, proved, day) == answer


@pytest.mark.clause("R58", "R59")
@pytest.mark.parametrize(
	("common", "judged", "payer"),
	[(True, "Expired", FUND), (True, "Owner Caused", OWNER), (False, "Expired", OWNER), (False, "Owner Caused", OWNER)],
)
def test_who_pays(common, judged, payer):
	assert rules_paid_repair.payer(common, judged) == payer


@pytest.mark.clause("R58")
def test_parts_are_billed_as_far_as_they_were_fitted_line_by_line():
	second = replace(TAP, row=3)
	assert rules_paid_repair.billed([WORK, TAP, second], {"TAP": D(4)}) == [(WORK, 2), (TAP, 3), (second, 1)]
	assert rules_paid_repair.billed([WORK, TAP], {}) == [(WORK, 2)]
	assert rules_paid_repair.billed([TAP], {"TAP": D(-1)}) == []
	assert rules_paid_repair.billed([TAP, second], {"TAP": D("0.5")}) == [(TAP, D("0.5"))]
	assert rules_paid_repair.billed([replace(WORK, item="TAP")], {"TAP": D(1)}) == [(replace(WORK, item="TAP"), 2)]
	assert TAP.amount == D(240)


def test_the_digest_covers_every_field_and_no_other():
	quote = dict.fromkeys((*rules_paid_repair.IDENTITY, *rules_paid_repair.CONTENT), "x")
	rows = [dict.fromkeys(rules_paid_repair.ROW, "y")]
	whole = rules_paid_repair.content_digest(quote, rows)
	assert rules_paid_repair.content_digest({**quote, "printed": 1}, [{**rows[0], "idx": 2}]) == whole
	changed = [rules_paid_repair.content_digest({**quote, name: "z"}, rows) for name in quote]
	changed += [rules_paid_repair.content_digest(quote, [{**rows[0], name: "z"}]) for name in rows[0]]
	changed += [rules_paid_repair.content_digest(quote, []), rules_paid_repair.content_digest({}, rows)]
	assert whole not in changed and len(set(changed)) == len(changed)
