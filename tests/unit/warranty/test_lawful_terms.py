"""No warranty term lies below the law (R83)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.time.duration import Term
from fangxiu_app.warranty import rules_lawful_terms as rules

MASTERS = Path(__file__).parents[3] / "fixtures" / "masters"
UNITS = {"年": "Year", "个月": "Month", "季": "Season", "设计使用年限": "Design Life"}


def below(*params: object) -> Violation:
	return Violation("warranty_below_law", params)


def shipped() -> dict[str, tuple[Term, Term | None, Term]]:
	"""Item → contractor's term, least from handover and owner's term, as the list of masters has them."""
	with open(MASTERS / "warranty.csv", encoding="utf-8-sig") as file:
		rows = list(csv.DictReader(file))
	return {
		row["保修分项"]: (
			Term(int(row["施工单位保修期"]), UNITS[row["施工单位保修单位"]]),
			Term(int(row["法定最低"]), UNITS[row["法定最低单位"]]) if row["法定最低单位"] else None,
			Term(int(row["业主保修期"]), UNITS[row["业主单位"]]),
		)
		for row in rows
	}


@pytest.mark.clause("R83")
def test_what_is_shipped_keeps_the_law_and_names_every_bounded_item():
	items = shipped()
	assert rules.LEAST.keys() <= items.keys()
	assert [found for item, terms in items.items() for contractor, least, owner in [terms] for found in rules.below(item, contractor, least, owner=owner)] == []


@pytest.mark.clause("R83")
@given(st.sampled_from(sorted(rules.LEAST)), st.integers(0, 130), st.sampled_from(["Year", "Month", "Season"]))
def test_a_shorter_term_of_the_contractor_is_refused_and_a_longer_one_is_not(item, amount, unit):
	law = rules.LEAST[item]
	found = rules.below(item, Term(amount, unit), None, with_least=False)
	years = amount / 12 if unit == "Month" else amount
	wanted = {"Design Life": 50}.get(law.contractor.unit, law.contractor.amount) if law.contractor else 0
	assert bool(found) == (years < wanted)


@pytest.mark.clause("R83")
def test_the_owners_least_is_neither_lowered_nor_cleared():
	five = Term(5, "Year")
	assert rules.below("屋面防水", five, Term(3, "Year")) == rules.below("屋面防水", five, Term(36, "Month")) == []
	for lower in (None, Term(35, "Month"), Term(1095, "Day")):
		field = Field("Warranty Item", "minimum_amount")
		assert rules.below("屋面防水", five, lower) == [below("屋面防水", field, 3, "Year", rules.ART_5)]
	field = Field("Warranty Item", "contractor_amount")
	assert rules.below("屋面防水", None, Term(3, "Year")) == [below("屋面防水", field, 5, "Year", rules.ART_40)]
	assert rules.below("阳台栏杆", None, None) == []


@pytest.mark.clause("R83")
@given(st.sampled_from(sorted(rules.LEAST)), st.integers(0, 130), st.sampled_from(["Year", "Month", "Season"]))
def test_the_owners_own_term_is_not_shorter_than_the_law_of_either_side(item, amount, unit):
	"""Whatever the contractor's column says, also nothing: the roof of a cellar could be given six months, a wiring one year."""
	law, owner = rules.LEAST[item], Term(amount, unit)
	least = max((term for term in (law.contractor, law.from_handover) if term), key=rules.months)
	for contractor in (law.contractor, None, Term(100, "Year")):
		found = [one for one in rules.below(item, contractor, law.from_handover, owner=owner) if one.params[1].name == "owner_amount"]
		assert bool(found) == (rules.months(owner) < rules.months(least))
		assert all(one.params[2:4] == ((least.amount, least.unit) if least.amount else (50, "Year")) for one in found)


@pytest.mark.clause("R83")
@pytest.mark.parametrize(
	("item", "owner", "least", "source"),
	[
		("装修工程", Term(1, "Month"), (2, "Year"), rules.ART_40),
		("电气管线", Term(1, "Year"), (2, "Year"), rules.ART_40),
		("保温工程", Term(1, "Year"), (5, "Year"), rules.ART_23),
		("有防水要求的卫生间、房间和外墙面防渗漏", Term(1, "Year"), (5, "Year"), rules.ART_40),
		("供热系统", Term(1, "Season"), (2, "Season"), rules.ART_40),
		("地基基础与主体结构", Term(1, "Design Life"), (50, "Year"), rules.ART_40),
		("地下室防水", Term(11, "Month"), (1, "Year"), rules.ART_5),
		("管道堵塞", Term(59, "Day"), (2, "Month"), rules.ART_5),
	],
)
def test_what_an_owner_is_promised_names_the_rule_it_lies_below(item, owner, least, source):
	assert rules.below(item, rules.LEAST[item].contractor, None, with_least=False, owner=owner) == [
		below(item, Field("Warranty Item", "owner_amount"), *least, source)
	]
	assert rules.below(item, rules.LEAST[item].contractor, None, with_least=False, owner=Term(*least)) == []


@pytest.mark.clause("R83")
def test_a_structure_lasts_the_usual_life_of_a_house_in_whatever_unit_it_is_said():
	for enough in (Term(50, "Year"), Term(600, "Month"), Term(0, "Design Life"), Term(70, "Design Life")):
		assert rules.below("地基基础与主体结构", enough, None) == []
	for short in (Term(49, "Year"), Term(599, "Month"), Term(49, "Design Life")):
		assert len(rules.below("地基基础与主体结构", short, None)) == 1


@pytest.mark.clause("R83")
def test_insulation_lasts_five_years_by_its_own_regulation():
	assert rules.below("保温工程", Term(5, "Year"), None) == []
	[found] = rules.below("保温工程", Term(4, "Year"), None)
	assert found.params[2:] == (5, "Year", rules.ART_23)


@pytest.mark.clause("R83")
def test_where_both_laws_name_as_much_the_one_for_the_contractor_is_named():
	two = Term(2, "Year")
	assert rules.Least(two, Term(24, "Month")).owner() == (two, rules.ART_40)
	assert rules.Least(two, Term(25, "Month")).owner() == (Term(25, "Month"), rules.ART_5)
	assert rules.Least(two).owner() == (two, rules.ART_40) and rules.Least().owner() == (None, rules.ART_5)
