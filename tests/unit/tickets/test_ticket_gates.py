"""Each gate of the ticket by itself: on which side of its bound it opens, what it answers, and what the answer names."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from fangxiu_app.contractors.breach.rules_breach import Breach, Notice
from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.tickets.life import rules_ticket_gates as gates
from fangxiu_app.tickets.life.rules_ticket_gates import Facts

NOW = datetime(2026, 3, 2, 10)
MOMENT = timedelta(microseconds=1)
BEFORE, AFTER = NOW - MOMENT, NOW + MOMENT


def says(gate, answer, status="Surveyed", **values):
	"""The gate's answer: None, a code, or a code with what it names."""
	code, *params = answer if isinstance(answer, tuple) else (answer,)
	wanted = Violation(code, tuple(params)) if code else None
	assert getattr(gates, gate)(Facts(status, NOW, **values)) == wanted


TIMES = [
	("appointment_ahead", None, {}),
	("appointment_ahead", None, {"appointment_at": NOW}),
	("appointment_ahead", ("appointment_past", BEFORE), {"appointment_at": BEFORE}),
	("appointment_ahead", None, {"appointment_at": NOW + gates.SOON, "emergency": True}),
	("appointment_ahead", None, {"appointment_at": NOW + timedelta(days=3)}),
	(
		"appointment_ahead",
		("appointment_emergency", NOW + gates.SOON + MOMENT, 2),
		{"appointment_at": NOW + gates.SOON + MOMENT, "emergency": True},
	),
	("not_yet_arrived", None, {}),
	("not_yet_arrived", ("already_arrived", BEFORE), {"arrived_at": BEFORE}),
	("not_yet_arrived", None, {"appointment_at": NOW}),
	("not_yet_arrived", ("already_arrived", BEFORE), {"arrived_at": BEFORE, "appointment_at": NOW}),
	("not_yet_arrived", ("already_arrived", NOW), {"arrived_at": NOW, "appointment_at": NOW - timedelta(days=1)}),
	("not_yet_arrived", None, {"arrived_at": NOW, "appointment_at": NOW + timedelta(days=1)}),
	("cleaning_not_ordered", None, {}),
	("cleaning_not_ordered", ("cleaning_ordered", BEFORE), {"cleaning_ordered_at": BEFORE}),
	("cleaning_ahead", None, {}),
	("cleaning_ahead", None, {"cleaning_due": NOW}),
	("cleaning_ahead", ("cleaning_due_past", BEFORE), {"cleaning_due": BEFORE}),
]


@pytest.mark.clause("R89", "R91")
@pytest.mark.parametrize(("gate", "answer", "values"), TIMES)
def test_times_lie_ahead_and_happen_once(gate, answer, values):
	says(gate, answer, **values)


def test_nobody_surveys_from_the_office():
	says("arrived", "arrival_missing")
	says("arrived", None, arrived_at=BEFORE)


OPEN_OR_NOT = ("To Be Judged", "", "Warranty", "Owner Caused", "Expired")


@pytest.mark.clause("R91")
@pytest.mark.parametrize("judged", OPEN_OR_NOT)
def test_who_is_responsible(judged):
	known = judged in {"Warranty", "Owner Caused", "Expired"}
	says("responsibility_judged", None if known else "responsibility_open", responsibility=judged)
	outside = judged in {"Owner Caused", "Expired"}
	says("not_in_warranty", None if outside else "is_warranty_work", responsibility=judged)
	work = None if judged == "Warranty" else ("not_warranty_work", judged)
	says("in_warranty_or_paid", work, responsibility=judged)
	says("in_warranty_or_paid", None, "Paid Repair", responsibility=judged)


