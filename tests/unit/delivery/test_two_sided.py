"""Papers of two departments: whatever happens, one login never stands on both sides, and both stand there at the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.delivery import rules_two_sided
from fangxiu_app.delivery.rules_two_sided import PAPERS, Signed, open_side

PD, RC = "Project Department", "Repair Centre"
PEOPLE = {"chen": (PD,), "li": (RC,), "both": (PD, RC), "nobody": ()}


@pytest.mark.clause("R37", "R39", "R46", "R50")
@given(st.sampled_from(sorted(PAPERS)), st.lists(st.sampled_from(sorted(PEOPLE)), max_size=6))
def test_two_logins_sign_whoever_tries_in_whatever_order(paper, tries):
	signed = {side: "" for side in PAPERS[paper]}
	for user in tries:
		side, found = open_side(tuple(Signed(one, by) for one, by in signed.items()), PEOPLE[user], user)
		assert bool(side) != bool(found)
		if side:
			assert not signed[side] and side.name in PEOPLE[user]
			signed[side] = user
	given = [user for user in signed.values() if user]
	assert len(given) == len(set(given))
	assert "nobody" not in given


def test_a_refusal_names_what_is_in_the_way():
	giving, taking = PAPERS["Unit Transfer"]
	sides = (Signed(giving, "both"), Signed(taking))
	assert [found.code for found in open_side(sides, (PD, RC), "both")[1]] == ["paper_same_login"]
	side, found = open_side(sides, (PD,), "chen")
	assert (side, found[0].code, found[0].params) == (None, "paper_other_side", (RC,))
	done = (Signed(giving, "chen"), Signed(taking, "li"))
	assert open_side(done, (PD, RC), "both")[1][0].code == "paper_signed"


def test_every_paper_knows_its_end():
	assert set(rules_two_sided.DONE) == set(PAPERS)


def test_a_side_signs_in_four_fields_of_its_own():
	giving, taking = rules_two_sided._sides("gave", "got")
	assert giving == rules_two_sided.Side(PD, "gave_by", "gave_signature", "gave_user", "gave_signed_at")
	assert taking == rules_two_sided.Side(RC, "got_by", "got_signature", "got_user", "got_signed_at")
	assert taking.fields == ("got_by", "got_signature", "got_user", "got_signed_at")
