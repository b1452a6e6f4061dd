"""What hinders the dispatch of a ticket can be cleared in the state in which it hinders it: no dead ends (R86-R88, R97, R98)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.tickets.life.rules_ticket import BY_ACTION, TRANSITIONS, Facts, check

NOW = datetime(2026, 3, 2, 10)
ALL_ROLES = {role for row in TRANSITIONS for role in row.roles}
#: The time agreed with the customer is typed with the start (R92).
AGREED = {"agreed_completion": NOW + timedelta(days=2)}
#: Code of a refusal → actions that clear it; contractor and responsibility are fields of the form.
WAYS = {
	"repeat_undecided": ("confirm_repeat", "reject_repeat"),
	"manager_visit_missing": ("manager_visit",),
	"measure_missing": ("record_measure",),
	"plan_missing": ("issue_plan",),
	"plan_unreviewed": ("review_plan",),
	"plan_unsigned": ("sign_plan",),
	"contractor_suspended": ("allow_dispatch",),
	"quote_missing": ("accept_quote",),
}


@pytest.mark.clause("R86", "R87", "R88", "R98")
@given(
	status=st.sampled_from(BY_ACTION["start"].sources),
	repeat=st.sampled_from(("None", "Suspected", "Confirmed", "Rejected")),
	emergency=st.booleans(),
	days=st.integers(1, 20),
	quoted=st.booleans(),
	suspended=st.booleans(),
)
def test_every_refusal_of_the_dispatch_has_its_way_out_in_the_same_state(
	status, repeat, emergency, days, quoted, suspended
):
	paid = status == "Paid Repair"
	known = Facts(
		status=status,
		now=NOW,
		repeat_state=repeat,
		emergency=emergency,
		expected_days=days,
		responsibility="Expired" if paid else "Warranty",
		contractor="C",
		contractor_state="Suspended" if suspended else "",
		arrived_at=NOW - timedelta(hours=3),
		surveyed_at=NOW - timedelta(hours=2),
		quote_accepted_at=NOW if paid and quoted else None,
	)
	refused = {found.code for found in check("start", known, ALL_ROLES, AGREED, NOW)}
	assert refused <= set(WAYS)
	for code in refused - ({"plan_missing"} if paid and not quoted else set()):
		ways = [BY_ACTION[action] for action in WAYS[code]]
		assert any(status in way.sources for way in ways), f"{code} in {status}: nothing clears it"


@pytest.mark.clause("R86", "R87", "R107")
@pytest.mark.parametrize("action", ["start", "commission_third_party", "pre_accept"])
@pytest.mark.parametrize("repeat", ["Suspected", "Confirmed"])
def test_a_repeat_is_cleared_wherever_it_hinders(action, repeat):
	"""Also in a running repair: a report that joins it may be the first to say that it was repaired before."""
	for status in BY_ACTION[action].sources:
		known = Facts(status=status, now=NOW, repeat_state=repeat, repeat_of="RT-1", arrived_at=NOW)
		inputs = {"third_party": "T"} if action == "commission_third_party" else {}
		refused = {found.code for found in check(action, known, ALL_ROLES, inputs, NOW)}
		[code] = refused & {"repeat_undecided", "manager_visit_missing"}
		for way in WAYS[code]:
			assert check(way, known, ALL_ROLES, {"reason": "看过"}, NOW) == [], (status, way)


@pytest.mark.clause("R58", "R88")
@pytest.mark.parametrize(("quoted", "refused"), [(True, set()), (False, {"plan_missing", "quote_missing"})])
def test_an_accepted_quotation_is_the_plan_of_paid_work(quoted, refused):
	known = Facts(
		status="Paid Repair",
		now=NOW,
		expected_days=8,
		responsibility="Expired",
		contractor="C",
		quote_accepted_at=NOW if quoted else None,
	)
	assert {found.code for found in check("start", known, ALL_ROLES, AGREED, NOW)} == refused


@pytest.mark.clause("R98")
def test_a_temporary_measure_is_recorded_from_the_arrival_on():
	arrived = Facts(status="Accepted", now=NOW, emergency=True, arrived_at=NOW)
	given_in = {"temporary_measure": "关阀"}
	assert check("record_measure", arrived, ALL_ROLES, given_in, NOW) == []
	before = Facts(status="Accepted", now=NOW, emergency=True)
	assert [found.code for found in check("record_measure", before, ALL_ROLES, given_in, NOW)] == ["arrival_missing"]