JUDGEMENT = [
	("days_estimated", "days_missing", {"responsibility": "Warranty", "expected_days": 0}),
	("days_estimated", None, {"responsibility": "Warranty", "expected_days": 0.5}),
	("days_estimated", None, {"responsibility": "Expired", "expected_days": 0}),
	("responsibility_fits", "still_covered", {"responsibility": "Expired"}),
	("responsibility_fits", None, {"responsibility": "Expired", "owner_covered": False}),
	("responsibility_fits", None, {"responsibility": "Warranty"}),
	(
		"responsibility_fits",
		"cover_ended_needs_reason",
		{"responsibility": "Warranty", "owner_covered": False, "reason": " "},
	),
	("responsibility_fits", None, {"responsibility": "Warranty", "owner_covered": False, "reason": "应急"}),
	("responsibility_fits", None, {"responsibility": "Owner Caused", "owner_covered": False}),
	("owner_caused_evidence", "evidence_missing", {"responsibility": "Owner Caused"}),
	("owner_caused_evidence", None, {"responsibility": "Owner Caused", "survey_evidence": 1}),
	("owner_caused_evidence", None, {"responsibility": "Expired"}),
]


@pytest.mark.clause("R88", "R91", "R93")
@pytest.mark.parametrize(("gate", "answer", "values"), JUDGEMENT)
def test_a_judgement_is_estimated_reasoned_and_proved(gate, answer, values):
	says(gate, answer, **values)


@pytest.mark.clause("R71")
@pytest.mark.parametrize("state", ["", "Needed", "Done"])
def test_a_joint_visit_is_asked_for_once_and_made(state):
	needed = state == "Needed"
	says("joint_visit_open", "joint_visit_asked" if needed else None, joint_state=state)
	says("joint_visit_asked_for", None if needed else "joint_visit_not_asked", joint_state=state)
	says("joint_visit_done", "joint_visit_missing" if needed else None, joint_state=state)


@pytest.mark.clause("R71", "R91")
@pytest.mark.parametrize(
	("seen", "reason", "refused"),
	[
		("", "", False),
		("To Be Judged", "", False),
		("Warranty", "", False),
		("Expired", " ", True),
		("Expired", "拆开后", False),
	],
)
def test_judged_otherwise_than_seen_together(seen, reason, refused):
	answer = ("judged_otherwise", seen, "Warranty") if refused else None
	says("judged_as_seen_together", answer, responsibility="Warranty", joint_judgement=seen, reason=reason)


EXPLAINED = [
	("explained_together", "explained_alone", {"responsibility": "Expired", "explained_with": " "}),
	("explained_together", None, {"responsibility": "Expired", "explained_with": "物业 李"}),
	("explained_together", None, {"responsibility": "Owner Caused"}),
	("explained_to_owner", "explanation_missing", {"responsibility": "Owner Caused"}),
	("explained_to_owner", "explanation_missing", {"responsibility": "Expired"}),
	("explained_to_owner", None, {"responsibility": "Expired", "explained_at": BEFORE}),
	("explained_to_owner", None, {"responsibility": "Warranty"}),
	("owner_agrees_to_pay", None, {"owner_answer": "Refuses"}),
	(
		"owner_agrees_to_pay",
		("owner_not_agreed", "Refuses"),
		{"owner_answer": "Refuses", "explained_at": BEFORE},
	),
	("owner_agrees_to_pay", None, {"owner_answer": "Agrees To Pay", "explained_at": BEFORE}),
]


@pytest.mark.clause("R60", "R73", "R74", "R93")
@pytest.mark.parametrize(("gate", "answer", "values"), EXPLAINED)
def test_that_the_owner_pays_is_explained_and_agreed(gate, answer, values):
	says(gate, answer, **values)


@pytest.mark.clause("R58")
def test_paid_work_is_quoted_before_and_billed_after():
	says("quote_accepted", "quote_missing", "Paid Repair")
	says("quote_accepted", None, "Paid Repair", quote_accepted_at=BEFORE)
	says("quote_accepted", None, "Planned")
	says("quote_not_accepted", None, quote="RQ-1")
	says("quote_not_accepted", ("quote_stands", "RQ-1"), quote="RQ-1", quote_accepted_at=BEFORE)
	says("paid_work_billed", ("quote_unbilled", "RQ-1"), quote="RQ-1")
	says("paid_work_billed", None, quote="RQ-1", quote_settled=True)
	says("paid_work_billed", None)


