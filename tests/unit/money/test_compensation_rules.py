"""What an owner's compensation needs before it is approved, signed, paid and claimed back (R110)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.payments import rules_compensation as rules
from fangxiu_app.money.payments.rules_compensation import (
	ACCEPTED,
	FEE_WAIVER,
	GIFT,
	GOODS,
	TURNED_DOWN,
	Answer,
	Benefit,
	Confirmation,
	Loss,
	Party,
	Proposal,
	Signature,
	compensation,
)

money = st.decimals(min_value=0, max_value=10_000, places=2)
TODAY = date(2026, 3, 10)
LATER, EARLIER = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
STATES = ("Draft", "In Approval", "Approved", "Signed", "Settled", "Partly Recovered", "Recovered", "Cancelled")
CARD = "110101199003070038"
NOT_SIGNED = Violation("benefit_before_signature", ("CP-1",))
PARTY = Party("王晓明", "ID Card", CARD, "王晓明", "建设银行", "6217")


def loss(agreed: str = "8", assessed: str = "8", row: int = 4, basis: str = "报价", proved: bool = True) -> Loss:
	return Loss(row, D(9), D(assessed), D(agreed), basis, proved)


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("losses", "recovery", "who", "answer"),
	[
		([loss()], 8, ("C", "WA-1"), []),
		([loss()], 0, ("", ""), []),
		([], 0, ("", ""), [Violation("compensation_nothing")]),
		([loss("0.01")], 0, ("", ""), []),
		([loss("8.01")], 0, ("", ""), []),
		([loss(), loss(basis=" ", row=5)], 0, ("", ""), [Violation("compensation_basis", (5,))]),
		([loss(), loss(row=5, proved=False)], 0, ("", ""), [Violation("compensation_unproved", (5,))]),
		([loss()], "8.01", ("C", "WA-1"), [Violation("compensation_recovery", (D("8.01"), D(8)))]),
		([loss()], 1, ("C", ""), [Violation("compensation_contractor")]),
		([loss()], 1, ("", "WA-1"), [Violation("compensation_contractor")]),
	],
)
def test_compensations(losses, recovery, who, answer):
	assert compensation(losses, D(recovery), *who) == answer


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("benefit", "answer"),
	[
		(Benefit(2, GIFT, D(8)), []),
		(Benefit(2, FEE_WAIVER, D("0.01")), []),
		(Benefit(2, GIFT, D(0)), [Violation("benefit_value", (2,))]),
		(Benefit(2, GIFT, D("8.01")), [Violation("benefit_above", (D("8.01"), D(8)))]),
		(Benefit(2, GOODS, D(1), "TP-1", True), []),
		(Benefit(2, GOODS, D(1), "TP-1", True, used=True), [Violation("benefit_part_used", (2, "TP-1"))]),
		(Benefit(2, GOODS, D(1), "TP-1", False), [Violation("benefit_part", (2,))]),
		(Benefit(2, GOODS, D(1), "", True), [Violation("benefit_part", (2,))]),
	],
)
def test_what_is_given_in_kind_has_a_value_within_what_was_agreed(benefit, answer):
	assert compensation([loss()], D(0), "", "", [benefit]) == answer


@pytest.mark.clause("R110")
def test_a_part_is_given_once_and_the_refusal_names_where():
	rows = [Benefit(1, GOODS, D(1), "TP-1", True), Benefit(2, GOODS, D(1), "TP-2", True), Benefit(5, GOODS, D(1), "TP-1", True)]
	assert compensation([loss()], D(0), "", "", rows) == [Violation("benefit_part_twice", (5, "TP-1", 1))]
	rows = [Benefit(1, GIFT, D(1)), Benefit(2, GIFT, D(1)), Benefit(3, GOODS, D(1), "TP-1", True, given_by="CP-9")]
	assert compensation([loss()], D(0), "", "", rows) == [Violation("benefit_part_given", (3, "TP-1", "CP-9"))]
	rows.append(Benefit(4, GOODS, D(1), "TP-1", True, given_by="CP-9"))
	assert [one.code for one in compensation([loss()], D(0), "", "", rows)] == ["benefit_part_given", "benefit_part_twice"]


@pytest.mark.clause("R110")
def test_more_than_was_assessed_needs_the_reason_of_who_approves():
	losses = [loss(), loss("8.01", row=5)]
	assert rules.above_assessed(losses, " ") == [Violation("compensation_above", (5, D("8.01"), D(8)))]
	assert rules.above_assessed(losses, "业主提交了发票") == []
	assert rules.above_assessed([loss()], "") == []


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("change", "cash", "answer"),
	[
		({}, 1, []),
		({"id_kind": ""}, 1, [Violation("settlement_identity")]),
		({"id_no": " "}, 1, [Violation("settlement_identity")]),
		({"id_no": "110101199003070039"}, 1, [Violation("settlement_id_card", ("0039",))]),
		({"id_kind": "Passport", "id_no": "E12345678"}, 1, []),
		({"holder": " "}, 1, [Violation("settlement_account")]),
		({"bank": ""}, 1, [Violation("settlement_account")]),
		({"account": ""}, "0.01", [Violation("settlement_account")]),
		({"account": ""}, 0, []),
		({"holder": "李红"}, 1, [Violation("settlement_other_holder", ("李红", "王晓明"))]),
		({"holder": "李红", "holder_reason": "夫妻"}, 1, [Violation("settlement_other_holder", ("李红", "王晓明"))]),
		({"holder": "李红", "holder_authorised": True}, 1, [Violation("settlement_other_holder", ("李红", "王晓明"))]),
		({"holder": "李红", "holder_reason": "夫妻", "holder_authorised": True}, 1, []),
		({"representative": "李红"}, 1, [Violation("settlement_representative", ("李红",))]),
		({"representative": "李红", "representative_authorised": True}, 1, []),
	],
)
def test_the_settlement_agreement_names_the_owner_and_the_account(change, cash, answer):
	assert rules.party(replace(PARTY, **change), D(cash)) == answer


@pytest.mark.clause("R110")
@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_a_slip_of_one_digit_is_no_identity_card(digits, at, by):
	"""The last character is determined by the others, and any single wrong digit gives another one."""
	digits = "1" + digits[1:]
	last = [one for one in "0123456789X" if rules.is_id_card(digits + one)]
	assert len(last) == 1
	slip = f"{digits[:at]}{(int(digits[at]) + by) % 10}{digits[at + 1 :]}"
	assert not rules.is_id_card(slip + last[0])
	assert rules.is_id_card(digits + last[0].lower())
	assert not rules.is_id_card(digits)


def test_the_last_character_of_an_identity_card_may_be_an_x():
	for number in ("11010119900307109X", " 11010119900307109x "):
		assert rules.is_id_card(number)
	assert not rules.is_id_card("110101199003071090")


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("signed", "state", "answer"),
	[
		(Signature("王晓明", TODAY, True, TODAY), "Approved", []),
		(Signature(" 王晓明 ", TODAY, True), "Approved", []),
		(Signature("王晓明", TODAY, True, TODAY), "Signed", [Violation("compensation_state", ("CP-1", "Signed"))]),
		(Signature("王晓明", TODAY, True, TODAY), "In Approval", [Violation("compensation_state", ("CP-1", "In Approval"))]),
		(Signature(" ", TODAY, True, TODAY), "Approved", [Violation("compensation_unsigned")]),
		(Signature("王晓明", None, True, TODAY), "Approved", [Violation("compensation_unsigned")]),
		(Signature("王晓明", TODAY, False, TODAY), "Approved", [Violation("compensation_unsigned")]),
		(Signature("王晓明", LATER, True, TODAY), "Approved", [Violation("time_in_future", (LATER,))]),
		(Signature("王晓明", EARLIER, True, TODAY), "Approved", [Violation("settlement_before_approval", (EARLIER, TODAY))]),
		(Signature("赵六", TODAY, True, TODAY), "Approved", [Violation("settlement_signer", ("赵六", "王晓明"))]),
		(Signature("赵六", TODAY, True, TODAY, True), "Approved", []),
		(Signature("李红", TODAY, True, TODAY), "Approved", []),
	],
)
def test_the_signature(signed, state, answer):
	who = replace(PARTY, representative="李红", representative_authorised=True)
	assert rules.signature(state, "CP-1", signed, who, TODAY) == answer


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("state", "given_so", "answer"),
	[
		("Signed", Confirmation(TODAY, "物业", True), []),
		("Approved", Confirmation(TODAY, "物业", True), [NOT_SIGNED]),
		("Signed", Confirmation(None, "物业", True), [Violation("benefit_unproved", (1,))]),
		("Signed", Confirmation(TODAY, "", True), [Violation("benefit_unproved", (1,))]),
		("Signed", Confirmation(TODAY, "物业", False), [Violation("benefit_unproved", (1,))]),
		("Signed", Confirmation(LATER, "物业", True), [Violation("time_in_future", (LATER,))]),
		("Signed", Confirmation(EARLIER, "物业", True), [Violation("benefit_too_early", (EARLIER, TODAY))]),
	],
)
def test_a_benefit_is_confirmed_after_the_signature_with_its_proof(state, given_so, answer):
	waiting = Benefit(1, GIFT, D(5))
	assert rules.confirmation(state, "CP-1", waiting, given_so, TODAY, TODAY) == answer
	if not answer:
		known = [Violation("benefit_confirmed", ("CP-1",))]
		assert rules.confirmation(state, "CP-1", replace(waiting, confirmed=True), given_so, TODAY, TODAY) == known
		assert rules.confirmation(state, "CP-1", None, given_so, TODAY, TODAY) == known
		assert rules.confirmation(state, "CP-1", waiting, given_so, TODAY, None) == [NOT_SIGNED]


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("state", "amount", "other", "answer"),
	[
		("Signed", "10", "", []),
		("Settled", "10", "", []),
		("Signed", "10.01", "", [Violation("compensation_bill_above", ("CP-1", D("10.01"), D(10)))]),
		("Signed", "10", "PI-1", [Violation("compensation_billed", ("CP-1", "PI-1"))]),
		("Approved", "10", "", [Violation("payment_before_signature", ("CP-1",))]),
		("Cancelled", "10", "", [Violation("payment_before_signature", ("CP-1",))]),
		("", "10", "", [Violation("payment_before_signature", ("CP-1",))]),
	],
)
def test_a_bill_pays_a_signed_compensation_once_and_no_more_than_its_cash(state, amount, other, answer):
	assert rules.bill("CP-1", state, D(amount), D(10), other) == answer


@pytest.mark.clause("R110")
def test_the_warranty_answers_say_whom_to_claim_back_from():
	ours = Answer("RT-1", "WA-1", "C-1", "Warranty", "Contractor")
	assert rules.proposals([ours]) == [Proposal("WA-1", "C-1", D(100), ("RT-1",))]
	assert rules.proposals([replace(ours, payer="")]) == [Proposal("WA-1", "C-1", D(100), ("RT-1",))]
	for other in ({"responsibility": "Owner Caused"}, {"responsibility": "Expired"}, {"agreement": ""}, {"payer": "Developer"}, {"payer": "Owner"}):
		assert rules.proposals([replace(ours, **other)]) == []
	second = Answer("RT-2", "WA-2", "C-2", "Warranty")
	third = replace(ours, ticket="RT-3")
	assert rules.proposals([second, ours, third]) == [
		Proposal("WA-1", "C-1", D("66.67"), ("RT-1", "RT-3")),
		Proposal("WA-2", "C-2", D("33.33"), ("RT-2",)),
	]


@pytest.mark.clause("R110")
def test_a_proposal_is_decided_and_anew_when_it_changed():
	assert rules.undecided("", "", []) == []
	assert rules.undecided("", "WA-1", ["WA-1"]) == [Violation("recourse_open")]
	assert rules.undecided(ACCEPTED, "WA-1", ["WA-2", "WA-1"]) == []
	assert rules.undecided(ACCEPTED, "WA-1", ["WA-2"]) == [Violation("recourse_changed", ("WA-1",))]
	assert rules.undecided(TURNED_DOWN, "", ["WA-1"]) == []
	assert rules.decision(D(100), D(100), "") == []
	assert rules.decision(D(60), D(100), " ") == [Violation("recourse_reason", (D(60), D(100)))]
	assert rules.decision(D(60), D(100), "业主自行扩大") == []
	for share in (D(0), D("100.01"), D(-1)):
		assert rules.decision(share, D(100), "x") == [Violation("recourse_share", (share,))]


@pytest.mark.clause("R110")
@given(money, money, st.decimals(min_value=0, max_value=100, places=2))
def test_the_amount_claimed_back_follows_the_decision(agreed, entered, share):
	assert rules.recovery("", share, agreed, entered) == entered
	assert rules.recovery(TURNED_DOWN, share, agreed, entered) == 0
	found = rules.recovery(ACCEPTED, share, agreed, entered)
	assert 0 <= found <= agreed and abs(found - agreed * share / 100) <= D("0.005")


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("paid", "pending", "back", "recovered", "state"),
	[
		(False, 0, 0, 0, "Signed"),
		(True, 1, 0, 0, "Signed"),
		(False, 0, 10, 10, "Signed"),
		(True, 0, 0, 0, "Settled"),
		(True, 0, 10, 0, "Settled"),
		(True, 0, 10, "9.99", "Partly Recovered"),
		(True, 0, 10, 10, "Recovered"),
		(True, 0, 0, 5, "Settled"),
		(True, 0, 10, -1, "Settled"),
		(True, 0, 10, "0.01", "Partly Recovered"),
		(True, 0, "0.01", "0.01", "Recovered"),
		(True, 0, "0.02", "0.01", "Partly Recovered"),
	],
)
def test_the_state_follows_payment_benefits_and_recovery(paid, pending, back, recovered, state):
	assert rules.standing(paid, pending, D(back), D(recovered)) == state


@pytest.mark.clause("R110")
@given(st.lists(money, min_size=1, max_size=5), money)
def test_what_is_given_in_kind_is_not_paid_as_well(agreed, in_kind):
	lines = rules.cash_lines(agreed, in_kind)
	assert sum(lines) == max(D(0), sum(agreed) - in_kind)
	assert all(0 <= line <= amount for line, amount in zip(lines, agreed, strict=True))


@pytest.mark.clause("R110")
def test_how_it_is_given_and_what_a_waiver_is_worth():
	assert [rules.method(D(a), D(b)) for a, b in ((0, 5), (0, 0), ("0.01", 0), (5, "0.01"))] == ["Cash", "Cash", "In Kind", "Cash and In Kind"]
	assert rules.benefit_value(FEE_WAIVER, D("2.5"), D("301.11"), D(9)) == D("752.78")
	assert rules.benefit_value(FEE_WAIVER, D(0), D(300), D(9)) == 9
	assert rules.benefit_value(FEE_WAIVER, D(2), D(0), D(9)) == 9
	assert rules.benefit_value(GIFT, D(2), D(300), D(9)) == 9


@pytest.mark.clause("R110")
def test_the_seal_of_a_settlement_covers_content_and_signature_without_what_is_empty():
	assert rules.signed_content("abc", {"signed_by": "王", "witness_name": None, "signed_on": TODAY}) == {
		"approved": "abc",
		"signed_by": "王",
		"signed_on": "2026-03-10",
	}


@pytest.mark.clause("R110")
def test_terms_are_asked_for_and_evidence_is_added_where_nobody_is_signing():
	assert rules.terms(" ") == [Violation("settlement_terms")] and rules.terms("七日内付清") == []
	assert [state for state in STATES if not rules.addition(state, "CP-1")] == ["Draft", "Approved", "Signed"]
	assert rules.addition("Settled", "CP-1") == [Violation("loss_frozen", ("CP-1", "Settled"))]


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("state", "owed", "pending", "back", "steps"),
	[
		("Approved", "0", 0, "0", ("sign",)),
		("Approved", "8", 2, "8", ("sign",)),
		("Signed", "0.01", 0, "8", ("pay",)),
		("Signed", "0", 1, "8", ("give",)),
		("Signed", "8", 2, "0", ("pay", "give")),
		("Signed", "0", 0, "8", ()),
		("Settled", "8", 2, "0.01", ("charge",)),
		("Settled", "8", 2, "0", ()),
		("Partly Recovered", "0", 0, "8", ("charge",)),
		("Recovered", "8", 2, "8", ()),
		("Draft", "8", 2, "8", ()),
	],
)
def test_what_comes_next_is_paid_and_given_at_once_and_claimed_back_last(state, owed, pending, back, steps):
	assert rules.next_steps(state, D(owed), pending, D(back)) == steps


@pytest.mark.clause("R110")
@given(st.sampled_from(STATES), money, st.integers(0, 3), money)
def test_who_is_next_is_named_as_long_as_something_waits(state, owed, pending, back):
	steps = rules.next_steps(state, owed, pending, back)
	assert ("sign" in steps) == (state == "Approved")
	assert ("pay" in steps) == (state == "Signed" and owed > 0) and ("give" in steps) == (state == "Signed" and pending > 0)
	assert ("charge" in steps) == (state in ("Settled", "Partly Recovered") and back > 0)
