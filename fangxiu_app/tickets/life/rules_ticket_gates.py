"""The gates of the ticket table: each checks plain facts and returns nothing, or its violation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from fangxiu_app.contractors.breach import rules_breach
from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.signature import is_drawn
from fangxiu_app.tickets.clocks.rules_back_entries import answers
from fangxiu_app.tickets.life.rules_ticket_facts import Facts as Facts

#: Cause of a notice that is served before the time is over (R107: 发现施工单位不能按时完成).
FORESEEN = "Cannot Finish in Time"


#: An owner whose pipe bursts may be on the way home: an appointment within this time still answers an emergency.
SOON_HOURS = 2
SOON = timedelta(hours=SOON_HOURS)

Gate = Callable[[Facts], "Violation | None"]


def appointment_ahead(facts: Facts) -> Violation | None:
	"""An appointment lies after the moment it is made."""
	if facts.appointment_at and facts.appointment_at < facts.now:
		return Violation("appointment_past", (facts.appointment_at,))
	return _emergency_soon(facts)


def _emergency_soon(facts: Facts) -> Violation | None:
	"""R72: somebody is at an emergency within minutes; own rule: what is agreed for later than :data:`SOON` is none."""
	late = facts.emergency and facts.appointment_at and facts.appointment_at > facts.now + SOON
	return Violation("appointment_emergency", (facts.appointment_at, SOON_HOURS)) if late else None


def not_yet_arrived(facts: Facts) -> Violation | None:
	"""One arrival for an appointment: who was there on an earlier day comes once more (R89)."""
	if not facts.arrived_at or (facts.appointment_at and not answers(facts.arrived_at, facts.appointment_at)):
		return None
	return Violation("already_arrived", (facts.arrived_at,))


def arrived(facts: Facts) -> Violation | None:
	"""The survey needs a recorded arrival first (R89, R91)."""
	return None if facts.arrived_at else Violation("arrival_missing")


def responsibility_judged(facts: Facts) -> Violation | None:
	return (
		None
		if facts.responsibility in ("Warranty", "Owner Caused", "Expired")
		else Violation("responsibility_open")
	)


def days_estimated(facts: Facts) -> Violation | None:
	"""R88 depends on how long the work takes, so an estimate is needed; 0 days would avoid the plan."""
	if facts.responsibility == "Warranty" and facts.expected_days <= 0:
		return Violation("days_missing")
	return None


def responsibility_fits(facts: Facts) -> Violation | None:
	"""The judgement agrees with the warranty answer, or gives its reason (R91: no vague judgement)."""
	if facts.responsibility == "Expired" and facts.owner_covered:
		return Violation("still_covered")
	if facts.responsibility == "Warranty" and not facts.owner_covered and not facts.reason.strip():
		return Violation("cover_ended_needs_reason")
	return None


def joint_visit_open(facts: Facts) -> Violation | None:
	return Violation("joint_visit_asked") if facts.joint_state == "Needed" else None


def joint_visit_asked_for(facts: Facts) -> Violation | None:
	return None if facts.joint_state == "Needed" else Violation("joint_visit_not_asked")


def joint_visit_done(facts: Facts) -> Violation | None:
	"""R71: what the desk could not judge is looked at together before it is judged."""
	return Violation("joint_visit_missing") if facts.joint_state == "Needed" else None


def judged_as_seen_together(facts: Facts) -> Violation | None:
	"""R71, R91: who judges differently from what both sides saw on the joint visit says why."""
	seen = facts.joint_judgement
	if seen in ("", "To Be Judged", facts.responsibility) or facts.reason.strip():
		return None
	return Violation("judged_otherwise", (seen, facts.responsibility))


def explained_together(facts: Facts) -> Violation | None:
	"""R73: that the owner has to pay is explained by repair centre and property company together."""
	if facts.responsibility == "Expired" and not facts.explained_with.strip():
		return Violation("explained_alone")
	return None


def explained_to_owner(facts: Facts) -> Violation | None:
	"""R73, R74, R93: the owner is told, with the reason, that the repair centre is not responsible."""
	owed = facts.responsibility in ("Owner Caused", "Expired") and not facts.explained_at
	return Violation("explanation_missing") if owed else None


def owner_agrees_to_pay(facts: Facts) -> Violation | None:
	"""R73, R60: no paid repair against the owner's will; a refusal goes to the developer's departments."""
	if not facts.explained_at or facts.owner_answer == "Agrees To Pay":
		return None
	return Violation("owner_not_agreed", (facts.owner_answer,))


def quote_accepted(facts: Facts) -> Violation | None:
	"""R58: paid work starts once the payer has accepted what it costs."""
	if facts.status == "Paid Repair" and not facts.quote_accepted_at:
		return Violation("quote_missing")
	return None


def quote_not_accepted(facts: Facts) -> Violation | None:
	"""An accepted quotation is withdrawn before the work takes another course."""
	return Violation("quote_stands", (facts.quote,)) if facts.quote_accepted_at else None


def paid_work_billed(facts: Facts) -> Violation | None:
	"""R58: paid work is billed, or waived by the manager, before the ticket is closed."""
	return Violation("quote_unbilled", (facts.quote,)) if facts.quote and not facts.quote_settled else None


def in_warranty_or_paid(facts: Facts) -> Violation | None:
	if facts.status == "Paid Repair" or facts.responsibility == "Warranty":
		return None
	return Violation("not_warranty_work", (facts.responsibility,))


def not_in_warranty(facts: Facts) -> Violation | None:
	return None if facts.responsibility in ("Owner Caused", "Expired") else Violation("is_warranty_work")


def owner_caused_evidence(facts: Facts) -> Violation | None:
	"""R93: owner-caused damage is proved at the survey, before it is handed to the property company."""
	if facts.responsibility == "Owner Caused" and not facts.survey_evidence:
		return Violation("evidence_missing")
	return None


def repeat_seen_by_manager(facts: Facts) -> Violation | None:
	"""R86-R87: a repeat repair is neither dispatched nor accepted before the manager has been there; a suspicion must be decided first."""
	if facts.repeat_state == "Suspected":
		return Violation("repeat_undecided")
	if facts.repeat_state == "Confirmed" and not facts.manager_visit:
		return Violation("manager_visit_missing")
	return None


def repeat_not_confirmed(facts: Facts) -> Violation | None:
	return Violation("repeat_already_confirmed") if facts.repeat_state == "Confirmed" else None


def repeat_explained(facts: Facts) -> Violation | None:
	"""R84-R86: a person confirms, by the earlier repair or by what somebody remembers of it."""
	return None if facts.repeat_of or facts.reason.strip() else Violation("repeat_unexplained")


def repeat_of_a_repair(facts: Facts) -> Violation | None:
	"""R82: what is repeated was repaired, in this unit."""
	return Violation(facts.earlier_repair_problem, (facts.repeat_of,)) if facts.earlier_repair_problem else None


def repeat_suspected(facts: Facts) -> Violation | None:
	return None if facts.repeat_state in ("Suspected", "Confirmed") else Violation("repeat_not_suspected")


def repeat_open(facts: Facts) -> Violation | None:
	if facts.repeat_state not in ("Suspected", "Confirmed"):
		return Violation("repeat_not_suspected")
	return Violation("manager_visit_done", (facts.manager_visit,)) if facts.manager_visit else None


def plan_for_long_work(facts: Facts) -> Violation | None:
	"""R88: work longer than the set days does not start without a plan.

	The quotation of a paid repair, accepted by its payer, is one: it says what is done, how long it takes and what it costs.
	"""
	if facts.expected_days > facts.plan_required_days and not facts.plan and not facts.quote_accepted_at:
		return Violation("plan_missing", (facts.expected_days, facts.plan_required_days))
	return None


def plan_reviewed(facts: Facts) -> Violation | None:
	"""R96: an important plan needs the manager's review before it is issued."""
	if facts.plan and facts.plan_important and not facts.plan_reviewed_by:
		return Violation("plan_unreviewed", (facts.plan,))
	return None