@pytest.mark.clause("R84", "R86", "R87")
@pytest.mark.parametrize("visit", ["", "SV-1"])
@pytest.mark.parametrize("state", ["None", "Suspected", "Confirmed"])
def test_a_repeat_is_decided_and_visited_by_the_manager(state, visit):
	confirmed, asked = state == "Confirmed", state != "None"
	dispatch = (
		"repeat_undecided"
		if state == "Suspected"
		else "manager_visit_missing"
		if confirmed and not visit
		else None
	)
	says("repeat_seen_by_manager", dispatch, repeat_state=state, manager_visit=visit)
	says("repeat_not_confirmed", "repeat_already_confirmed" if confirmed else None, repeat_state=state)
	says("repeat_suspected", None if asked else "repeat_not_suspected", repeat_state=state)
	still_open = "repeat_not_suspected" if not asked else ("manager_visit_done", visit) if visit else None
	says("repeat_open", still_open, repeat_state=state, manager_visit=visit)


@pytest.mark.clause("R84", "R86")
@pytest.mark.parametrize(("earlier", "reason"), [("", ""), ("", " "), ("RT-1", ""), ("", "上月修过")])
def test_a_repeat_is_confirmed_by_a_repair_or_by_a_memory(earlier, reason):
	answer = None if earlier or reason.strip() else "repeat_unexplained"
	says("repeat_explained", answer, repeat_of=earlier, reason=reason)


PLANS = [
	("plan_for_long_work", None, {"expected_days": 3}),
	("plan_for_long_work", ("plan_missing", 3.5, 3), {"expected_days": 3.5}),
	("plan_for_long_work", ("plan_missing", 3, 2), {"expected_days": 3, "plan_required_days": 2}),
	("plan_for_long_work", None, {"expected_days": 3.5, "plan": "RP-1"}),
	("plan_reviewed", ("plan_unreviewed", "RP-1"), {"plan": "RP-1", "plan_important": True}),
	("plan_reviewed", None, {"plan": "RP-1", "plan_important": True, "plan_reviewed_by": "M"}),
	("plan_reviewed", None, {"plan": "RP-1"}),
	("plan_reviewed", None, {"plan_important": True}),
	("plan_signed", ("plan_unsigned", "RP-1"), {"plan": "RP-1"}),
	("plan_signed", None, {"plan": "RP-1", "plan_signed_at": BEFORE}),
	("plan_signed", None, {}),
]


@pytest.mark.clause("R88", "R96", "R97")
@pytest.mark.parametrize(("gate", "answer", "values"), PLANS)
def test_long_work_has_a_plan_reviewed_and_signed(gate, answer, values):
	says(gate, answer, **values)


AT_ONCE = {"emergency": True, "surveyed_at": NOW - timedelta(minutes=30)}


@pytest.mark.clause("R98")
@pytest.mark.parametrize(
	("values", "refused"),
	[
		(AT_ONCE, False),
		(AT_ONCE | {"surveyed_at": BEFORE - timedelta(minutes=30)}, True),
		(AT_ONCE | {"surveyed_at": BEFORE - timedelta(minutes=30), "temporary_measure": "关阀"}, False),
		(AT_ONCE | {"surveyed_at": BEFORE - timedelta(minutes=30), "temporary_measure": " "}, True),
		(AT_ONCE | {"surveyed_at": BEFORE - timedelta(minutes=30), "emergency": False}, False),
		(AT_ONCE | {"surveyed_at": None}, False),
	],
)
def test_an_emergency_has_its_measure_when_the_plan_does_not_follow_at_once(values, refused):
	says("emergency_measure", ("measure_missing", 30) if refused else None, **values)


