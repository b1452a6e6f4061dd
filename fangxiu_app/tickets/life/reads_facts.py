"""Loads the facts about a ticket that the gates of ``tickets.life.rules_ticket`` need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime, getdate

from fangxiu_app.contractors.breach import reads_breach_evidence, reads_orders
from fangxiu_app.contractors.breach.rules_breach import NOTHING, Breach
from fangxiu_app.core.settings import Rules
from fangxiu_app.core.time.event_time import OVERTAKEN
from fangxiu_app.tickets.clocks.rules_follow_up import occasions
from fangxiu_app.tickets.intake import reads_affected
from fangxiu_app.tickets.life import reads_merging
from fangxiu_app.tickets.life import rules_ticket_gates as gates
from fangxiu_app.tickets.life.rules_ticket import TRANSITIONS, Facts
from fangxiu_app.tickets.life.rules_ticket_gates import SUBSTITUTE_FIELDS
from fangxiu_app.tickets.life.rules_transfer_gates import NOT_FILED
from fangxiu_app.tickets.site_work import reads_work

DATETIMES = (
	"appointment_at",
	"arrived_at",
	"surveyed_at",
	"agreed_completion",
	"plan_signed_at",
	"quote_accepted_at",
	"dispatch_allowed_at",
	"notice_served_at",
	"transferred_at",
	"transfer_acknowledged_at",
	"explained_at",
	"cleaning_ordered_at",
	"cleaning_due",
)
TEXTS = (
	"responsibility",
	"temporary_measure",
	"contractor",
	"repeat_state",
	"repeat_of",
	"manager_visit",
	"joint_state",
	"joint_judgement",
	"explained_with",
	"owner_answer",
	"plan",
	"quote",
	"acceptance_result",
	"acceptance_remark",
	"accepted_by_name",
	"owner_signature",
	"notice_cause",
	"transfer_outcome",
	*SUBSTITUTE_FIELDS,
)
#: Log lines about a ticket that are no step of its way: a second call does not forbid to enter an earlier arrival.
BESIDE = (
	*("report_again", "absorb", "split", "call_engineer"),
	*("add_units", "remove_units", "inform_units", "accept_units"),
)


@dataclass(frozen=True, slots=True)
class Known:
	"""Facts about a ticket from other documents."""

	plan: dict = field(default_factory=dict)
	photos: Mapping[str, int] = field(default_factory=dict)
	failed_pre_acceptance: bool = False
	open_corrections: tuple[str, ...] = ()
	open_faults: tuple[str, ...] = ()
	units_not_accepted: tuple[str, ...] = ()
	attempts: tuple[datetime, ...] = ()
	merge_target_problem: str = ""
	earlier_repair_problem: str = ""
	quote_settled: bool = False
	contractor_state: str = ""
	breach: Breach = NOTHING
	notices_wanted: int = 1
	common_part: bool = False
	special_report: bool = False


def _asked_in(*asked) -> frozenset[str]:
	"""States in which an action asks one of these gates: elsewhere their facts need not be read."""
	return frozenset(
		status for row in TRANSITIONS if set(asked) & {*row.gates, *row.late_gates} for status in row.sources
	)


BREACH_ASKED = _asked_in(gates.third_party_due)
DISPATCH_ASKED = _asked_in(gates.contractor_not_suspended)
FAULTS_ASKED = _asked_in(gates.faults_rechecked)
PHOTOS_ASKED = _asked_in(gates.owner_caused_evidence, gates.repair_photographed, gates.cleaning_photographed)


def load(ticket, rules: Rules, now: datetime, inputs: dict | None = None) -> Facts:
	"""Facts of ``ticket`` at ``now``; ``inputs`` only tells which plan, merge target or earlier repair to look at."""
	inputs = inputs or {}
	known = Known(
		plan=_plan(inputs.get("plan") or ticket.plan),
		photos=_photos(ticket.name) if ticket.status in PHOTOS_ASKED else {},
		failed_pre_acceptance=failed_pre_acceptance(ticket),
		open_corrections=_open_corrections(ticket),
		open_faults=reads_work.open_faults([ticket.name]).get(ticket.name, ()) if ticket.status in FAULTS_ASKED else (),
		units_not_accepted=_units_not_accepted(ticket),
		attempts=_failed_attempts(ticket),
		merge_target_problem=_merge_problem(ticket, inputs.get("merged_into")),
		earlier_repair_problem=_earlier_problem(ticket, inputs.get("repeat_of")),
		quote_settled=_quote_settled(ticket),
		contractor_state=_contractor_state(ticket, now),
		**_breach(ticket),
		**_transferred(ticket),
	)
	return build(ticket, rules, now, known)


def build(ticket, rules: Rules, now: datetime, known: Known) -> Facts:
	"""Facts of a ticket, or of its row in a list, from what was read already: no statement of its own."""
	photos = known.photos
	return Facts(
		status=ticket.status,
		now=now,
		emergency=bool(ticket.emergency),
		complex=bool(ticket.complex),
		owner_covered=ticket.owner_until is None or getdate(ticket.owner_until) >= now.date(),
		expected_days=ticket.expected_days or 0,
		plan_state=known.plan.get("state") or "",
		plan_important=bool(known.plan.get("important")),
		plan_reviewed_by=known.plan.get("reviewed_by") or "",
		survey_evidence=photos.get("Survey", 0),
		repair_photos=photos.get("Repair", 0) + photos.get("Pre-acceptance", 0),
		cleaning_photos=photos.get("Cleaning", 0),
		photos_required=rules.photos_required,
		finish_due=finish_due(ticket),
		agreed_before=get_datetime(ticket.agreed_completion) if ticket.agreed_completion else None,
		failed_pre_acceptance=known.failed_pre_acceptance,
		open_corrections=known.open_corrections,
		open_faults=known.open_faults,
		units_not_accepted=known.units_not_accepted,
		contact_attempts=occasions(known.attempts, rules.attempt_gap_hours),
		attempt_gap_hours=rules.attempt_gap_hours,
		merge_target_problem=known.merge_target_problem,
		earlier_repair_problem=known.earlier_repair_problem,
		quote_settled=known.quote_settled,
		contractor_state=known.contractor_state,
		breach=known.breach,
		notices_wanted=known.notices_wanted,
		common_part=known.common_part,
		special_report=known.special_report,
		transfer_outcome_on=getdate(ticket.transfer_outcome_on) if ticket.get("transfer_outcome_on") else None,
		immediate_plan_minutes=plan_minutes(),
		plan_required_days=rules.plan_required_days,
		attempts_needed=rules.contact_attempts,
		**{name: get_datetime(ticket.get(name)) if ticket.get(name) else None for name in DATETIMES},
		**{name: ticket.get(name) or "" for name in TEXTS},
	)


def plan_minutes() -> int:
	"""Within how many minutes after the survey a plan counts as given at once (R94, R98): the limit of the plan's clock."""
	return frappe.get_cached_doc("Time Limit", "Plan").limit_minutes