def plan_signed(facts: Facts) -> Violation | None:
	"""R97: a plan is signed by the owner before the work starts."""
	return Violation("plan_unsigned", (facts.plan,)) if facts.plan and not facts.plan_signed_at else None


def completion_agreed(facts: Facts) -> Violation | None:
	"""R92, R106: when the work is to be finished is agreed with the customer before it starts; what a signed plan says stays."""
	agreed, before = facts.agreed_completion, facts.agreed_before
	if before:
		return Violation("completion_stands", (before,)) if agreed and agreed != before else None
	if not agreed:
		return Violation("completion_missing")
	return Violation("completion_past", (agreed,)) if agreed <= facts.now else None


def emergency_measure(facts: Facts) -> Violation | None:
	"""R98: an emergency whose plan does not follow the survey within the plan's limit has its temporary measure recorded."""
	if not facts.emergency or facts.temporary_measure.strip() or facts.surveyed_at is None:
		return None
	immediate = facts.surveyed_at + timedelta(minutes=facts.immediate_plan_minutes)
	return Violation("measure_missing", (facts.immediate_plan_minutes,)) if facts.now > immediate else None


def contractor_known(facts: Facts) -> Violation | None:
	return None if facts.contractor else Violation("contractor_missing")


def contractor_not_suspended(facts: Facts) -> Violation | None:
	"""R112: a suspended contractor gets no new work, unless the manager allows it for this ticket."""
	if facts.contractor_state and not facts.dispatch_allowed_at:
		return Violation("contractor_suspended", (facts.contractor, facts.contractor_state))
	return None


def contractor_suspended(facts: Facts) -> Violation | None:
	"""The exception is offered only where the contractor is suspended."""
	if facts.dispatch_allowed_at:
		return Violation("dispatch_allowed", (facts.dispatch_allowed_at,))
	return None if facts.contractor_state else Violation("contractor_not_suspended")


def corrections_closed(facts: Facts) -> Violation | None:
	"""R100, R106: what a patrol found faulty is re-checked before the work is accepted."""
	return Violation("corrections_open", (facts.open_corrections,)) if facts.open_corrections else None