WHO = [
	("contractor_known", "contractor_missing", {}),
	("contractor_known", None, {"contractor": "C"}),
	("contractor_not_suspended", None, {"contractor": "C"}),
	(
		"contractor_not_suspended",
		("contractor_suspended", "C", "Suspended"),
		{"contractor": "C", "contractor_state": "Suspended"},
	),
	("contractor_not_suspended", None, {"contractor_state": "Suspended", "dispatch_allowed_at": BEFORE}),
	("contractor_suspended", "contractor_not_suspended", {}),
	("contractor_suspended", None, {"contractor_state": "Suspended"}),
	(
		"contractor_suspended",
		("dispatch_allowed", BEFORE),
		{"contractor_state": "Suspended", "dispatch_allowed_at": BEFORE},
	),
	("corrections_closed", None, {}),
	("corrections_closed", ("corrections_open", ("CN-1",)), {"open_corrections": ("CN-1",)}),
	("faults_rechecked", None, {}),
	("faults_rechecked", ("faults_open", ("Quality",)), {"open_faults": ("Quality",)}),
	("not_yet_complex", None, {}),
	("not_yet_complex", "already_complex", {"complex": True}),
	("notice_served", "notice_missing", {}),
	("notice_served", None, {"notice_served_at": BEFORE}),
	("merge_target", None, {"merged_into": "RT-2"}),
	("merge_target", ("merge_final", "RT-2"), {"merged_into": "RT-2", "merge_target_problem": "merge_final"}),
	("merge_target", ("merge_final", "RT-2"), {"merged_into": "RT-2", "merge_target_problem": "merge_final", "reason": "同一处"}),
	("merge_target", ("merge_differs", "RT-2"), {"merged_into": "RT-2", "merge_target_problem": "merge_differs", "reason": " "}),
	("merge_target", None, {"merged_into": "RT-2", "merge_target_problem": "merge_differs", "reason": "同一根水管"}),
	("repeat_of_a_repair", None, {"repeat_of": "RT-2"}),
	("repeat_of_a_repair", ("repeat_of_unrepaired", "RT-2"), {"repeat_of": "RT-2", "earlier_repair_problem": "repeat_of_unrepaired"}),
]


@pytest.mark.clause("R100", "R106", "R112")
@pytest.mark.parametrize(("gate", "answer", "values"), WHO)
def test_who_works_and_what_is_still_open(gate, answer, values):
	says(gate, answer, **values)


@pytest.mark.clause("R74")
def test_what_only_counts_in_one_state():
	says(
		"all_units_accepted", ("units_not_accepted", ("U-1",)), "Owner Accepted", units_not_accepted=("U-1",)
	)
	says("all_units_accepted", None, "Owner Accepted")
	says("all_units_accepted", None, "Cleaned", units_not_accepted=("U-1",))
	says("transfer_acknowledged", "transfer_unacknowledged", "Transferred")
	says("transfer_acknowledged", None, "Transferred", transfer_acknowledged_at=BEFORE)
	says("transfer_acknowledged", None, "Surveyed")


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("cause", "values", "answer"),
	[
		("Past Its Time", {"finish_due": BEFORE}, None),
		("Past Its Time", {"finish_due": NOW}, ("not_late", NOW)),
		("Past Its Time", {}, ("not_late", None)),
		("Past Its Time", {"failed_pre_acceptance": True, "finish_due": AFTER}, ("not_late", AFTER)),
		("Failed Pre-acceptance", {"finish_due": BEFORE}, "not_failed"),
		("Failed Pre-acceptance", {"failed_pre_acceptance": True}, None),
		("Cannot Finish in Time", {"finish_due": AFTER, "notice_reason": " "}, "foreseen_unexplained"),
		("Cannot Finish in Time", {"finish_due": AFTER, "notice_reason": "材料未到"}, None),
		("Cannot Finish in Time", {"finish_due": BEFORE, "notice_reason": "材料未到"}, None),
		("Other", {}, None),
	],
)
def test_a_notice_names_a_breach_that_is_there(cause, values, answer):
	says("breach_true", answer, notice_cause=cause, **values)


