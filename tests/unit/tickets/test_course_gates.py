"""Gates of a repair's course: the agreed completion, a notice of what is foreseen, a signature as it is drawn (R92, R106, R107)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.life import rules_ticket_gates as gates
from fangxiu_app.tickets.life.rules_ticket_gates import Facts
from tests.unit.helpers.signatures import SIGNATURE

NOW = datetime(2026, 3, 2, 10)
LATER = NOW + timedelta(days=3)
MOMENT = timedelta(microseconds=1)


@pytest.mark.clause("R92", "R106")
@pytest.mark.parametrize(
	("agreed", "before", "answer"),
	[
		(None, None, Violation("completion_missing")),
		(NOW, None, Violation("completion_past", (NOW,))),
		(NOW + MOMENT, None, None),
		(None, LATER, None),
		(LATER, LATER, None),
		(NOW, NOW, None),
		(LATER + MOMENT, LATER, Violation("completion_stands", (LATER,))),
	],
)
def test_the_completion_is_agreed_before_the_work_and_a_signed_one_stays(agreed, before, answer):
	assert gates.completion_agreed(Facts("Planned", NOW, agreed_completion=agreed, agreed_before=before)) == answer


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("due", "reason", "answer"),
	[
		(None, "材料下月才到", Violation("finish_unknown")),
		(LATER, " ", Violation("foreseen_unexplained")),
		(LATER, "材料下月才到", None),
	],
)
def test_what_is_foreseen_misses_a_time_and_says_why(due, reason, answer):
	facts = Facts("In Repair", NOW, notice_cause=gates.FORESEEN, finish_due=due, notice_reason=reason)
	assert gates.breach_true(facts) == answer


@pytest.mark.clause("R108")
def test_an_owner_signs_with_a_drawing_and_what_was_signed_before_stays_signed():
	def accepted(status: str, signature: str) -> Violation | None:
		known = {"acceptance_result": "Pass", "accepted_by_name": "王晓明", "owner_signature": signature}
		return gates.acceptance_documented(Facts(status, NOW, **known))

	missing = Violation("signature_missing")
	assert accepted("Cleaned", SIGNATURE) is accepted("Owner Accepted", "as it was stored") is None
	assert accepted("Cleaned", "as it was stored") == accepted("Cleaned", "") == accepted("Owner Accepted", "") == missing
