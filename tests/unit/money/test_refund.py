"""What an owner gets back as a customer (R110), and bill numbers that are the same (R18)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.written import written
from fangxiu_app.money.outgoing import rules_refund
from fangxiu_app.money.outgoing.rules_refund import Move, Payee


def credit(*moves: tuple[bool, int, int]) -> int:
	return int(rules_refund.credit(Move(billed, Decimal(amount), Decimal(cash)) for billed, amount, cash in moves))


def test_what_came_in_and_was_not_billed_is_in_credit():
	assert credit((True, 300, 0), (False, -500, 500)) == 200
	assert credit((True, 300, 0), (False, -500, 500), (True, -300, 0)) == 500, "a credit note"
	assert credit((True, 300, 0), (False, -500, 500), (False, 150, 0)) == 50, "less what went out"


def test_every_bill_and_every_receipt_counts():
	assert credit((True, 300, 0), (True, 200, 0), (False, -500, 500), (False, -100, 100)) == 100


def test_what_went_out_beyond_what_came_in():
	came, went = Move(False, Decimal(-100), Decimal(100)), Move(False, Decimal(150))
	assert rules_refund.beyond([came, went]) == 50
	assert rules_refund.beyond([came]) == rules_refund.beyond([]) == 0
	assert rules_refund.beyond([went, Move(True, Decimal(900))]) == 150, "what is billed brings nothing in"


def test_what_brought_no_money_is_no_receipt():
	assert credit((False, -600, 0)) == credit((False, -600, -600)) == 0
	assert credit((False, -600, 1)) == 1, "the rest was written off"
	assert credit((True, -900, 0)) == 0, "a credit note of what was never paid"


@given(st.lists(st.tuples(st.booleans(), st.integers(-100, 100), st.integers(-100, 100)), max_size=6))
def test_never_more_than_the_money_that_came_in(moves):
	assert 0 <= credit(*moves) <= sum(max(0, cash) for billed, _amount, cash in moves if not billed)


@given(st.lists(st.integers(-100, 100), max_size=6))
def test_a_credit_takes_nothing_off_where_money_leaves(rows):
	amounts = [Decimal(amount) for amount in rows]
	stays, leaves = (rules_refund.given(amounts, away) for away in (False, True))
	assert stays == max(0, sum(rows)) and leaves == sum(max(0, amount) for amount in rows)


def test_less_than_a_yuan_is_given_as_well():
	assert rules_refund.given([Decimal("0.50"), Decimal(-3)], money_leaves=True) == Decimal("0.50")


def test_only_what_grows_is_refused():
	more = rules_refund.too_much
	assert more(Decimal(2), Decimal(0), Decimal(1)) and not more(Decimal(1), Decimal(0), Decimal(1))
	assert not more(Decimal(2), Decimal(2), Decimal(0)), "an old one is allocated"


@pytest.mark.parametrize("typed", ["０33-Ａb", " 033 -\u3000ab ", "033–AB", "033\u200b-ab\u00ad", "033−aB"])
def test_a_number_is_the_same_however_it_is_typed(typed):
	assert written(typed) == written("033-ab")


@pytest.mark.parametrize("typed", ["阿依古丽•买买提", "阿依古丽・买买提", "阿依古丽 买买提", "阿依古丽･买买提"])
def test_a_name_is_the_same_with_any_dot(typed):
	assert written(typed) == written("阿依古丽·买买提")


def test_other_signs_are_another_number():
	assert len({written(number) for number in ("12", "1-2", "1/2", "012", "")}) == 5
	assert written(None) == written(" \u3000") == ""


@given(st.text(max_size=30))
def test_comparing_twice_is_comparing_once(number):
	once = written(number)
	assert written(once) == once


LI, ZHAO = Payee("CP-1", "李文静"), Payee("CP-2", "赵强")


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	"remark", ["漏水赔款", "賠償金", "补 偿 款", "補償", "Compensation for unit 3", "INDEMNITY", "indemnification", "ｃｏｍｐｅｎｓａｔｅｄ", "陪同费、赔偿"]
)
def test_a_remark_about_a_compensation_is_known_however_it_is_typed(remark):
	assert rules_refund.compensates([remark]) and rules_refund.compensates([None, "退定金", remark])


@pytest.mark.parametrize("remarks", [[], [None], [""], ["退定金", "材料款", "composition"]])
def test_other_remarks_are_about_none(remarks):
	assert not rules_refund.compensates(remarks)


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	"receiver",
	["李文静", " 李 文静 ", "李文靜", "业主李文静女士", "李文静（本人）", "代支付给李文静", "转账给李文静", "退还李文静", "赔付给李文静", "补偿李文静", "给李文静", "李文静赔偿款", "李文静 代收", "付给：李文静（赔款）", "付李文静补偿金"],
)
def test_who_gets_the_money_is_named_with_words_around_the_name(receiver):
	for payees in ([LI, ZHAO], [ZHAO, LI]):
		assert rules_refund.named(receiver, [], payees) == LI


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("receiver", "remarks", "found"),
	[
		("王芳", ["赔李文静漏水损失"], LI),
		("王芳", ["退定金", None, "李 文靜：补偿"], LI),
		("王芳", ["compensation for 赵强"], ZHAO),
		(None, ["赔赵强和李文静"], LI),
		("李文静", ["赔赵强漏水损失"], LI),
		("赵强（李文静）", [], ZHAO),
		("赵强", ["退李文静定金"], ZHAO),
		("王芳", ["退李文静定金", "赔王芳"], None),
		("王芳", ["李文静退定金"], None),
		("李文静静", [], None),
		("付李", [], None),
		("王芳", [], None),
		("", [None, ""], None),
		(None, [], None),
	],
)
def test_a_payee_is_the_receiver_or_named_in_a_remark_about_a_compensation(receiver, remarks, found):
	assert rules_refund.named(receiver, remarks, [LI, ZHAO]) == found
	assert rules_refund.named(receiver, remarks, []) is None
