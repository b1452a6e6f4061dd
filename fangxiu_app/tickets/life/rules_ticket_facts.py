"""What the gates of the ticket table need to know of one ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fangxiu_app.contractors.breach.rules_breach import NOTHING, Breach


@dataclass(frozen=True, slots=True)
class Facts:
	"""What the gates need to know of one ticket. Times are naive local; limits come from the settings."""

	status: str
	now: datetime
	emergency: bool = False
	appointment_at: datetime | None = None
	arrived_at: datetime | None = None
	surveyed_at: datetime | None = None
	#: The time agreed with the customer as it stands, and with what was typed.
	agreed_before: datetime | None = None
	agreed_completion: datetime | None = None
	responsibility: str = "To Be Judged"
	owner_covered: bool = True
	reason: str = ""
	expected_days: float = 0
	temporary_measure: str = ""
	contractor: str = ""
	repeat_state: str = "None"
	repeat_of: str = ""
	manager_visit: str = ""
	joint_state: str = ""
	joint_judgement: str = ""
	explained_at: datetime | None = None
	explained_with: str = ""
	owner_answer: str = ""
	plan: str = ""
	plan_state: str = ""
	plan_important: bool = False
	plan_reviewed_by: str = ""
	plan_signed_at: datetime | None = None
	survey_evidence: int = 0
	complex: bool = False
	finish_due: datetime | None = None
	failed_pre_acceptance: bool = False
	notice_cause: str = ""
	notice_reason: str = ""
	cleaning_ordered_at: datetime | None = None
	cleaning_due: datetime | None = None
	photos_required: bool = False
	repair_photos: int = 0
	cleaning_photos: int = 0
	open_corrections: tuple[str, ...] = ()
	units_not_accepted: tuple[str, ...] = ()
	notice_served_at: datetime | None = None
	breach: Breach = NOTHING
	notices_wanted: int = 1
	acceptance_result: str = ""
	acceptance_remark: str = ""
	accepted_by_name: str = ""
	owner_signature: str = ""
	substitute_property: str = ""
	substitute_project: str = ""
	substitute_side: str = ""
	substitute_side_name: str = ""
	substitute_sheet: str = ""
	contact_attempts: int = 0
	transferred_at: datetime | None = None
	transfer_acknowledged_at: datetime | None = None
	transfer_outcome: str = ""
	transfer_outcome_on: date | None = None
	common_part: bool = False
	special_report: bool = False
	contractor_state: str = ""
	dispatch_allowed_at: datetime | None = None
	quote: str = ""
	quote_accepted_at: datetime | None = None
	quote_settled: bool = False
	merged_into: str = ""
	open_faults: tuple[str, ...] = ()
	merge_target_problem: str = ""
	earlier_repair_problem: str = ""
	plan_required_days: float = 3
	immediate_plan_minutes: int = 30
	attempts_needed: int = 2
	attempt_gap_hours: float = 4