@pytest.mark.clause("R107")
def test_the_gate_of_the_third_party_asks_at_its_moment_for_as_many_notices_as_wanted():
	over = Breach("RT-1", (Notice("CL-1", BEFORE, BEFORE, BEFORE),))
	says("third_party_due", None, breach=over)
	says("third_party_due", ("second_notice_missing", 1), breach=over, notices_wanted=2)
	running = Breach("RT-1", (Notice("CL-1", BEFORE, BEFORE, NOW),))
	says("third_party_due", ("coordination_open", NOW), breach=running)
	says("third_party_due", "notice_missing")


@pytest.mark.clause("R106", "R108")
@pytest.mark.parametrize(("required", "photos"), [(True, 0), (True, 1), (False, 0), (False, 1)])
def test_photos_where_the_settings_ask_for_them(required, photos):
	missing = required and not photos
	says(
		"repair_photographed",
		"repair_photo_missing" if missing else None,
		photos_required=required,
		repair_photos=photos,
	)
	says(
		"cleaning_photographed",
		"cleaning_photo_missing" if missing else None,
		photos_required=required,
		cleaning_photos=photos,
	)


SIGNED = {
	"acceptance_result": "Pass With Remark",
	"accepted_by_name": "王",
	"owner_signature": "data:",
	"acceptance_remark": "划痕",
}
SUBSTITUTE = {
	"acceptance_result": "Refused",
	"contact_attempts": 2,
	"substitute_property": "何",
	"substitute_project": "陈",
	"substitute_side": "Contractor",
	"substitute_side_name": "赵",
	"substitute_sheet": "/private/files/s.png",
}
ACCEPTANCE = [
	({}, "acceptance_missing"),
	({"acceptance_result": "Fail"}, "acceptance_failed"),
	(SIGNED, None),
	(SIGNED | {"acceptance_result": "Pass", "acceptance_remark": ""}, None),
	(SIGNED | {"accepted_by_name": " "}, "signature_missing"),
	(SIGNED | {"owner_signature": ""}, "signature_missing"),
	(SIGNED | {"acceptance_remark": " "}, "remark_missing"),
	(SUBSTITUTE, None),
	(SUBSTITUTE | {"acceptance_result": "Unreachable"}, None),
	(SUBSTITUTE | {"contact_attempts": 1}, ("attempts_missing", 2, 4.0, 1)),
	(
		SUBSTITUTE | {"contact_attempts": 2, "attempts_needed": 3, "attempt_gap_hours": 2},
		("attempts_missing", 3, 2.0, 2),
	),
	(
		SUBSTITUTE | {"substitute_project": " ", "substitute_sheet": ""},
		(
			"signers_missing",
			(Field("Repair Ticket", "substitute_project"), Field("Repair Ticket", "substitute_sheet")),
		),
	),
	(SUBSTITUTE | {"substitute_project": " 何 "}, ("signers_same", ("何", " 何 ", "赵"))),
	(
		SUBSTITUTE | {"substitute_project": "LI", "substitute_side_name": "l i"},
		("signers_same", ("何", "LI", "l i")),
	),
]


@pytest.mark.parametrize(("values", "answer"), ACCEPTANCE)
def test_acceptance_is_signed_or_replaced_by_three_who_are_not_one(values, answer):
	says("acceptance_documented", answer, "Owner Accepted", **values)
	says("acceptance_documented", None, "Transferred", **values)


@pytest.mark.parametrize("name", gates.SUBSTITUTE_FIELDS)
def test_each_signer_of_the_substitute_is_named_when_missing(name):
	answer = ("signers_missing", (Field("Repair Ticket", name),))
	says("acceptance_documented", answer, "Owner Accepted", **(SUBSTITUTE | {name: ""}))
