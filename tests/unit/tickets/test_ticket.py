"""The ticket table: complete, closed under its states, and never past a gate, whatever is tried."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.breach.rules_breach import Breach, Notice
from fangxiu_app.tickets.life import rules_ticket as table
from fangxiu_app.tickets.life.rules_ticket import (
	FINAL,
	PATH,
	STATUSES,
	TRANSITIONS,
	Facts,
	check,
	options,
	primary,
	stuck,
)

NOW = datetime(2026, 3, 2, 10)
ALL_ROLES = {role for row in TRANSITIONS for role in row.roles}
#: What the start asks for (R92).
AGREED = {"agreed_completion": NOW + timedelta(days=2)}


def facts(status: str = "Reported", **values) -> Facts:
	return Facts(status=status, now=NOW, **values)


def codes(action: str, known: Facts, roles=ALL_ROLES, inputs=None) -> list[str]:
	return [found.code for found in check(action, known, roles, inputs or {}, known.now)]


def test_every_state_is_reachable_and_only_final_ones_end():
	reached = {"Reported"}
	while more := {row.target for row in TRANSITIONS if row.target and set(row.sources) & reached} - reached:
		reached |= more
	assert reached == set(STATUSES)
	left = {source for row in TRANSITIONS for source in row.sources if row.target and row.target != source}
	assert set(STATUSES) - left == set(FINAL) - {"Closed"}


def test_the_straight_way_has_an_action_for_each_step():
	for here, there in pairwise(PATH):
		ways = [row.action for row in TRANSITIONS if here in row.sources and row.target == there]
		assert ways, f"{here} → {there}"


def test_actions_are_unique_and_name_clause_and_roles():
	assert len({row.action for row in TRANSITIONS}) == len(TRANSITIONS)
	for row in TRANSITIONS:
		assert row.roles, row.action
		assert re.fullmatch(r"((R\d+(-R\d+)?|industry practice|own rule)(, |$))+", row.clause), row.action
		assert set(row.sources) <= set(STATUSES), row.action


def test_unknown_action_state_role_and_input_are_refused_in_that_order():
	assert codes("fly", facts()) == ["unknown_action"]
	assert codes("close", facts()) == ["wrong_state"]
	assert codes("accept", facts(), roles={"Fangxiu Property Desk"}) == ["role_missing"]
	assert codes("cancel", facts(), inputs={"reason": "  "}) == ["input_missing"]
	assert codes("cancel", facts(), inputs={"reason": "twice"}) == []


@pytest.mark.clause("R86", "R87")
@given(
	status=st.sampled_from(("Surveyed", "Planned", "Paid Repair")),
	repeat=st.sampled_from(("Suspected", "Confirmed")),
	data=st.data(),
)
def test_no_repeat_is_dispatched_without_the_managers_visit(status, repeat, data):
	"""Whatever else is in order: a suspected repeat is decided first, a confirmed one has been visited."""
	visit = data.draw(st.sampled_from(("", "SV-1")))
	known = facts(
		status,
		responsibility="Warranty",
		contractor="C",
		repeat_state=repeat,
		manager_visit=visit,
		quote_accepted_at=NOW,
	)
	may = codes("start", known, inputs=AGREED) == []
	assert may == (repeat == "Confirmed" and visit != "")


@pytest.mark.clause("R88", "R96", "R97")
@given(
	days=st.floats(0, 60, allow_nan=False),
	limit=st.integers(0, 10),
	plan=st.booleans(),
	important=st.booleans(),
	reviewed=st.booleans(),
	signed=st.booleans(),
)
def test_start_agrees_with_the_plan_rules(days, limit, plan, important, reviewed, signed):
	known = facts(
		"Planned",
		responsibility="Warranty",
		contractor="C",
		expected_days=days,
		plan_required_days=limit,
		plan="RP-1" if plan else "",
		plan_important=important,
		plan_reviewed_by="M" if reviewed else "",
		plan_signed_at=NOW if signed else None,
	)
	wanted = (plan or days <= limit) and (not plan or (signed and (reviewed or not important)))
	assert (codes("start", known, inputs=AGREED) == []) == wanted


@pytest.mark.clause("R98")
@pytest.mark.parametrize(
	("minutes", "measure", "refused"),
	[(30, "", False), (31, "", True), (31, "关阀", False), (31, "  ", True)],
)
def test_temporary_measure_after_the_immediate_plan_time(minutes, measure, refused):
	surveyed = NOW - timedelta(minutes=minutes)
	known = facts(
		"Surveyed",
		emergency=True,
		responsibility="Warranty",
		contractor="C",
		surveyed_at=surveyed,
		temporary_measure=measure,
	)
	assert (codes("start", known, inputs=AGREED) == ["measure_missing"]) == refused
	assert codes("start", replace(known, emergency=False), inputs=AGREED) == []


@pytest.mark.clause("R107")
@given(
	served=st.booleans(),
	result=st.sampled_from(("", "Pending", "Succeeded", "Failed")),
	cure=st.one_of(st.none(), st.integers(-10, 10)),
)
def test_third_party_only_after_notice_and_failed_coordination(served, result, cure):
	cure_until = None if cure is None else NOW + timedelta(days=cure)
	known = facts(
		"In Repair",
		breach=Breach("T", (Notice("CL-1", *(2 * [NOW - timedelta(days=30)]), cure_until),) if served else (), result),
	)
	inputs = {"third_party": "T"}
	may = codes("commission_third_party", known, inputs=inputs) == []
	repeat = codes("commission_third_party", replace(known, repeat_state="Confirmed"), inputs=inputs)
	assert "manager_visit_missing" in repeat
	assert may == (
		served and (result == "Failed" or (result != "Succeeded" and cure is not None and cure < 0))
	)


@pytest.mark.clause("R93")
@pytest.mark.parametrize(
	("responsibility", "evidence", "code"),
	[
		("Owner Caused", 0, ["evidence_missing"]),
		("Owner Caused", 1, []),
		("Expired", 0, []),
		("Warranty", 1, ["is_warranty_work"]),
	],
)
def test_transfer(responsibility, evidence, code):
	known = facts("Surveyed", responsibility=responsibility, survey_evidence=evidence, explained_at=NOW)
	assert codes("transfer", known, inputs={"transferred_to": "PM"}) == code
	unexplained = codes("transfer", replace(known, explained_at=None), inputs={"transferred_to": "PM"})
	assert unexplained == code + ["explanation_missing"] * (responsibility != "Warranty")


@pytest.mark.clause("R74")
def test_somebody_always_has_the_ball():
	"""Never nobody's: every action that ends in an open state names who acts next, or leaves it with whom it was."""
	enters = [row for row in TRANSITIONS if row.target and row.target not in FINAL]
	assert [row.action for row in enters if not row.waiting_on] == []
	assert [
		row.action for row in TRANSITIONS if row.voids_clocks and not row.waiting_on and row.target not in FINAL
	] == []


