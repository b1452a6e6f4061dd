"""Letters, agreements and requests of contractors: what each refusal names, and its bound (R27, R28, R30, R31, R107, R109)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest

from fangxiu_app.contractors import rules_agreement, rules_contractor_request
from fangxiu_app.contractors.breach import rules_chronology, rules_correspondence
from fangxiu_app.contractors.breach.rules_breach import Breach, Notice
from fangxiu_app.contractors.breach.rules_correspondence import Step
from fangxiu_app.contractors.rules_agreement import AgreementFacts, Authorisation, Gap
from fangxiu_app.contractors.rules_contractor_request import Asked
from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.money.deposits import rules_agreement_change
from fangxiu_app.money.deposits.rules_agreement_change import Change

NOW = datetime(2026, 3, 10, 9)
MOMENT = timedelta(microseconds=1)
ISSUED = NOW - timedelta(days=2)


def proof(method: str, **values) -> dict:
	return {"method": method, "at": NOW, **dict.fromkeys(rules_correspondence.NEEDED.get(method, ()), "x"), **values}


def lacking(method: str, *fields: str) -> Violation:
	return Violation("service_missing", (method, tuple(Field("Service Proof", name) for name in fields)))


@pytest.mark.clause("R107", "R109")
@pytest.mark.parametrize("method", sorted(rules_correspondence.NEEDED))
def test_each_way_of_service_has_what_proves_it(method):
	needed = rules_correspondence.NEEDED[method]
	assert rules_correspondence.proof_problems(proof(method), ISSUED, NOW) == []
	for name in needed:
		for nothing in ("", " ", None):
			assert rules_correspondence.proof_problems(proof(method, **{name: nothing}), ISSUED, NOW) == [lacking(method, name)]
	assert rules_correspondence.proof_problems({"method": method}, ISSUED, NOW) == [lacking(method, *needed), Violation("service_time")]


@pytest.mark.clause("R109")
@pytest.mark.parametrize("method", ["Pigeon", "", None])
def test_another_way_is_none(method):
	answer = [Violation("service_method", (tuple(rules_correspondence.NEEDED),))]
	assert rules_correspondence.proof_problems({"method": method, "at": NOW}, ISSUED, NOW) == answer


@pytest.mark.clause("R109")
@pytest.mark.parametrize(
	("at", "issued", "answer"),
	[
		(NOW, NOW, []),
		(NOW, None, []),
		(NOW + MOMENT, ISSUED, [Violation("time_in_future", (NOW + MOMENT,))]),
		(
			ISSUED - MOMENT,
			ISSUED,
			[Violation("chronology", (rules_chronology.SERVICE, "", ISSUED - MOMENT, rules_chronology.NOTICE, "", ISSUED))],
		),
		("2026-03-10", ISSUED, [Violation("service_time")]),
	],
)
def test_a_receipt_lies_between_the_letter_and_now(at, issued, answer):
	assert rules_correspondence.proof_problems(proof("Fax", at=at), issued, NOW) == answer


@pytest.mark.clause("R107")
def test_the_cure_time_counts_from_the_first_receipt():
	assert rules_correspondence.served_at([NOW, ISSUED]) == ISSUED
	assert rules_correspondence.served_at([]) is None
	assert rules_correspondence.cure_until(ISSUED, 7) == ISSUED + timedelta(days=7)


SERVED = Notice("CL-1", ISSUED, ISSUED, NOW, 1)
OVER = Notice("CL-1", ISSUED, ISSUED, NOW - MOMENT, 1)


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("notices", "result", "wanted", "step"),
	[
		((), "", 1, Step("write_notice")),
		((Notice("CL-1"),), "", 1, Step("issue_notice", "CL-1")),
		((Notice("CL-1", ISSUED),), "", 1, Step("serve_notice", "CL-1")),
		((SERVED,), "", 1, Step("wait", "CL-1", NOW)),
		((OVER,), "", 1, Step("third_party", "CL-1")),
		((OVER,), "", 2, Step("second_notice", "CL-1")),
		((OVER, Notice("CL-2")), "", 2, Step("issue_notice", "CL-2")),
		((SERVED,), "Failed", 2, Step("third_party", "CL-1")),
		((SERVED,), "Succeeded", 1, Step("cured", "CL-1")),
		((replace(SERVED, outcome="Cured"),), "", 1, Step("cured", "CL-1")),
	],
)
def test_the_next_step_names_the_letter_it_hangs_on(notices, result, wanted, step):
	breach = Breach("RT-1", notices, result)
	assert rules_correspondence.ladder(breach, wanted, NOW) == step
	assert rules_correspondence.ladder(breach, wanted, NOW, already=True) == Step("third_party_works")


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("outcome", "kind", "until", "refused"),
	[
		("Not Cured", "Notice", NOW, True),
		("Not Cured", "Second Notice", NOW + MOMENT, True),
		("Not Cured", "Notice", NOW - MOMENT, False),
		("Not Cured", "Notice", None, False),
		("Not Cured", "Reply", NOW, False),
		("Cured", "Notice", NOW, False),
	],
)
def test_a_letter_is_not_closed_as_not_cured_before_its_time_is_over(outcome, kind, until, refused):
	answer = Violation("letter_cure_runs", (until,)) if refused else None
	assert rules_correspondence.close_problem(outcome, kind, until, NOW) == answer


DELIVERY = date(2026, 5, 31)
DUE = {"Pre-signing Meetings": date(2026, 3, 31), "Trainings": date(2026, 4, 30), "Authorisations": date(2026, 5, 16)}
COMPLETE = AgreementFacts(
	(DELIVERY,), DELIVERY, (date(2026, 4, 1), date(2026, 4, 2)), Authorisation(DELIVERY, True, 2, (), 3), 4, True, True, True
)


@pytest.mark.clause("R27", "R28", "R30", "R31")
@pytest.mark.parametrize(
	("values", "gap"),
	[
		({"talks": ()}, Gap("talk_missing", "R27", date(2026, 3, 31))),
		({"trainings": (date(2026, 4, 1),)}, Gap("trainings_missing", "R30", date(2026, 4, 30), (2, 1))),
		({"day": None}, Gap("authorisation_missing", "R31", date(2026, 5, 16))),
		({"scan": False}, Gap("authorisation_scan_missing", "R31", date(2026, 5, 16))),
		({"contacts": 0}, Gap("contact_missing", "R31", date(2026, 5, 16))),
		({"contact_gaps": ("职务",)}, Gap("contact_incomplete", "R31", date(2026, 5, 16), (("职务",),))),
		({"workers": 0}, Gap("roster_missing", "R31", date(2026, 5, 16))),
		({"signed_on": None}, Gap("agreement_unsigned", "R28", DELIVERY)),
		({"response_terms": 0}, Gap("response_terms_missing", "R28", DELIVERY)),
		({"deduction_terms": False}, Gap("deduction_terms_missing", "R28", DELIVERY)),
		({"security_agreed": False}, Gap("security_missing", "R28", DELIVERY)),
		({"liability_known": False}, Gap("liability_unknown", "", DELIVERY)),
	],
)
def test_each_gap_has_its_clause_and_last_day(values, gap):
	if values.keys() <= Authorisation.__dataclass_fields__.keys():
		values = {"authorisation": replace(COMPLETE.authorisation, **values)}
	facts = replace(COMPLETE, **values)
	assert rules_agreement.gaps(COMPLETE, DELIVERY, DUE) == rules_agreement.gaps(COMPLETE, None, {}) == []
	assert rules_agreement.gaps(facts, DELIVERY, DUE) == [gap]
	if gap.code != "trainings_missing":
		assert rules_agreement.gaps(facts, None, {}) == [replace(gap, due=None)]


@pytest.mark.clause("R30")
def test_gaps_come_in_the_order_they_fall_due_and_trainings_are_a_setting():
	found = rules_agreement.gaps(AgreementFacts(), DELIVERY, DUE, 3)
	assert [gap.due for gap in found] == sorted(gap.due for gap in found)
	assert (found[0].code, found[1].params) == ("talk_missing", (3, 0))
	assert rules_agreement.gaps(COMPLETE, DELIVERY, DUE, 3)[0].params == (3, 2)
	assert rules_agreement.gaps(COMPLETE, None, {}, 2) == []
	due = [Gap("x", "", day).overdue(DELIVERY) for day in (date(2026, 5, 30), DELIVERY, None)]
	assert due == [True, False, False]


@pytest.mark.parametrize(
	("rule", "accepted", "reported", "months", "period"),
	[
		("Completion Acceptance", DELIVERY, None, 24, (DELIVERY, date(2028, 5, 31))),
		("Actual Acceptance", DELIVERY, date(2026, 1, 1), 1, (DELIVERY, date(2026, 6, 30))),
		("After Completion Report", DELIVERY, date(2026, 1, 1), 1, (date(2026, 4, 1), date(2026, 5, 1))),
		("After Completion Report", DELIVERY, None, 24, None),
		("Completion Acceptance", None, DELIVERY, 24, None),
		("Completion Acceptance", DELIVERY, None, 0, None),
	],
)
def test_the_liability_period_starts_by_its_rule(rule, accepted, reported, months, period):
	found = rules_agreement.liability(rule, accepted, reported, months, 90)
	assert (found and (found.start, found.end)) == period


@pytest.mark.clause("R28")
@pytest.mark.parametrize(
	("day", "inside"), [(date(2026, 4, 29), False), (date(2026, 4, 30), True), (DELIVERY, True), (date(2026, 6, 1), False)]
)
def test_the_window_of_the_signature(day, inside):
	assert rules_agreement.signed_in_window(day, DELIVERY) is inside
	assert rules_agreement.signed_in_window(date(2025, 12, 15), date(2026, 1, 15))


CHANGE = Change("Guarantee Instead of Deposit", "换保函", True, "Keep Until Due", D(5), DELIVERY, ("保函", "1号"), DELIVERY)


@pytest.mark.parametrize(
	("values", "answer"),
	[
		({}, []),
		({"kind": "Other"}, [Violation("change_kind")]),
		({"reason": " "}, [Violation("change_reason")]),
		({"file": False}, [Violation("change_reason")]),
		({"fate": ""}, [Violation("change_fate", (D(5),))]),
		({"fate": "", "held": D("0.01")}, [Violation("change_fate", (D("0.01"),))]),
		({"fate": "", "held": D(0)}, []),
		({"guarantee": ("保函", "")}, [Violation("change_guarantee")]),
		({"guaranteed_until": date(2026, 5, 30)}, [Violation("change_guarantee_short", (date(2026, 5, 30), DELIVERY))]),
		({"guaranteed_until": None}, []),
		({"due": None}, []),
		({"kind": "Terminate", "guarantee": ("",), "guaranteed_until": date(2026, 1, 1)}, []),
	],
)
def test_a_change_of_an_agreement_that_holds_money(values, answer):
	assert rules_agreement_change.violations(replace(CHANGE, **values)) == answer


@pytest.mark.parametrize(
	("before", "after", "held", "two"),
	[
		(("Signed", "Deposit"), ("Terminated", "Deposit"), 0, True),
		(("Draft", "Deposit"), ("Terminated", "Deposit"), 0, False),
		(("Draft", "Deposit"), ("Terminated", "Deposit"), "0.01", True),
		(("Terminated", "Deposit"), ("Terminated", "Deposit"), 5, False),
		(("Signed", "Deposit"), ("Signed", "Guarantee"), "0.01", True),
		(("Signed", "Deposit"), ("Signed", "Guarantee"), 0, False),
		(("Signed", "Guarantee"), ("Signed", "Deposit"), 5, False),
		(("Signed", "Deposit"), ("Expired", "Deposit"), 5, False),
	],
)
def test_what_two_people_decide(before, after, held, two):
	assert rules_agreement_change.needs_two(before, after, D(held)) is two
	agreed = [rules_agreement_change.may_agree(user, "an", "bo") for user in ("an", "bo", "chen")]
	assert agreed == [[Violation("change_same_person")], [Violation("change_same_person")], []]


CODE, ACCOUNT = "91350100M000100Y43", "12345678"
ASKED = Asked(CODE, ACCOUNT)


@pytest.mark.parametrize(
	("values", "answer"),
	[
		({}, []),
		({"credit_code": CODE[:-1] + "4"}, [Violation("request_code", (CODE[:-1] + "4",))]),
		({"credit_code": CODE[:-1]}, [Violation("request_code", (CODE[:-1],))]),
		({"credit_code": "I" + CODE[1:]}, [Violation("request_code", ("I" + CODE[1:],))]),
		({"account_no": "1234567"}, [Violation("request_account", ("1234567",))]),
		({"account_no": "1" * 32}, []),
		({"account_no": "1" * 33}, [Violation("request_account", ("1" * 33,))]),
		({"account_no": "１２３４５６７８"}, [Violation("request_account", ("１２３４５６７８",))]),
		({"account_no": "1234567a"}, [Violation("request_account", ("1234567a",))]),
		({"same_name": "恒固"}, [Violation("request_known", ("恒固",))]),
		({"same_name": "恒固", "supplier": "恒固"}, []),
		({"same_code": "恒固"}, [Violation("request_code_known", (CODE, "恒固"))]),
		({"same_account": "恒固"}, [Violation("request_account_known", (ACCOUNT, "恒固"))]),
	],
)
def test_a_requested_company(values, answer):
	assert rules_contractor_request.violations(replace(ASKED, **values)) == answer


def test_who_decides_on_a_request_and_how_a_code_is_compared():
	decide = rules_contractor_request.check_decision
	assert decide("Requested", "an", "bo", True, "") == []
	assert decide("Requested", "an", "bo", False, " ") == [Violation("request_why")]
	assert decide("Requested", "an", "bo", False, "重名") == []
	assert decide("Requested", "an", "an", True, "") == [Violation("request_own")]
	assert decide("Accepted", "an", "bo", True, "") == [Violation("request_decided", ("Accepted",))]
	assert rules_contractor_request.plain(" 9135-0100 m0\n") == "91350100M0"
	with pytest.raises(ValueError):
		rules_contractor_request.check_character(CODE)
