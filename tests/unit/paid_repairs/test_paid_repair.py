"""What is billed of a quotation, who pays, and what a quotation must say (R58, R59)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.paid_repairs import rules_paid_repair as rules
from fangxiu_app.paid_repairs.rules_paid_repair import FUND, LABOUR, OWNER, PART, Line, Quote

DAY = date(2026, 11, 24)
qty = st.integers(1, 400).map(lambda n: Decimal(n) / 4)
lines = st.lists(
	st.builds(
		Line,
		row=st.just(1),
		kind=st.sampled_from((LABOUR, PART)),
		description=st.just("x"),
		qty=qty,
		rate=st.integers(1, 10_000).map(lambda n: Decimal(n) / 100),
		item=st.sampled_from(("A", "B")),
	),
	max_size=6,
)
used = st.dictionaries(st.sampled_from(("A", "B")), qty)
GOOD = Quote((Line(1, LABOUR, "修补", Decimal(1), Decimal(100)),), OWNER, OWNER, DAY, "张管家")
RESOLVED = {"resolution_no": "3", "resolution_date": DAY, "resolution_file": "/private/files/a.pdf"}


def codes(found) -> set[str]:
	return {one.code for one in found}


@pytest.mark.clause("R58")
@given(lines, used)
def test_never_more_than_accepted_nor_than_used(quoted, fitted):
	"""Against a count by hand: labour whole, each item up to what was fitted and what was quoted."""
	found = rules.billed(quoted, fitted)
	assert all(0 < part <= line.qty for line, part in found)
	assert sum((line.rate * part for line, part in found), Decimal(0)) <= sum(
		(line.rate * line.qty for line in quoted), Decimal(0)
	)
	for item in ("A", "B"):
		asked = sum(line.qty for line in quoted if line.kind == PART and line.item == item)
		given_ = sum(part for line, part in found if line.kind == PART and line.item == item)
		assert given_ == min(asked, fitted.get(item, 0))
	labour = [(line, line.qty) for line in quoted if line.kind == LABOUR]
	assert [pair for pair in found if pair[0].kind == LABOUR] == labour


@pytest.mark.clause("R58", "R59")
@pytest.mark.parametrize(
	("common", "responsibility", "who"),
	[
		(False, "Expired", OWNER),
		(True, "Expired", FUND),
		(True, "Owner Caused", OWNER),
		(False, "Owner Caused", OWNER),
	],
)
def test_who_pays(common, responsibility, who):
	assert rules.payer(common, responsibility) == who


@pytest.mark.clause("R58", "R59")
@pytest.mark.parametrize(
	("change", "code"),
	[
		({"lines": ()}, "quote_lines"),
		({"lines": (Line(1, LABOUR, "x", Decimal(0), Decimal(1)),)}, "quote_line_amount"),
		({"lines": (Line(1, LABOUR, "x", Decimal(1), Decimal(0)),)}, "quote_line_amount"),
		({"lines": (Line(1, PART, "x", Decimal(1), Decimal(1)),)}, "quote_line_item"),
		({"expected_payer": FUND}, "quote_payer"),
		({"property_contact": " "}, "quote_property"),
		({"valid_until": date(2026, 11, 23)}, "quote_outdated"),
	],
)
def test_what_a_quotation_must_say(change, code):
	assert rules.issue_violations(GOOD, DAY) == []
	assert codes(rules.issue_violations(replace(GOOD, **change), DAY)) == {code}


def test_damage_by_the_owner_needs_no_property_company():
	assert rules.issue_violations(replace(GOOD, property_contact="", expired=False), DAY) == []


@pytest.mark.clause("R59")
def test_the_acceptance():
	assert rules.accept_violations(GOOD, "王晓明", True, DAY) == []
	assert codes(rules.accept_violations(GOOD, " ", True, DAY)) == {"quote_unproved"}
	assert codes(rules.accept_violations(GOOD, "王晓明", False, DAY)) == {"quote_unproved"}
	assert codes(rules.accept_violations(GOOD, "王晓明", True, date(2026, 11, 25))) == {"quote_outdated"}
	fund = replace(GOOD, payer_kind=FUND, expected_payer=FUND)
	assert codes(rules.accept_violations(fund, "陈", True, DAY)) == {"quote_resolution"}
	assert rules.accept_violations(replace(fund, **RESOLVED), "陈", True, DAY) == []
	late = replace(fund, **{**RESOLVED, "resolution_date": date(2026, 11, 25)})
	assert codes(rules.accept_violations(late, "陈", True, DAY)) == {"quote_resolution_late"}
