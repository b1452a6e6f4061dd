"""The ticket's transitions, row by row: action, from, to, who, gates, inputs, clocks started and stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fangxiu_app.tickets.life import rules_ticket_gates as gates
from fangxiu_app.tickets.life import rules_transfer_gates as transferred
from fangxiu_app.tickets.life.rules_ticket_gates import Gate

MANAGER = "Repair Manager"
SUPERVISOR = "Repair Supervisor"
ENGINEER = "Repair Engineer"
CLERK = "Repair Clerk"
PROPERTY = "Fangxiu Property Desk"
PROJECT = "Fangxiu Project Department"
SERVICE = "Repair Customer Service"
CALL_CENTRE = "Fangxiu Group Call Centre"
CRAFT = (ENGINEER, SUPERVISOR, MANAGER)
STAFF = (CLERK, *CRAFT)
LEAD = (SUPERVISOR, MANAGER)
#: Everybody who takes reports.
DESKS = (*STAFF, PROPERTY, SERVICE, CALL_CENTRE)

#: The straight way from report to close.
PATH = (
	"Reported",
	"Accepted",
	"Appointed",
	"Surveyed",
	"Planned",
	"In Repair",
	"Pre-accepted",
	"Cleaned",
	"Owner Accepted",
	"Closed",
)
ASIDE = ("Transferred", "Paid Repair", "Third Party", "Merged", "Cancelled")
STATUSES = PATH + ASIDE
#: Final states: no duty is left.
FINAL = ("Closed", "Merged", "Cancelled")
WORKING = ("In Repair", "Third Party")
BEFORE_SURVEY = ("Reported", "Accepted", "Appointed")
BEFORE_REPAIR = (*BEFORE_SURVEY, "Surveyed", "Planned")
#: States in which a repeat is decided and seen by the manager: wherever it hinders a dispatch, a paid repair's or a third party's, or
#: a pre-acceptance. A report that joins a running repair may be the first to say that it was repaired before.
REPEAT_OPEN = (*BEFORE_REPAIR, "Paid Repair", *WORKING)


@dataclass(frozen=True, slots=True)
class Input:
	"""A ticket field the user fills in with the action."""

	field: str
	required: bool = True


@dataclass(frozen=True, slots=True)
class Transition:
	"""One row of the table.

	``target`` None leaves the status. ``gates`` are asked before anything is typed, so that the form can say why a button
	is missing; ``late_gates`` also look at the typed inputs. ``stamps`` receive the time of the event. ``via`` names the
	document that performs the action itself: such rows get no button of their own. ``clause`` names the clauses of the regulation,
	or says that the row rests on industry practice or is a rule of our own.
	"""

	action: str
	label: str
	sources: tuple[str, ...]
	target: str | None
	roles: tuple[str, ...]
	clause: str
	inputs: tuple[Input, ...] = ()
	gates: tuple[Gate, ...] = ()
	late_gates: tuple[Gate, ...] = ()
	stamps: tuple[str, ...] = ()
	sets: tuple[tuple[str, object], ...] = ()
	clears: tuple[str, ...] = ()
	starts: tuple[str, ...] = ()
	stops: tuple[str, ...] = ()
	voids: tuple[str, ...] = ()
	voids_clocks: bool = False
	waiting_on: str = ""
	via: str = ""


def optional(*names: str) -> tuple[Input, ...]:
	return tuple(Input(name, required=False) for name in names)


def required(*names: str) -> tuple[Input, ...]:
	return tuple(Input(name) for name in names)


#: What the property company says of a ticket it was given; a second transfer begins anew.
TAKEN_OVER = (
	"transfer_acknowledged_by",
	"transfer_acknowledged_at",
	"transfer_outcome",
	"transfer_outcome_on",
	"transfer_outcome_note",
)
CLEANING = ("cleaning_ordered_at", "cleaning_by", "cleaning_due", "cleaned_at", "cleaned_by")

#: What a reopened ticket forgets: every fact after acceptance (the event log keeps them).
AFTER_ACCEPTANCE = (
	"appointment_at arrived_at arrival_place survey_visit diagnostic_visits surveyed_at root_cause complex expected_days temporary_measure temporary_measure_at plan"
	" planned_at plan_signed_at agreed_completion dispatch_allowed_at started_at pre_accepted_at pre_acceptance_count pre_acceptance_visit"
	" notice_served_at notice_cause notice_reason notice_way notice_receiver notice_proof notice_file cure_until"
	" coordination_result coordination_note third_party third_party_at cleaning_ordered_at cleaning_by cleaning_due"
	" cleaned_at cleaned_by owner_accepted_at acceptance_result acceptance_remark accepted_by_name owner_signature"
	" closed_at transferred_to transferred_at transfer_acknowledged_by transfer_acknowledged_at"
	" transfer_outcome transfer_outcome_on transfer_outcome_note"
	" paid_agreed_at quote quote_accepted_at manager_visit joint_state joint_participant joint_judgement joint_visited_at joint_visit"
	" explained_at explained_by explained_with explanation owner_answer"
	" substitute_property substitute_project substitute_side substitute_side_name substitute_sheet"
).split()

#: Duties that recur while the work goes on (R12, R100, R102); they end with the work.
WORK_CLOCKS = ("Daily Patrol", "Long Repair Notice", "Weekly Contact")

DISPATCH_GATES = (
	gates.repeat_seen_by_manager,
	gates.plan_for_long_work,
	gates.plan_reviewed,
	gates.plan_signed,
	gates.emergency_measure,
	gates.contractor_known,
	gates.contractor_not_suspended,
)

# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
	Transition("accept", "Accept", ("Reported",), "Accepted", CRAFT, "R70, R78", stamps=("accepted_at",),
		stops=("Acceptance",), starts=("First Response",), waiting_on="Engineer"),
	Transition("call_engineer", "Engineer Notified by Phone", BEFORE_SURVEY, None, DESKS, "R70, R78", stamps=("engineer_called_at",)),
	Transition("ask_joint_visit", "Ask For Joint Visit", BEFORE_SURVEY, None, DESKS, "R71", inputs=required("reason"),
		gates=(gates.joint_visit_open,), sets=(("joint_state", "Needed"),), clears=("joint_judgement", "joint_visit"), waiting_on="Engineer"),
	Transition("joint_visit", "Record Joint Visit", ("Accepted", "Appointed"), None, CRAFT, "R71",
		inputs=required("joint_participant", "joint_judgement", "reason"), gates=(gates.joint_visit_asked_for, gates.arrived),
		stamps=("joint_visited_at",), sets=(("joint_state", "Done"),), waiting_on="Engineer"),
	Transition("appoint", "Make Appointment", ("Accepted", "Appointed"), "Appointed", STAFF, "R89",
		inputs=required("appointment_at"), late_gates=(gates.appointment_ahead,), clears=("arrived_at", "arrival_place", "survey_visit"),
		stops=("First Response",), starts=("Punctuality",), waiting_on="Engineer"),
	Transition("arrive", "Record Arrival", ("Accepted", "Appointed"), None, CRAFT, "R72, R89, R90",
		inputs=optional("arrival_place"), gates=(gates.not_yet_arrived,), stamps=("arrived_at",), stops=("First Response", "Emergency Arrival", "Punctuality"), waiting_on="Engineer"),
	Transition("survey", "Record Survey", ("Accepted", "Appointed"), "Surveyed", CRAFT, "R88, R91-R93",
		inputs=required("root_cause", "responsibility", "expected_days") + optional("complex", "temporary_measure", "reason"),
		gates=(gates.arrived, gates.joint_visit_done),
		late_gates=(gates.responsibility_judged, gates.responsibility_fits, gates.judged_as_seen_together, gates.days_estimated), stamps=("surveyed_at",),
		voids=("Punctuality",), starts=("Plan", "Temporary Measure"), waiting_on="Engineer"),
	Transition("record_measure", "Record Temporary Measure", ("Accepted", "Appointed", "Surveyed", "Planned", "Paid Repair", "In Repair"), None, CRAFT, "R98",
		inputs=required("temporary_measure"), gates=(gates.arrived,), stamps=("temporary_measure_at",),
		stops=("Temporary Measure",)),
	Transition("issue_plan", "Issue Plan", ("Surveyed", "Planned"), "Planned", CRAFT, "R94-R96",
		inputs=required("plan"), gates=(gates.in_warranty_or_paid, gates.emergency_measure), late_gates=(gates.plan_reviewed,),
		stamps=("planned_at",), clears=("plan_signed_at",), stops=("Plan", "Temporary Measure"), waiting_on="Owner", via="Repair Plan"),
	Transition("reissue_plan", "Issue Plan During Repair", WORKING, None, CRAFT, "R94-R97",
		inputs=required("plan"), late_gates=(gates.plan_reviewed,), stamps=("planned_at",), clears=("plan_signed_at",),
		stops=("Plan",), waiting_on="Owner", via="Repair Plan"),
	Transition("sign_plan", "Owner Signs Plan", ("Planned", *WORKING), None, STAFF, "R97",
		inputs=required("agreed_completion"), stamps=("plan_signed_at",), starts=("Agreed Completion",), waiting_on="Engineer",
		via="Repair Plan"),
	Transition("ask_plan_review", "Plan Awaits Review", ("Surveyed", "Planned", *WORKING), None, CRAFT, "R96", waiting_on="Manager",
		via="Repair Plan"),
	Transition("review_plan", "Plan Reviewed", ("Surveyed", "Planned", *WORKING), None, (MANAGER,), "R96", waiting_on="Engineer",
		via="Repair Plan"),
	Transition("return_plan", "Plan Sent Back", ("Surveyed", "Planned", *WORKING), None, (MANAGER,), "R96",
		inputs=required("reason"), waiting_on="Engineer", via="Repair Plan"),
	Transition("refuse_plan", "Owner Refuses to Sign", ("Planned", *WORKING), None, STAFF, "R97",
		inputs=required("reason"), waiting_on="Manager", via="Repair Plan"),
	Transition("start", "Dispatch and Start Repair", ("Surveyed", "Planned", "Paid Repair"), "In Repair", CRAFT, "R80, R86-R88, R92",
		inputs=optional("agreed_completion"),
		gates=(gates.in_warranty_or_paid, gates.quote_accepted, *DISPATCH_GATES), late_gates=(gates.completion_agreed,), stamps=("started_at",), stops=("Temporary Measure",),
		starts=("Daily Patrol", "Long Repair Notice", "Agreed Completion"), waiting_on="Contractor"),
	Transition("allow_dispatch", "Allow Dispatch Despite Suspension", ("Surveyed", "Planned", "Paid Repair"), None, (MANAGER,), "R112",
		inputs=required("reason"), gates=(gates.contractor_suspended,), stamps=("dispatch_allowed_at",), waiting_on="Engineer"),
	Transition("mark_complex", "Mark as Complex", ("Surveyed", "Planned", "In Repair", "Third Party"), None, CRAFT, "R101",
		inputs=required("reason"), gates=(gates.not_yet_complex,), sets=(("complex", 1),)),
	Transition("fail_pre_acceptance", "Pre-acceptance Failed", ("In Repair", "Third Party"), None, CRAFT, "R106, R107",
		inputs=required("reason"), waiting_on="Contractor"),
	Transition("pre_accept", "Pre-acceptance Passed", ("In Repair", "Third Party"), "Pre-accepted", CRAFT, "R106",
		gates=(gates.repeat_seen_by_manager, gates.plan_signed, gates.corrections_closed, gates.faults_rechecked, gates.repair_photographed), stamps=("pre_accepted_at",), stops=("Agreed Completion", "Plan"), voids=WORK_CLOCKS, starts=("Cleaning",), waiting_on="Contractor"),
	Transition("order_cleaning", "Order Cleaning", ("Pre-accepted",), None, STAFF, "R108",
		inputs=required("cleaning_by") + optional("cleaning_due"), gates=(gates.cleaning_not_ordered,), late_gates=(gates.cleaning_ahead,),
		stamps=("cleaning_ordered_at",), waiting_on="Contractor"),
	Transition("clean", "Cleaning Checked", ("Pre-accepted",), "Cleaned", STAFF, "R108",
		inputs=required("cleaned_by"), gates=(gates.cleaning_photographed,), stamps=("cleaned_at",), stops=("Cleaning",), starts=("Owner Acceptance",), waiting_on="Owner"),
	Transition("owner_accept", "Owner Acceptance", ("Cleaned",), "Owner Accepted", STAFF, "R108, industry practice",
		inputs=required("acceptance_result") + optional("accepted_by_name", "owner_signature", "acceptance_remark", *gates.SUBSTITUTE_FIELDS),
		late_gates=(gates.acceptance_documented,), stamps=("owner_accepted_at",), stops=("Owner Acceptance",), waiting_on="Engineer"),
	Transition("reject", "Owner Rejects", ("Cleaned",), "In Repair", STAFF, "industry practice",
		inputs=required("acceptance_remark"), sets=(("acceptance_result", "Fail"),), clears=("pre_accepted_at", *CLEANING),
		stops=("Owner Acceptance",), starts=("Daily Patrol", "Long Repair Notice"), waiting_on="Contractor"),
	Transition("close", "Close", ("Owner Accepted", "Transferred"), "Closed", STAFF, "R74, industry practice",
		gates=(gates.acceptance_documented, gates.all_units_accepted, gates.transfer_acknowledged, transferred.outcome_recorded, gates.paid_work_billed), stamps=("closed_at",), voids_clocks=True,
		starts=("Follow-up",)),
	Transition("reopen", "Reopen", ("Closed", "Transferred"), "Accepted", (*STAFF, SERVICE), "R82, industry practice",
		inputs=required("reason"), sets=(("repeat_state", "Suspected"), ("repeat_source", "Owner"), ("responsibility", "To Be Judged")),
		clears=tuple(AFTER_ACCEPTANCE), stamps=("accepted_at",), voids_clocks=True, starts=("First Response", "Emergency Arrival"), waiting_on="Engineer"),
	Transition("explain", "Record Explanation To Owner", ("Surveyed", "Transferred"), None, CRAFT, "R73, R74, R93",
		inputs=required("explanation", "owner_answer") + optional("explained_with"), gates=(gates.not_in_warranty,),
		late_gates=(gates.explained_together,), stamps=("explained_at",)),
	Transition("transfer", "Transfer to Property Company", ("Surveyed", "Paid Repair"), "Transferred", CRAFT, "R74, R93",
		inputs=required("transferred_to"), gates=(gates.not_in_warranty, gates.owner_caused_evidence, gates.explained_to_owner, gates.quote_not_accepted),
		stamps=("transferred_at",), clears=("paid_agreed_at", *TAKEN_OVER), voids_clocks=True, starts=("Transfer Acknowledgement",), waiting_on="Property Company"),
	Transition("acknowledge_transfer", "Acknowledge Transfer", ("Transferred",), None, (*STAFF, PROPERTY), "R74, R93",
		inputs=required("transfer_acknowledged_by"), gates=(transferred.not_acknowledged,), stamps=("transfer_acknowledged_at",), stops=("Transfer Acknowledgement",),
		waiting_on="Property Company"),
	Transition("settle_transfer", "Record Outcome of Transfer", ("Transferred",), None, (*STAFF, PROPERTY), "R58-R60",
		inputs=required("transfer_outcome", "transfer_outcome_on") + optional("transfer_outcome_note"), gates=(gates.transfer_acknowledged,),
		late_gates=(transferred.outcome_fits, transferred.outcome_has_happened), waiting_on="Engineer"),
	Transition("paid_repair", "Owner Agrees to Paid Repair", ("Surveyed", "Transferred"), "Paid Repair", CRAFT, "R58, R73",
		gates=(gates.not_in_warranty, gates.explained_to_owner, gates.owner_agrees_to_pay), stamps=("paid_agreed_at",),
		voids=("Transfer Acknowledgement",), waiting_on="Engineer"),
	Transition("accept_quote", "Payer Accepts Quotation", ("Paid Repair", "In Repair"), None, STAFF, "R58, R59",
		inputs=required("quote"), stamps=("quote_accepted_at",), waiting_on="Engineer", via="Paid Repair Quote"),
	Transition("refuse_quote", "Payer Refuses Quotation", ("Paid Repair",), None, STAFF, "R58, R60",
		inputs=required("reason"), waiting_on="Property Company", via="Paid Repair Quote"),
	Transition("withdraw_quote", "Withdraw Accepted Quotation", ("Paid Repair",), None, CRAFT, "R58",
		inputs=required("reason"), clears=("quote", "quote_accepted_at"), waiting_on="Engineer", via="Paid Repair Quote"),
	Transition("serve_notice", "Serve Written Notice", ("Planned", "In Repair"), None, CRAFT, "R107",
		inputs=required("notice_cause", "notice_way", "notice_receiver", "notice_proof") + optional("notice_file", "cure_until", "notice_reason"),
		late_gates=(gates.breach_true,), clears=("notice_reason",), stamps=("notice_served_at",), sets=(("coordination_result", "Pending"),), waiting_on="Project Department",
		via="Correspondence"),
	Transition("record_coordination", "Record Coordination Result", ("Planned", "In Repair"), None, (*CRAFT, PROJECT), "R107",
		inputs=required("coordination_result", "coordination_note"), gates=(gates.notice_served,), waiting_on="Engineer"),
	Transition("commission_third_party", "Commission Third Party", ("Planned", "In Repair"), "Third Party", LEAD, "R107",
		inputs=required("third_party"), gates=(gates.repeat_seen_by_manager, gates.third_party_due),
		stamps=("third_party_at",), starts=("Daily Patrol", "Long Repair Notice"), waiting_on="Contractor", via="Third Party Order"),
	Transition("merge", "Merge Into", BEFORE_SURVEY, "Merged", STAFF, "own rule",
		inputs=required("merged_into") + optional("reason"), late_gates=(gates.merge_target,), voids_clocks=True),
	Transition("cancel", "Cancel", BEFORE_SURVEY, "Cancelled", LEAD, "own rule", inputs=required("reason"), voids_clocks=True),
	Transition("confirm_repeat", "Confirm Repeat Repair", REPEAT_OPEN, None, (*STAFF, PROPERTY), "R84-R86",
		inputs=optional("repeat_of", "reason"), gates=(gates.repeat_not_confirmed,), late_gates=(gates.repeat_explained, gates.repeat_of_a_repair), sets=(("repeat_state", "Confirmed"),), waiting_on="Manager"),
	Transition("reject_repeat", "Not a Repeat Repair", REPEAT_OPEN, None, LEAD, "R82",
		inputs=required("reason"), gates=(gates.repeat_suspected,), sets=(("repeat_state", "Rejected"),), waiting_on="Engineer"),
	Transition("manager_visit", "Record Manager's Visit", REPEAT_OPEN, None, (MANAGER,), "R87",
		inputs=required("reason"), gates=(gates.repeat_open,), waiting_on="Engineer"),
)
# fmt: on

#: What usually comes next in each state, the first possible one being the form's primary button.
NEXT: Mapping[str, tuple[str, ...]] = {
	"Reported": ("accept",),
	"Accepted": ("joint_visit", "survey", "appoint"),
	"Appointed": ("joint_visit", "survey", "arrive"),
	"Surveyed": ("manager_visit", "transfer", "explain", "start"),
	"Planned": ("manager_visit", "start"),
	"Paid Repair": ("manager_visit", "start"),
	"In Repair": ("manager_visit", "pre_accept"),
	"Third Party": ("manager_visit", "pre_accept"),
	"Pre-accepted": ("order_cleaning", "clean"),
	"Cleaned": ("owner_accept",),
	"Owner Accepted": ("close",),
	"Transferred": ("close", "settle_transfer", "acknowledge_transfer"),
}

BY_ACTION: Mapping[str, Transition] = {row.action: row for row in TRANSITIONS}