def _breach(ticket) -> dict:
	"""The breach of the ticket and how many notices are needed, in states where a third party may be ordered."""
	if ticket.status not in BREACH_ASKED:
		return {}
	found = reads_breach_evidence.current([ticket.name]).get(ticket.name)
	return {"breach": found or Breach(ticket.name), "notices_wanted": reads_breach_evidence.wanted()}


def _transferred(ticket) -> dict:
	"""Of a ticket at the property company: whether it is about a common part (R59), and whether a filed special report names it (R60)."""
	if ticket.status != "Transferred":
		return {}
	row, report = map(frappe.qb.DocType, ("Special Report Ticket", "Special Report"))
	query = frappe.qb.from_(row).join(report).on(report.name == row.parent).select(report.name)
	query = query.where((row.ticket == ticket.name) & report.state.notin(NOT_FILED)).limit(1)
	common = ticket.location and frappe.get_cached_value("Repair Location", ticket.location, "common_part")
	return {"common_part": bool(common), "special_report": bool(query.run())}


def last_event_at(ticket_name: str, action: str = "") -> datetime | None:
	"""Time of the newest event in the log: a new event may not be earlier, except those in ``BESIDE``.

	An ``action`` of ``event_time.OVERTAKEN`` ignores what was arranged while a phone had no connection.
	"""
	filters = {"ticket": ticket_name, "action": ("not in", (*BESIDE, *OVERTAKEN.get(action, ())))}
	return frappe.db.get_value("Ticket Event", filters, "at", order_by="at desc")