@pytest.mark.clause("R73")
@given(
	responsibility=st.sampled_from(("Warranty", "Owner Caused", "Expired")),
	explained=st.booleans(),
	answer=st.sampled_from(("", "Understands", "Agrees To Pay", "Refuses", "Wants To Think")),
)
def test_nobody_pays_who_has_not_agreed(responsibility, explained, answer):
	known = facts(
		"Surveyed",
		responsibility=responsibility,
		explained_at=NOW if explained else None,
		owner_answer=answer,
	)
	may = codes("paid_repair", known) == []
	assert may == (responsibility != "Warranty" and explained and answer == "Agrees To Pay")


@pytest.mark.clause("R71")
@pytest.mark.parametrize(
	("state", "seen", "judged", "reason", "wanted"),
	[
		("Needed", "", "Warranty", "", ["joint_visit_missing"]),
		("Done", "Warranty", "Warranty", "", []),
		("Done", "Owner Caused", "Warranty", "", ["judged_otherwise"]),
		("Done", "Owner Caused", "Warranty", "拆开后才看清", []),
		("Done", "To Be Judged", "Warranty", "", []),
		("", "", "Warranty", "", []),
	],
)
def test_survey_follows_the_joint_visit(state, seen, judged, reason, wanted):
	known = facts("Accepted", arrived_at=NOW, joint_state=state, joint_judgement=seen)
	inputs = {"root_cause": "x", "responsibility": judged, "expected_days": 1.0, "reason": reason}
	assert codes("survey", known, inputs=inputs) == wanted


@given(
	result=st.sampled_from(("", "Pass", "Pass With Remark", "Fail", "Refused", "Unreachable")),
	name=st.sampled_from(("", " ", "王")),
	signature=st.sampled_from(("", "data:")),
	remark=st.sampled_from(("", "划痕")),
	attempts=st.integers(0, 3),
	signers=st.lists(st.sampled_from(("何", "陈", "赵", "何 ", "")), min_size=3, max_size=3),
	side=st.sampled_from(("", "Contractor")),
	sheet=st.sampled_from(("", "/private/files/s.png")),
)
def test_nothing_closes_without_acceptance_or_its_substitute(
	result, name, signature, remark, attempts, signers, side, sheet
):
	known = facts(
		"Owner Accepted",
		acceptance_result=result,
		accepted_by_name=name,
		owner_signature=signature,
		acceptance_remark=remark,
		contact_attempts=attempts,
		substitute_property=signers[0],
		substitute_project=signers[1],
		substitute_side_name=signers[2],
		substitute_side=side,
		substitute_sheet=sheet,
	)
	three = len({signer.strip() for signer in signers} - {""}) == 3
	substitute = attempts >= 2 and three and side != "" and sheet != ""
	signed = name.strip() != "" and signature != ""
	wanted = {
		"Pass": signed,
		"Pass With Remark": signed and remark != "",
		"Refused": substitute,
		"Unreachable": substitute,
	}.get(result, False)
	assert (codes("close", known) == []) == wanted


