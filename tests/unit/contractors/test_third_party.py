"""Whether work may be ordered from a third party, and what is verified (R16, R107, R112)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

NOW = datetime(2026, 3, 10, 9)
DAY = date(2026, 3, 20)
NOTICE = Notice("CL-1", NOW - timedelta(days=9), NOW - timedelta(days=9), NOW - timedelta(days=2), 1)
FILED = Breach("T", (NOTICE,), "Failed")
#: Ours is under the agreement of C, the other one is D's.
OURS = Answer("T", "C", agreement=Agreement("WA", "C"))
OTHERS = Answer("T", "D")
CHAIN = Chain("T", OURS, "Contractor", FILED)
ORDER = Order(
	BREACH,
	"P",
	"C",
	Decimal(800),
	DAY,
	(CHAIN,),
	Registered("Active"),
	frozenset({"防水"}),
	{"P": Decimal(800)},
)


def codes(order: Order, limit=5000, needed=3) -> list[str]:
	return [found.code for found in rules_third_party.violations(order, NOW, Decimal(limit), needed)]


def chained(breach=None, **values) -> Order:
	return replace(ORDER, chains=(replace(CHAIN, breach=replace(FILED, **(breach or {})), **values),))


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("order", "says"),
	[
		(ORDER, []),
		(chained({"notices": ()}), ["order_notice"]),
		(chained({"coordination": "Pending", "notices": (replace(NOTICE, cure_until=NOW),)}), ["order_cure"]),
		(chained({"coordination": "Pending"}), []),
		(replace(chained({"coordination": "Pending"}), notices_wanted=2), ["order_second_notice"]),
		(chained({"coordination": "Succeeded"}), ["order_coordinated"]),
		(chained(whose=OTHERS), ["order_contractor"]),
		(replace(chained({"notices": ()}, payer="Developer"), reason=DEVELOPER), []),
		(replace(ORDER, reason=DEVELOPER), ["order_payer"]),
	],
)
def test_the_breach_chain(order, says):
	assert codes(order) == says


@pytest.mark.clause("R112")
@pytest.mark.parametrize(
	("registered", "says"),
	[
		(Registered(), ["register_missing"]),
		(Registered("Suspended"), ["register_suspended"]),
		(Registered("Suspended", suspended_from=NOW.date()), ["register_suspended"]),
		(Registered("Suspended", suspended_from=DAY + timedelta(days=400)), []),
		(Registered("Banned"), ["register_blocked"]),
		(Registered("Active", valid_until=(DAY - timedelta(days=1),)), ["register_expired"]),
		(Registered("Trial", valid_until=(DAY,)), []),
		(Registered("Active", frozenset({"门窗"})), ["register_trade"]),
		(Registered("Active", frozenset({"门窗", "防水"})), []),
	],
)
def test_the_register(registered, says):
	assert codes(replace(ORDER, registered=registered)) == says


@pytest.mark.clause("R112")
def test_the_managers_reason_overrides_a_suspension_but_no_ban():
	for state, says in (("Suspended", []), ("Banned", ["register_blocked"])):
		assert codes(replace(ORDER, registered=Registered(state), override="全城仅此一家有资质")) == says


def test_quotations():
	assert codes(replace(ORDER, quotations={})) == ["order_quotations", "order_unquoted"]
	assert codes(replace(ORDER, quotations={"Q": Decimal(1)})) == ["order_unquoted"]
	assert codes(replace(ORDER, quotations={"P": Decimal(700)})) == ["order_above_quotation"]
	assert codes(ORDER, limit=799) == ["order_quotations"]
	three = {"P": Decimal(800), "Q": Decimal(900), "R": Decimal(850)}
	assert codes(replace(ORDER, quotations=three), limit=799) == []


def test_the_contractor_in_breach_is_not_its_own_third_party():
	assert "order_same" in codes(replace(ORDER, third_party="C", quotations={"C": Decimal(800)}))


amounts = st.decimals(min_value=0, max_value=1000, places=2)


@pytest.mark.clause("R16")
@given(amounts, amounts, amounts, st.sampled_from(["", "why"]), st.integers(0, 3))
def test_verified_is_never_more_than_ordered_or_claimed_and_a_difference_has_its_reason(
	ordered, claimed, verified, reason, photos
):
	found = rules_third_party.verify([Verified(1, ordered, claimed, verified, reason)], {"T": photos})
	allowed = verified <= ordered and verified <= claimed and (verified == claimed or reason) and photos
	assert bool(allowed) == (found == [])


@pytest.mark.clause("R16", "R112")
@given(st.dictionaries(st.sampled_from("ABC"), st.integers(1, 9).map(Decimal), min_size=1), st.sampled_from(("", " ", "资质")))
def test_the_dearer_bidder_needs_a_reason(quotations, reason):
	chosen = sorted(quotations)[0]
	order = replace(ORDER, third_party=chosen, total=quotations[chosen], quotations=quotations, choice_reason=reason)
	found = set(codes(order, 100, 1))
	dearer = quotations[chosen] > min(quotations.values())
	assert ("order_dearer" in found) == (dearer and not reason.strip())
