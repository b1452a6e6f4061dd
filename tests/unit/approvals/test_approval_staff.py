"""A round begins only where every step can be signed by a person of its own; a substitute signs where nobody else may."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.approvals.rules_approval import Rule, staffed

ROLES = ("Manager", "Cost", "Finance")
PEOPLE = ("an", "bo", "chen", "deng")
HEAD = {"Manager": "General Manager"}

teams = st.fixed_dictionaries(
	{role: st.frozensets(st.sampled_from(PEOPLE), max_size=3) for role in (*ROLES, "General Manager")}
)


def codes(found) -> list[str]:
	return [one.code for one in found]


def test_the_only_manager_wrote_it_and_the_general_manager_signs():
	team = {"Manager": {"an"}, "Cost": {"bo"}, "Finance": {"chen"}, "General Manager": {"deng"}}
	assert staffed(Rule("r", ROLES), team, {"an"})[1][0].params == ("Manager",)
	assert staffed(Rule("r", ROLES, substitutes=HEAD), team, {"an"}) == (
		("General Manager", "Cost", "Finance"),
		[],
	)
	assert staffed(Rule("r", ROLES, substitutes=HEAD), team, set()) == (ROLES, [])


def test_a_higher_signature_of_its_own_stands_for_both():
	team = {"Manager": {"an"}, "Cost": {"bo"}, "General Manager": {"deng"}}
	rule = Rule("r", ("Manager", "Cost", "General Manager"), substitutes=HEAD)
	assert staffed(rule, team, {"an"}) == (("Cost", "General Manager"), [])


def test_one_person_does_not_sign_two_steps():
	team = {"Manager": {"an"}, "Cost": {"an"}, "Finance": {"chen"}}
	assert codes(staffed(Rule("r", ROLES), team, set())[1]) == ["approval_too_few"]


@given(teams, st.frozensets(st.sampled_from(PEOPLE), max_size=2))
def test_what_begins_can_be_signed_to_its_end(team, barred):
	steps, found = staffed(Rule("r", ROLES, substitutes=HEAD), team, barred)
	ways = [
		people
		for people in permutations(set(PEOPLE) - barred, len(steps))
		if all(person in team[role] for person, role in zip(people, steps, strict=True))
	]
	if "approval_nobody" in codes(found):
		assert all(not set(team[one.params[0]]) - barred for one in found)
	else:
		assert bool(ways) == (not found)
