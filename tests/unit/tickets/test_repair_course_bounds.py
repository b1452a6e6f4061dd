"""The course of a repair at its bounds: late entry, reassigning, weekly contact, follow-up, the phone's step, open deductions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal as D

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time import event_time
from fangxiu_app.field import rules_my_day as my_day
from fangxiu_app.money.deductions import rules_deduction_age as deduction_age
from fangxiu_app.money.deductions.rules_deduction_age import Stage, Standing
from fangxiu_app.reports import rules_documents as papers
from fangxiu_app.reports.rules_documents import Papers
from fangxiu_app.staff import rules_reassignment as reassignment
from fangxiu_app.staff.rules_reassignment import GIVERS, Given, Person
from fangxiu_app.tickets.clocks import rules_follow_up as follow_up
from fangxiu_app.tickets.clocks import rules_long_repair as long_repair
from fangxiu_app.tickets.clocks.rules_follow_up import Closed
from fangxiu_app.tickets.clocks.rules_long_repair import Week
from fangxiu_app.tickets.life.rules_ticket import Facts

NOW = datetime(2026, 3, 20, 9)
MOMENT, MINUTE, DAY = timedelta(microseconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.mark.clause("R79")
@pytest.mark.parametrize(
	("at", "before", "reason", "answer"),
	[
		(NOW + MINUTE, None, "", []),
		(NOW + MINUTE + MOMENT, None, "x", [Violation("time_in_future", (NOW + MINUTE + MOMENT,))]),
		(NOW, NOW, "", []),
		(NOW - MOMENT, NOW, "x", [Violation("time_out_of_order", (NOW - MOMENT, NOW))]),
		(NOW - 10 * MINUTE, None, "", []),
		(NOW - 10 * MINUTE - MOMENT, None, " ", [Violation("back_entry_reason_missing", (NOW - 10 * MINUTE - MOMENT, 10))]),
		(NOW - 10 * MINUTE - MOMENT, None, "停电", []),
	],
)
def test_when_an_event_can_have_been(at, before, reason, answer):
	assert event_time.check_event_time(at, NOW, before, 10, reason) == answer


ENGINEER, CLERK, MANAGER = "Repair Engineer", reassignment.CLERK, reassignment.MANAGER
WU = Person("wu@", "吴工", roles=frozenset({ENGINEER}), projects=frozenset({"A"}))
MINE, YOURS = Given("RT-1", "A", "In Repair", "me@"), Given("RT-2", "A", "Closed", "li@")


@pytest.mark.clause("R70", "R78")
@pytest.mark.parametrize(
	("tickets", "to", "reason", "roles", "answer"),
	[
		([MINE], WU, "请假", [ENGINEER], []),
		([YOURS], WU, "请假", [CLERK], []),
		([], WU, "请假", [CLERK], [Violation("reassign_nothing")]),
		([MINE], WU, " ", [ENGINEER], [Violation("reassign_reason")]),
		([MINE], WU, None, [ENGINEER], [Violation("reassign_reason")]),
		([MINE, YOURS], WU, "请假", [ENGINEER], [Violation("reassign_role", (GIVERS,))]),
		([MINE], WU, "请假", ["Owner"], [Violation("reassign_role", (GIVERS,))]),
		([replace(MINE, status="Merged")], WU, "请假", [CLERK], [Violation("reassign_over", (("RT-1",),))]),
		([MINE, replace(YOURS, status="Cancelled")], WU, "请假", [CLERK], [Violation("reassign_over", (("RT-2",),))]),
		([replace(MINE, engineer="wu@")], WU, "请假", [CLERK], [Violation("reassign_same", (("RT-1",), "吴工"))]),
		([replace(MINE, engineer="wu@")], replace(WU, name=""), "请假", [CLERK], [Violation("reassign_same", (("RT-1",), "wu@"))]),
		([MINE, replace(YOURS, project="B")], WU, "请假", [CLERK], [Violation("reassign_shut_out", ("吴工",))]),
		([MINE], replace(WU, enabled=False, name=""), "请假", [CLERK], [Violation("reassign_shut_out", ("wu@",))]),
		([MINE], replace(WU, roles=frozenset({CLERK})), "请假", [CLERK], [Violation("reassign_shut_out", ("吴工",))]),
		([MINE], replace(WU, projects=None), "请假", [CLERK], []),
	],
)
def test_giving_a_ticket_to_somebody(tickets, to, reason, roles, answer):
	assert reassignment.check(tickets, to, reason, "me@", roles) == answer


@pytest.mark.clause("R70")
@pytest.mark.parametrize(
	("holder", "roles", "may"),
	[("me@", [ENGINEER], True), ("li@", [ENGINEER], False), ("li@", [CLERK], True), ("me@", [], False), ("li@", [MANAGER], True)],
)
def test_a_building_is_passed_on_by_its_holder_or_a_head(holder, roles, may):
	answer = [] if may else [Violation("reassign_role", (GIVERS,))]
	assert reassignment.check_building(holder, "me@", roles) == answer


WEEK = 7 * DAY


@pytest.mark.clause("R102")
@pytest.mark.parametrize(
	("contacts", "ended", "now", "weeks"),
	[
		([], None, NOW, []),
		([], None, NOW + MOMENT, [Week(NOW, NOW + WEEK, "Running")]),
		([], None, NOW + WEEK, [Week(NOW, NOW + WEEK, "Missed")]),
		([NOW], None, NOW + WEEK, [Week(NOW, NOW + WEEK, "Missed")]),
		([NOW + MOMENT], None, NOW + WEEK, [Week(NOW, NOW + MOMENT, "Kept", NOW + MOMENT), Week(NOW + MOMENT, NOW + MOMENT + WEEK, "Running")]),
		([NOW + 3 * DAY, NOW + DAY], None, NOW + 4 * DAY, [Week(NOW, NOW + DAY, "Kept", NOW + DAY), Week(NOW + DAY, NOW + 3 * DAY, "Kept", NOW + 3 * DAY), Week(NOW + 3 * DAY, NOW + 10 * DAY, "Running")]),
		([NOW + WEEK], NOW + WEEK, NOW + 2 * WEEK, [Week(NOW, NOW + WEEK, "Kept", NOW + WEEK)]),
		([], NOW + WEEK - MOMENT, NOW + WEEK, []),
		([], NOW + 3 * WEEK, NOW + WEEK, [Week(NOW, NOW + WEEK, "Missed")]),
	],
)
def test_weeks_after_the_first_notice(contacts, ended, now, weeks):
	assert long_repair.weeks(NOW, contacts, ended, WEEK, now) == weeks


def test_no_interval_no_weeks():
	assert long_repair.weeks(NOW, [], None, 0 * DAY, NOW + WEEK) == []
	assert long_repair.weeks(NOW, [], None, -DAY, NOW + WEEK) == []
	assert len(long_repair.weeks(NOW, [], None, DAY, NOW + WEEK)) == 7


@pytest.mark.clause("R108")
@pytest.mark.parametrize(
	("case", "share", "days"),
	[
		(Closed("RT-1", 6), 0, 6),
		(Closed("RT-1", 7), 100, 7),
		(Closed("RT-1", 8), 100, 7),
		(Closed("RT-1", 8), 0, None),
		(Closed("RT-1", 0, complaint=True), 0, 7),
		(Closed("RT-1", 3, repeat=True), 0, 3),
		(Closed("RT-1", 9, after_rain=True), 0, 7),
	],
)
def test_whom_to_call_and_how_soon(case, share, days):
	assert follow_up.due_days(case, share) == days


def test_the_sample_is_taken_by_the_number_of_the_ticket():
	"""sha256("RT-26-00001") begins with 8 hexadecimal digits: their remainder by 10,000 is the ticket's place in the hundred."""
	from hashlib import sha256

	place = int(sha256(b"RT-26-00001").hexdigest()[:8], 16) % 10_000 / 100
	assert follow_up.sampled("RT-26-00001", place + 0.01)
	assert not follow_up.sampled("RT-26-00001", place)


