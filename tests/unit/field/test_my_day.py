"""The one large button of a card, and what makes an entry of the phone impossible."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from fangxiu_app.field.rules_my_day import ACTIONS, OLDEST, RECORDS, key_problem, next_step
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION, STATUSES, Facts

NOW = datetime(2026, 11, 24, 8, 0)


def step(
	status: str, allowed: str = "", plan: str = "", patrolled: bool = False, quoted: bool = False, **facts
) -> str:
	return next_step(Facts(status=status, now=NOW, **facts), allowed.split(), plan, patrolled, quoted)


@pytest.mark.parametrize(
	("status", "allowed", "plan", "patrolled", "facts", "wanted"),
	[
		("Reported", "accept", "", False, {}, "accept"),
		("Accepted", "appoint arrive", "", False, {}, "appoint"),
		("Accepted", "appoint arrive", "", False, {"emergency": True}, "arrive"),
		("Appointed", "appoint survey", "", False, {}, "survey"),
		("Surveyed", "start", "", False, {"responsibility": "Warranty"}, "plan"),
		("Surveyed", "transfer", "", False, {"responsibility": "Owner Caused"}, ""),
		("Surveyed", "explain", "", False, {"responsibility": "Expired"}, "explain"),
		("Surveyed", "start", "Draft", False, {"plan_important": True}, ""),
		("Surveyed", "start", "Draft", False, {}, "issue"),
		("Surveyed", "start", "Reviewed", False, {}, "issue"),
		("Planned", "", "Issued", False, {}, "sign"),
		("Planned", "", "Refused to Sign", False, {}, ""),
		("Planned", "start", "Signed", False, {}, "start"),
		("In Repair", "pre_accept", "Signed", False, {}, "patrol"),
		("In Repair", "pre_accept", "Draft", True, {"plan_important": True}, "pre_accept"),
		("In Repair", "", "Issued", True, {}, "sign"),
		("In Repair", "", "Signed", True, {"open_faults": ("Quality",)}, "patrol"),
		("Third Party", "pre_accept", "", True, {}, "pre_accept"),
	],
)
def test_the_step_of_a_card(status, allowed, plan, patrolled, facts, wanted):
	allowed = allowed.replace("transfer", "")
	assert step(status, allowed, plan, patrolled, **facts) == wanted


@pytest.mark.parametrize("status", STATUSES)
def test_a_step_is_something_the_phone_can_do(status):
	for plan in ("", "Draft", "Reviewed", "Issued", "Refused to Sign", "Signed"):
		assert step(status, " ".join(ACTIONS), plan) in {"", *ACTIONS, *RECORDS}


@pytest.mark.clause("R58")
def test_a_paid_repair_waits_for_the_signature_on_its_quotation():
	assert step("Paid Repair", "start") == ""
	assert step("Paid Repair", "start", quoted=True) == "agree"
	assert step("Paid Repair", "start", quoted=True, quote_accepted_at=NOW) == "start"


def test_the_phones_actions_stand_in_the_table_and_have_buttons():
	assert all(BY_ACTION[action] and not BY_ACTION[action].via for action in ACTIONS)


@pytest.mark.parametrize(
	"key", ["", "1", "x" * 36, "../../etc/passwd", "9A191627-0A15-4969-A2F8-2DD7BDC14C9E "]
)
def test_a_key_is_a_uuid(key):
	assert key_problem(key, None, NOW) == "phone_key_invalid"


def test_an_entry_of_last_week_is_too_old():
	assert key_problem(str(uuid4()), NOW - OLDEST, NOW) is None
	assert key_problem(str(uuid4()), NOW - OLDEST - timedelta(seconds=1), NOW) == "phone_entry_too_old"
