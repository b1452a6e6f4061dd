"""What each refusal of a third-party order names, and on which side of its bound it comes (R16, R107, R112)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from fangxiu_app.contractors.breach import rules_third_party
from fangxiu_app.contractors.breach.rules_breach import Breach, Notice
from fangxiu_app.contractors.breach.rules_third_party import (
	BREACH,
	DEVELOPER,
	Chain,
	Order,
	Registered,
	Verified,
)
from fangxiu_app.contractors.rules_answering import Agreement, Answer
from fangxiu_app.core.refusal import Violation

NOW = datetime(2026, 3, 10, 9)
TODAY, DAY = NOW.date(), date(2026, 3, 20)
NOTICE = Notice("CL-1", NOW - timedelta(days=9), NOW - timedelta(days=9), NOW - timedelta(days=2), 1)
#: Ours is under the agreement of C, the other one is D's.
OURS = Answer("RT-1", "C", agreement=Agreement("WA", "C"))
OTHERS = Answer("RT-1", "D")
CHAIN = Chain("RT-1", OURS, "Contractor", Breach("RT-1", (NOTICE,), "Failed"))
ORDER = Order(
	BREACH, "P", "C", Decimal(800), DAY, (CHAIN,), Registered("Active"), frozenset({"防水"}), {"P": Decimal(800)}
)


def answers(order: Order = ORDER, limit=5000, needed=3, **values) -> list[Violation]:
	return rules_third_party.violations(replace(order, **values), NOW, Decimal(limit), needed)


def chained(breach: dict, **values) -> dict:
	return {"chains": (replace(CHAIN, breach=replace(CHAIN.breach, **breach), **values),)}


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("values", "answer"),
	[
		(chained({"notices": ()}), Violation("order_notice", ("RT-1", 0))),
		(
			chained({"coordination": "", "notices": (replace(NOTICE, cure_until=NOW),)}),
			Violation("order_cure", ("RT-1", NOW)),
		),
		(chained({"coordination": "Succeeded"}), Violation("order_coordinated", ("RT-1",))),
		(chained({"coordination": ""}) | {"notices_wanted": 2}, Violation("order_second_notice", ("RT-1", 1))),
		(chained({}, whose=OTHERS), Violation("order_contractor", ("RT-1",))),
		(chained({}, whose=Answer("RT-1", "D", "E")), Violation("order_contractor", ("RT-1",))),
		(chained({}, whose=Answer("RT-1")), Violation("order_contractor", ("RT-1",))),
		({"reason": DEVELOPER}, Violation("order_payer", ("RT-1",))),
		({"agreement": "WA-2"}, Violation("order_agreement", ("WA-2", "RT-1"))),
		({"notice": "CL-9"}, Violation("order_other_notice", ("CL-9",))),
		({"contractor": "P", **chained({}, whose=Answer("RT-1", "P"))}, Violation("order_same")),
	],
)
def test_the_breach_behind_an_order(values, answer):
	assert answers(**values) == [answer]


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	"values",
	[
		# once others are at work it is still the original contractor's breach; whom the developer pays for has none
		chained({}, whose=Answer("RT-1", "D", "C")),
		{"reason": DEVELOPER, **chained({"notices": ()}, payer="Developer", whose=OTHERS)},
		{"agreement": "WA", "notice": "CL-1"},
	],
)
def test_an_order_that_rests_on_its_breach(values):
	assert answers(**values) == []


def test_before_a_notice_the_contractor_of_the_ticket_is_no_question():
	assert answers(**chained({"notices": ()}, whose=OTHERS)) == [Violation("order_notice", ("RT-1", 0))]


def test_each_ticket_of_an_order_answers():
	two = (replace(CHAIN, ticket="RT-2", breach=Breach("RT-2")), replace(CHAIN, ticket="RT-3", breach=Breach("RT-3")))
	assert [one.params[0] for one in answers(chains=two)] == ["RT-2", "RT-3"]


REGISTER = [
	(Registered(), "", [Violation("register_missing")]),
	(Registered("Suspended", suspended_from=TODAY), "", [Violation("register_suspended", ("Suspended",))]),
	(Registered("Suspended", suspended_from=TODAY), " ", [Violation("register_suspended", ("Suspended",))]),
	(Registered("Suspended", suspended_from=TODAY), "唯一", []),
	(Registered("Suspended", suspended_from=TODAY + timedelta(days=1)), "", []),
	(Registered("Banned", suspended_from=TODAY + timedelta(days=1)), "唯一", [Violation("register_blocked", ("Banned",))]),
	(Registered("Active", suspended_from=TODAY), "", []),
	(Registered("Active", valid_until=(DAY,)), "", []),
	(
		Registered("Active", valid_until=(DAY - timedelta(days=1), DAY - timedelta(days=3), DAY)),
		"",
		[Violation("register_expired", (DAY - timedelta(days=3),))],
	),
	(Registered("Active", frozenset({"门窗"})), "", [Violation("register_trade", (("防水",),))]),
	(
		Registered("Active", frozenset({"门窗"}), (TODAY,)),
		"",
		[Violation("register_expired", (TODAY,)), Violation("register_trade", (("防水",),))],
	),
]


@pytest.mark.clause("R112")
@pytest.mark.parametrize(("registered", "override", "answer"), REGISTER)
def test_the_register_on_the_day(registered, override, answer):
	assert answers(registered=registered, override=override) == answer


def test_several_foreign_trades_are_named_in_order():
	found = rules_third_party.register_violations(Registered("Active", frozenset("乙")), DAY, ["丙", "甲", "乙"], TODAY)
	assert found == [Violation("register_trade", (("丙", "甲"),))]


THREE = {"P": Decimal(800), "Q": Decimal(900), "R": Decimal(850)}


@pytest.mark.clause("R16")
@pytest.mark.parametrize(
	("limit", "values", "answer"),
	[
		(800, {}, []),
		(799, {}, [Violation("order_quotations", (3, 1))]),
		(799, {"quotations": THREE}, []),
		(5000, {"quotations": {}}, [Violation("order_quotations", (1, 0)), Violation("order_unquoted")]),
		(
			5000,
			{"quotations": {"P": Decimal("799.99")}},
			[Violation("order_above_quotation", (Decimal(800), Decimal("799.99")))],
		),
		(5000, {"quotations": {"P": Decimal(900)}}, []),
		(5000, {"unfiled": ("Q",)}, [Violation("order_quotation_files", (("Q",),))]),
		(
			5000,
			{"quotations": THREE | {"Q": Decimal("799.99")}, "choice_reason": " "},
			[Violation("order_dearer", (Decimal(800), Decimal("799.99")))],
		),
		(5000, {"quotations": THREE | {"Q": Decimal(1)}, "choice_reason": "资质"}, []),
	],
)
def test_the_quotations_of_an_order(limit, values, answer):
	assert answers(limit=limit, **values) == answer


@pytest.mark.clause("R16")
@pytest.mark.parametrize(
	("ordered", "claimed", "verified", "reason", "answer"),
	[
		(5, 5, 5, "", []),
		(5, 5, 4, "少做", []),
		(5, 5, 4, " ", [Violation("verify_reason", (2,))]),
		(5, 6, 6, "", [Violation("verify_above_order", (2, Decimal(6), Decimal(5)))]),
		(5, 4, 5, "漏报", [Violation("verify_above_claim", (2, Decimal(5), Decimal(4)))]),
	],
)
def test_what_was_verified(ordered, claimed, verified, reason, answer):
	line = Verified(2, Decimal(ordered), Decimal(claimed), Decimal(verified), reason)
	assert rules_third_party.verify([line], {"RT-1": 1}) == answer
	assert rules_third_party.verify([line], {"RT-1": 0, "RT-2": 2}) == [*answer, Violation("verify_photos", ("RT-1",))]


@pytest.mark.clause("R112")
def test_without_a_word_of_the_manager_a_suspension_holds():
	found = rules_third_party.register_violations(Registered("Suspended"), DAY, [], TODAY)
	assert found == [Violation("register_suspended", ("Suspended",))]


@pytest.mark.clause("R16")
def test_what_was_ordered_beside_counts_for_the_quotations_that_are_needed():
	assert answers(limit=1000, beside=Decimal(200)) == []
	assert answers(limit=1000, beside=Decimal("200.01")) == [Violation("order_quotations", (3, 1))]