@pytest.mark.clause("R108")
def test_an_attempt_counts_again_after_the_whole_gap():
	hours = timedelta(hours=4)
	assert follow_up.occasions([NOW + hours, NOW], 4) == 2
	assert follow_up.occasions([NOW, NOW + hours - MOMENT], 4) == 1
	# the gap runs from the attempt that counted, not from one that did not
	assert follow_up.occasions([NOW, NOW + hours / 2, NOW + hours], 4) == 2
	assert [follow_up.three_levels(one) for one in ("Satisfied", "Very Dissatisfied", "", "?")] == ["Satisfied", "Not Satisfied", "", ""]


@pytest.mark.clause("R13")
@pytest.mark.parametrize(
	("found", "codes"),
	[
		(Papers(surveyed=True), ["Photo Before"]),
		(Papers(surveyed=True, photos=frozenset({"Survey"})), []),
		(Papers(plan_signed=True), []),
		(Papers(patrols_missed=-1, notices_unserved=-1), []),
		(Papers(patrols_missed=2, notices_unserved=2), ["Patrols", "Notice Unserved"]),
		(Papers(notice_served=True), ["Proof"]),
		(Papers(pre_accepted=True, photos=frozenset({"Acceptance"})), []),
		(Papers(pre_accepted=True, photos=frozenset({"Cleaning"})), ["Photo After"]),
		(Papers(cleaned=True), ["Cleaning Photo"]),
	],
)
def test_which_records_are_missing(found, codes):
	assert papers.missing(found) == codes