def _plan(name: str | None):
	fields = ["state", "important", "reviewed_by"]
	return (name and frappe.db.get_value("Repair Plan", name, fields, as_dict=True)) or frappe._dict()


def _open_corrections(ticket) -> tuple[str, ...]:
	if ticket.status not in ("In Repair", "Third Party"):
		return ()
	filters = {"ticket": ticket.name, "state": ("in", ("Issued", "Served"))}
	return tuple(frappe.get_all("Correction Notice", filters, pluck="name", order_by="name"))


def _units_not_accepted(ticket) -> tuple[str, ...]:
	"""Asked where the ticket could be closed only."""
	if ticket.status != "Owner Accepted":
		return ()
	return reads_affected.not_accepted(ticket.name, ticket.cleaned_at and get_datetime(ticket.cleaned_at))


def _photos(ticket: str) -> dict[str, int]:
	"""Stage → photos; the same photo counts in the stage it was kept for first: that of the survey shows no finished work."""
	rows = frappe.get_all("Evidence Item", {"ticket": ticket}, ["stage", "sha256", "name"], order_by="recorded_at desc, name desc")
	return dict(Counter({row.sha256 or row.name: row.stage for row in rows}.values()))


def finish_due(ticket) -> datetime | None:
	"""When the work should be finished: as agreed with the owner, else after the estimated days (R106, R107)."""
	if ticket.agreed_completion:
		return get_datetime(ticket.agreed_completion)
	if not ticket.started_at or not ticket.expected_days:
		return None
	return get_datetime(ticket.started_at) + timedelta(days=ticket.expected_days)


def failed_pre_acceptance(ticket) -> bool:
	"""Whether the last pre-acceptance of the running work failed (R106)."""
	if ticket.status not in ("In Repair", "Third Party") or not ticket.pre_acceptance_visit:
		return False
	return frappe.db.get_value("Site Visit", ticket.pre_acceptance_visit, "result") == "Fail"


def _failed_attempts(ticket) -> tuple[datetime, ...]:
	"""When the owner was not reached for the acceptance, since the work passed."""
	if not ticket.pre_accepted_at:
		return ()
	filters = {
		"ticket": ticket.name,
		"purpose": "Acceptance",
		"outcome": ("in", ("Unreachable", "Refused")),
		"contacted_at": (">=", ticket.pre_accepted_at),
	}
	return tuple(frappe.get_all("Owner Contact", filters, pluck="contacted_at"))


def _contractor_state(ticket, now: datetime) -> str:
	"""Suspended or banned, where the ticket could be dispatched (R112)."""
	asked = ticket.status in DISPATCH_ASKED and ticket.contractor
	return reads_orders.suspended([ticket.contractor], now.date()).get(ticket.contractor, "") if asked else ""


def _quote_settled(ticket) -> bool:
	"""Whether the paid work is billed, or waived by the manager (R58): asked before the ticket is closed.

	Billing is the business of paid repairs, which build on tickets: they are asked by the hook.
	"""
	if not ticket.quote or ticket.status != "Owner Accepted":
		return False
	return any(
		frappe.get_attr(asked)([ticket.quote])
		for asked in frappe.get_hooks("fangxiu_settled_quotes", app_name="fangxiu_app")
	)


def _merge_problem(ticket, target: str | None) -> str:
	if not target:
		return ""
	return reads_merging.problem(ticket.name, ticket.unit, target, (ticket.location, ticket.defect_type))


def _earlier_problem(ticket, earlier: str | None) -> str:
	return reads_merging.earlier_repair_problem(ticket.name, ticket.unit, earlier) if earlier else ""
