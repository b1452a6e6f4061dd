"""How far ahead each day that people enter in a document may lie, and which days are of what happened (docs/days.csv; docs/adr/0175).

Asked of every document and its rows when it is saved; a document's own rules may be stricter. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.time.plausible import AHEAD, check_happened, check_planned

#: A delivery is known by contract years before; so is who is stationed for it. Inferred.
DELIVERY = 5 * AHEAD
#: Papers, guarantees and tenancies: a lease runs twenty years at most (民法典 Art. 705). Inferred for the others.
PAPERS = 20 * AHEAD
#: An agreement may cover a structure for its design life, which begins before it.
LIFE = 60 * AHEAD

#: DocType → field → how far ahead its day may lie.
PLANNED: Mapping[str, Mapping[str, timedelta]] = {
	"Agreement Training": {"training_date": AHEAD},
	"Authorised Contact": {"valid_from": PAPERS, "valid_to": PAPERS},
	"Calendar Exception": {"date": DELIVERY},
	"Contractor Evaluation": {"month": AHEAD},
	"Contractor Register": {"qualification_until": PAPERS, "insurance_until": PAPERS},
	"Contractor Request": {"qualification_until": PAPERS, "insurance_until": PAPERS},
	"Correction Notice": {"due_at": AHEAD},
	"Correspondence": {"reply_due": AHEAD},
	"Delivery Batch": {"delivery_date": DELIVERY, "completion_date": DELIVERY},
	"Estate Building": {"completion_acceptance_date": AHEAD},
	"Handover Inspection": {"promised_on": AHEAD},
	"Inspection Item": {"due_on": AHEAD},
	"Need Item": {"planned_on": DELIVERY},
	"Paid Repair Quote": {"valid_until": AHEAD},
	"Parts Handover": {"handover_date": AHEAD},
	"Pre-signing Meeting": {"talk_date": AHEAD},
	"Quality Warranty": {"issued_on": AHEAD},
	"Repair Plan": {"start_at": AHEAD},
	"Report Schedule": {"starts_on": DELIVERY, "until": DELIVERY},
	"Site Visit": {"new_due_at": AHEAD},
	"Spare Parts": {"delivery_date": DELIVERY},
	"Spot Check Item": {"planned_on": AHEAD},
	"Spot Check Plan": {"month": AHEAD},
	"Stage Report": {"period_from": AHEAD},
	"Stationed Engineer": {"from_date": DELIVERY, "to_date": DELIVERY},
	"Third Party Order": {"start_on": AHEAD, "finish_by": AHEAD},
	"Ticket Hold": {"agreed_at": AHEAD, "starts_at": AHEAD, "until": AHEAD},
	"Unit Owner": {"from_date": AHEAD, "to_date": AHEAD},
	"Unit Tenant": {"from_date": AHEAD, "to_date": PAPERS},
	# a draft names the day on which it is to be signed; signing asks whether it has come
	"Warranty Agreement": {
		"signed_on": AHEAD,
		"accepted_on": AHEAD,
		"delivery_day": DELIVERY,
		"valid_from": DELIVERY,
		"valid_to": LIFE,
		"guarantee_until": PAPERS,
	},
	"Warranty Deposit Entry": {"posting_date": AHEAD, "reference_date": AHEAD},
}
#: DocType → fields whose day is past or today.
HAPPENED: Mapping[str, frozenset[str]] = {
	"Acceptance Attempt": frozenset({"tried_on"}),
	"Briefing Record": frozenset({"briefed_on"}),
	"Delivery Milestone": frozenset({"manual_on"}),
	"Deposit Release": frozenset({"applied_on", "checked_on", "reminded_on"}),
	"Handover Inspection": frozenset({"inspected_at"}),
	"Need Item": frozenset({"done_on"}),
	"Order Quotation": frozenset({"quoted_on"}),
	"Paid Repair Quote": frozenset({"resolution_date"}),
	"Store Check": frozenset({"checked_on"}),
	"Unit Meter": frozenset({"reading_date"}),
	"Unit Transfer": frozenset({"self_checked_on"}),
	"Warranty Agreement": frozenset({"authorised_on", "completion_reported_on"}),
}


@cache
def fields_of(doctype: str) -> tuple[str, ...]:
	"""The fields of a DocType whose days are asked about, by name."""
	return tuple(sorted({*PLANNED.get(doctype, {}), *HAPPENED.get(doctype, ())}))


def check(doctype: str, name: str, day: date, today: date, row: str = "") -> list[Violation]:
	"""What is wrong with a day that was entered in this field; ``row`` says in words in which row of a table."""
	field = Field(doctype, name)
	if name in HAPPENED.get(doctype, ()):
		return [Violation("field_in_future", (row, field, day)) for _one in check_happened(day, today, None)]
	ahead = PLANNED.get(doctype, {}).get(name)
	found = check_planned(day, today, ahead) if ahead else []
	return [Violation("field_too_far", (row, field, *one.params)) for one in found]