@given(
	status=st.sampled_from(STATUSES),
	role=st.sampled_from(sorted(ALL_ROLES)),
	arrived=st.booleans(),
	repeat=st.sampled_from(("None", "Suspected", "Confirmed")),
)
def test_the_form_offers_exactly_what_the_server_would_take(status, role, arrived, repeat):
	"""A button that is offered as allowed is not refused for anything but what is typed, and the other way round."""
	known = facts(status, arrived_at=NOW if arrived else None, repeat_state=repeat)
	offered = {option.transition.action: option for option in options(known, {role})}
	for row in TRANSITIONS:
		found = {violation.code for violation in check(row.action, known, {role}, {}, NOW)}
		if row.via:
			assert row.action not in offered
		elif row.action not in offered:
			assert found & {"wrong_state", "role_missing"}
		elif not offered[row.action].allowed and "input_missing" not in found:
			assert found >= {violation.code for violation in offered[row.action].violations}
		else:
			assert not found & {"wrong_state", "role_missing"}


ALL_DONE = {
	"arrived_at": NOW,
	"responsibility": "Warranty",
	"contractor": "C",
	"acceptance_result": "Pass",
	"accepted_by_name": "W",
	"owner_signature": "S",
	"transfer_acknowledged_at": NOW,
	"transfer_outcome": "Customer Pays",
}


@pytest.mark.parametrize(
	("status", "missing", "wanted"),
	[
		("Reported", {}, "accept"),
		("Accepted", {"arrived_at": None}, "appoint"),
		("Accepted", {}, "survey"),
		("Appointed", {"arrived_at": None}, "arrive"),
		("Appointed", {}, "survey"),
		("Surveyed", {}, "start"),
		("Surveyed", {"contractor": ""}, None),
		("Surveyed", {"repeat_state": "Confirmed"}, "manager_visit"),
		(
			"Surveyed",
			{"responsibility": "Owner Caused", "survey_evidence": 1, "explained_at": NOW},
			"transfer",
		),
		("Surveyed", {"responsibility": "Owner Caused", "survey_evidence": 1}, "explain"),
		("Accepted", {"joint_state": "Needed"}, "joint_visit"),
		("Planned", {"plan": "RP-1"}, None),
		("In Repair", {}, "pre_accept"),
		("Pre-accepted", {}, "order_cleaning"),
		("Pre-accepted", {"cleaning_ordered_at": NOW}, "clean"),
		("Cleaned", {}, "owner_accept"),
		("Owner Accepted", {}, "close"),
		("Transferred", {"transfer_acknowledged_at": None}, "acknowledge_transfer"),
		("Transferred", {"transfer_outcome": ""}, "settle_transfer"),
		("Transferred", {}, "close"),
		("Closed", {}, None),
	],
)
def test_the_primary_button_is_the_next_allowed_action(status, missing, wanted):
	known = facts(status, **{**ALL_DONE, **missing})
	assert primary(status, options(known, ALL_ROLES)) == wanted


@pytest.mark.parametrize(
	("result", "wanted"), [("Pending", "record_coordination"), ("Succeeded", None), ("Failed", None)]
)
def test_the_project_departments_button_is_the_result_it_owes(result, wanted):
	"""After a notice it has to act (R107); who repairs has his own next step first."""
	known = facts("In Repair", **{**ALL_DONE, "notice_served_at": NOW})
	assert primary(known.status, options(known, ("Fangxiu Project Department",)), result) == wanted
	assert primary(known.status, options(known, ALL_ROLES), result) == "pre_accept"


@pytest.mark.parametrize(
	"values, wanted",
	[
		({"status": "Surveyed", "responsibility": "Warranty", "expected_days": 1}, None),
		({"status": "Surveyed", "responsibility": "Warranty", "expected_days": 9}, "start"),
		({"status": "Accepted"}, None),
		({"status": "Closed"}, None),
	],
)
def test_a_reason_is_said_only_where_nothing_usual_is_possible(values, wanted):
	known = facts(**values, contractor="C", plan_required_days=3)
	found = stuck(known.status, options(known, ALL_ROLES))
	assert (found and found.transition.action) == wanted


def test_ticket_module_names_are_exported():
	assert {name for name in table.__all__ if not hasattr(table, name)} == set()


@pytest.mark.clause("R58")
@given(agreed=st.booleans(), settled=st.booleans(), quoted=st.booleans())
def test_paid_work_is_agreed_before_and_billed_after(agreed, settled, quoted):
	when = NOW if agreed else None
	waiting = facts("Paid Repair", responsibility="Expired", contractor="C", quote_accepted_at=when)
	assert codes("start", waiting, inputs=AGREED) == ([] if agreed else ["quote_missing"])
	done = {"acceptance_result": "Pass", "accepted_by_name": "x", "owner_signature": "x"}
	ended = facts("Owner Accepted", quote="Q" if quoted else "", quote_settled=settled, **done)
	assert codes("close", ended) == (["quote_unbilled"] if quoted and not settled else [])