def faults_rechecked(facts: Facts) -> Violation | None:
	"""R100, R106: what the last patrol or spot check of an aspect found faulty is looked at again before the work is accepted."""
	return Violation("faults_open", (facts.open_faults,)) if facts.open_faults else None


def all_units_accepted(facts: Facts) -> Violation | None:
	"""One cause in several units: each of their owners accepts, or a reason is recorded, before the ticket is closed."""
	if facts.status == "Owner Accepted" and facts.units_not_accepted:
		return Violation("units_not_accepted", (facts.units_not_accepted,))
	return None


def not_yet_complex(facts: Facts) -> Violation | None:
	return Violation("already_complex") if facts.complex else None


def breach_true(facts: Facts) -> Violation | None:
	"""R107: a notice to the contractor needs a breach: late, failed at the pre-acceptance, or found to become late.

	What is foreseen has a time that will be missed, and says what makes that certain.
	"""
	if facts.notice_cause == "Past Its Time" and not (facts.finish_due and facts.now > facts.finish_due):
		return Violation("not_late", (facts.finish_due,))
	if facts.notice_cause == "Failed Pre-acceptance" and not facts.failed_pre_acceptance:
		return Violation("not_failed")
	if facts.notice_cause == FORESEEN:
		if not facts.finish_due:
			return Violation("finish_unknown")
		return None if facts.notice_reason.strip() else Violation("foreseen_unexplained")
	return None


def repair_photographed(facts: Facts) -> Violation | None:
	"""R106, where the settings ask for it: a photo of the finished work."""
	return Violation("repair_photo_missing") if facts.photos_required and not facts.repair_photos else None


def cleaning_photographed(facts: Facts) -> Violation | None:
	"""R108, where the settings ask for it: a photo of the cleaned home."""
	return (
		Violation("cleaning_photo_missing") if facts.photos_required and not facts.cleaning_photos else None
	)


def cleaning_not_ordered(facts: Facts) -> Violation | None:
	return Violation("cleaning_ordered", (facts.cleaning_ordered_at,)) if facts.cleaning_ordered_at else None


def cleaning_ahead(facts: Facts) -> Violation | None:
	"""The cleaning's due time is after its order."""
	if facts.cleaning_due and facts.cleaning_due < facts.now:
		return Violation("cleaning_due_past", (facts.cleaning_due,))
	return None


def notice_served(facts: Facts) -> Violation | None:
	return None if facts.notice_served_at else Violation("notice_missing")


def third_party_due(facts: Facts) -> Violation | None:
	"""R107: a third party only after the notices were received and the coordination failed, or the cure time ran out."""
	return rules_breach.violation(rules_breach.standing(facts.breach, facts.notices_wanted, facts.now))


#: Instead of the owner, property company, project department, and contractor or manager sign; the sheet is photographed.
SUBSTITUTE_FIELDS = (
	"substitute_property",
	"substitute_project",
	"substitute_side",
	"substitute_side_name",
	"substitute_sheet",
)


def acceptance_documented(facts: Facts) -> Violation | None:
	"""The owner's signed acceptance, or the substitute with its attempts to reach the owner and its signatures."""
	if facts.status == "Transferred":
		return None
	result = facts.acceptance_result
	if result in ("Pass", "Pass With Remark"):
		return _owner_signed(facts)
	if result in ("Refused", "Unreachable"):
		return _substitute_signed(facts)
	return Violation("acceptance_failed") if result == "Fail" else Violation("acceptance_missing")


def _owner_signed(facts: Facts) -> Violation | None:
	# what was accepted before is closed as it was signed
	signed = bool(facts.owner_signature) if facts.status == "Owner Accepted" else is_drawn(facts.owner_signature)
	if not facts.accepted_by_name.strip() or not signed:
		return Violation("signature_missing")
	if facts.acceptance_result == "Pass With Remark" and not facts.acceptance_remark.strip():
		return Violation("remark_missing")
	return None


def _substitute_signed(facts: Facts) -> Violation | None:
	if facts.contact_attempts < facts.attempts_needed:
		needed = (facts.attempts_needed, float(facts.attempt_gap_hours), facts.contact_attempts)
		return Violation("attempts_missing", needed)
	missing = tuple(Field("Repair Ticket", name) for name in SUBSTITUTE_FIELDS if not str(getattr(facts, name)).strip())
	if missing:
		return Violation("signers_missing", (missing,))
	names = (facts.substitute_property, facts.substitute_project, facts.substitute_side_name)
	if len({"".join(name.split()).casefold() for name in names}) < len(names):
		return Violation("signers_same", (names,))
	return None


def transfer_acknowledged(facts: Facts) -> Violation | None:
	"""R74: a transferred ticket stays open until the property company confirms that it has taken it over."""
	if facts.status == "Transferred" and not facts.transfer_acknowledged_at:
		return Violation("transfer_unacknowledged")
	return None


def merge_target(facts: Facts) -> Violation | None:
	"""Another problem is merged only where it is said why it is the same one."""
	problem = facts.merge_target_problem
	if not problem or (problem == "merge_differs" and facts.reason.strip()):
		return None
	return Violation(problem, (facts.merged_into,))