def asked(status, allowed="", plan="", patrolled=False, quoted=False, **facts) -> tuple:
	return Facts(status=status, now=NOW, **facts), allowed.split(), plan, patrolled, quoted


@pytest.mark.clause("R58", "R94", "R97", "R100")
@pytest.mark.parametrize(
	("found", "wanted"),
	[
		(asked("Accepted", "appoint", emergency=True), "appoint"),
		(asked("Appointed", "arrive survey", emergency=True), "arrive"),
		(asked("Reported", "accept arrive", emergency=True), "accept"),
		(asked("Paid Repair", "start", plan="Signed", quote_accepted_at=NOW), "start"),
		(asked("Paid Repair", "start", plan="Issued", quote_accepted_at=NOW), "sign"),
		(asked("In Repair", "pre_accept", "Issued"), "patrol"),
		(asked("In Repair", "pre_accept", "Reviewed", True), "pre_accept"),
		(asked("Surveyed", "start", "Draft", responsibility="Warranty"), "issue"),
		(asked("Surveyed", "start", "Superseded", responsibility="Warranty"), "start"),
		(asked("Planned", "start", "", responsibility="Warranty"), "start"),
		(asked("Surveyed", "start", "Refused to Sign"), ""),
		(asked("Appointed", "arrive", "Issued", emergency=True), "arrive"),
		(asked("Appointed", "arrive", "Issued"), "sign"),
		(asked("Paid Repair", "start", quoted=True), "agree"),
		(asked("Surveyed", "start", "Reviewed", plan_important=True), "issue"),
		(asked("Closed", "close"), ""),
	],
)
def test_the_one_large_button(found, wanted):
	assert my_day.next_step(*found) == wanted


@pytest.mark.clause("R58")
def test_without_a_quotation_that_waits_paid_work_asks_for_nothing():
	assert my_day.next_step(Facts(status="Paid Repair", now=NOW), ["start"], "", False) == ""


def test_the_keys_of_a_queue():
	key = "9a191627-0a15-4969-a2f8-2dd7bdc14c9e"
	assert my_day.key_problem(key, None, NOW) is None
	assert my_day.key_problem(key, NOW - 7 * DAY, NOW) is None
	assert my_day.key_problem(key, NOW - 7 * DAY - MOMENT, NOW) == "phone_entry_too_old"
	for wrong in (None, "", key.upper(), key + "\n", key[1:]):
		assert my_day.key_problem(wrong, NOW, NOW) == "phone_key_invalid"


@pytest.mark.clause("R111")
@pytest.mark.parametrize(
	("standing", "found"),
	[
		(Standing("Notified", NOW, NOW - DAY, NOW), Stage("Ready for Approval", NOW)),
		(Standing("Notified", NOW, NOW - DAY, NOW + MOMENT), Stage("Objection Running", NOW - DAY)),
		(Standing("Notified", NOW, NOW - DAY), Stage("Objection Running", NOW - DAY)),
		(Standing("Objected", NOW - DAY), Stage("Objection Unanswered", NOW - DAY)),
		(Standing("Answered", NOW - DAY), Stage("Ready for Approval", NOW - DAY)),
		(Standing("Draft", NOW - DAY, requested_at=NOW), Stage("In Approval", NOW)),
		(Standing("Posted", NOW - DAY, owed=D("0.01")), Stage("Receivable Unpaid", NOW - DAY)),
		(Standing("Posted", NOW - DAY, requested_at=NOW), None),
		(Standing("Cancelled", NOW), None),
	],
)
def test_where_an_open_deduction_stands(standing, found):
	assert deduction_age.stage(standing, NOW) == found


def test_ages_begin_on_their_first_day():
	assert [deduction_age.age(days) for days in (-1, 0, 30, 31, 60, 61, 90, 91, 9999)] == [0, 0, 0, 1, 1, 2, 2, 3, 3]
	assert deduction_age.recovered(False, D(5), D(3), D(1), True) == 0
	assert isinstance(deduction_age.recovered(False, D(5), D(3), D(1), True), D)
	assert deduction_age.recovered(True, D(5), D(3), D(1), True) == 7
	assert deduction_age.recovered(True, D(5), D(3), D(1), False) == 5
