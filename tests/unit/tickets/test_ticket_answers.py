"""What the ticket's table answers as a whole: which refusal comes first, what it names, and which button is the next one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.special_reports import rules_special_report
from fangxiu_app.tickets.clocks.rules_clocks import Hold
from fangxiu_app.tickets.life import rules_ticket as table
from fangxiu_app.tickets.life import rules_ticket_table, rules_transfer_gates
from fangxiu_app.tickets.life import rules_waiting_on as waiting_on
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION, Facts, Input, Option
from fangxiu_app.tickets.life.rules_waiting_on import Turn

NOW = datetime(2026, 3, 2, 10)
CANCEL = BY_ACTION["cancel"]
ALL_ROLES = {role for row in table.TRANSITIONS for role in row.roles}


@pytest.mark.parametrize("days", [365, 366, 367, 20_000])
def test_what_is_planned_lies_within_a_year(days):
	"""Inferred: an appointment or a completion years away has a mistyped year."""
	at = NOW + timedelta(days=days)
	for action, name in (("appoint", "appointment_at"), ("start", "agreed_completion")):
		known = Facts(BY_ACTION[action].sources[0], NOW, responsibility="Warranty")
		found = {one.code for one in answers(action, known, {name: at})}
		assert ("day_too_far" in found) == (days > 366)
	settled = {"transfer_outcome": "Customer Pays", "transfer_outcome_on": at.date()}
	found = {one.code for one in answers("settle_transfer", Facts("Transferred", NOW, transfer_acknowledged_at=NOW), settled)}
	assert found == {"day_too_far" if days > 366 else "transfer_outcome_ahead"}, "a day without a time too"


def answers(action: str, facts: Facts, inputs=None, roles=ALL_ROLES, at=NOW) -> list[Violation]:
	return table.check(action, facts, roles, inputs or {}, at)


@pytest.mark.parametrize(
	("action", "status", "roles", "inputs", "answer"),
	[
		("fly", "Closed", [], {}, [Violation("unknown_action", ("fly",))]),
		("cancel", "Closed", [], {}, [Violation("wrong_state", (CANCEL.label, "Closed", CANCEL.sources))]),
		("cancel", "Reported", ["Owner"], {}, [Violation("role_missing", (CANCEL.label, CANCEL.roles))]),
		("cancel", "Reported", ALL_ROLES, {}, [Violation("input_missing", (CANCEL.label, (Field("Repair Ticket", "reason"),)))]),
		("cancel", "Reported", ALL_ROLES, {"reason": " "}, [Violation("input_missing", (CANCEL.label, (Field("Repair Ticket", "reason"),)))]),
		("cancel", "Reported", ALL_ROLES, {"reason": "重复"}, []),
	],
)
def test_a_refusal_names_action_state_role_and_field(action, status, roles, inputs, answer):
	assert answers(action, Facts(status, NOW), inputs, roles) == answer


def test_gates_are_asked_at_the_time_of_the_event_with_what_was_typed():
	"""An appointment for nine is in the past at ten, but was ahead when it was made at eight."""
	nine = NOW - timedelta(hours=1)
	facts = Facts("Accepted", NOW)
	assert answers("appoint", facts, {"appointment_at": nine}) == [Violation("appointment_past", (nine,))]
	assert answers("appoint", facts, {"appointment_at": nine}, at=nine - timedelta(hours=1)) == []
	assert answers("appoint", facts, {"appointment_at": nine, "no_such_fact": 1}) == [Violation("appointment_past", (nine,))]


def test_the_form_leaves_gates_that_need_what_is_typed_to_the_end():
	for row in table.TRANSITIONS:
		for gate in row.late_gates:
			assert gate not in row.gates, row.action
	offered = table.options(Facts("Reported", NOW), ALL_ROLES)
	assert {option.transition.action for option in offered} == {
		row.action for row in table.TRANSITIONS if "Reported" in row.sources and not row.via
	}
	assert table.options(Facts("Reported", NOW), []) == []


REFUSED = (Violation("x"),)


def test_without_a_usual_step_there_is_no_button():
	for offered in ([], [Option(CANCEL)], [Option(CANCEL, REFUSED)]):
		assert table.primary("Accepted", offered) is None
		assert table.stuck("Accepted", offered) is None
	assert table.primary("Closed", [Option(CANCEL)]) is None


def test_the_last_refused_step_of_the_way_says_why_it_goes_no_further():
	way = [action for action in table.NEXT["Accepted"] if action in BY_ACTION]
	refused = [Option(BY_ACTION[action], REFUSED) for action in way]
	assert table.stuck("Accepted", refused) == refused[-1]
	assert table.stuck("Accepted", refused[:1]) == refused[0]
	assert table.stuck("Accepted", [*refused[1:], Option(BY_ACTION[way[0]])]) is None
	assert table.primary("Accepted", [Option(BY_ACTION[way[-1]]), *refused[:-1]]) == way[-1]
	assert table.primary("Accepted", refused) is None
	both = [Option(BY_ACTION["appoint"]), Option(BY_ACTION["arrive"])]
	assert table.primary("Accepted", both) == "appoint"
	assert table.primary("Accepted", both, first=("arrive",)) == "arrive"
	assert table.primary("Accepted", both[:1], first=("arrive",)) == "appoint"
	result = [Option(BY_ACTION["record_coordination"])]
	assert table.primary("In Repair", result, "Pending") == "record_coordination"
	assert table.primary("In Repair", result, "Failed") is None


def at(minute: int) -> datetime:
	return NOW + timedelta(minutes=minute)


@pytest.mark.clause("R74")
def test_whose_turn_it_was_for_how_long():
	passed = [Turn(at(-5), "Owner"), Turn(at(10), "Contractor"), Turn(at(30), "")]
	assert waiting_on.minutes(NOW, at(60), passed, []) == {"Engineer": 10, "Contractor": 20}
	assert waiting_on.minutes(NOW, at(20), passed[:2], []) == {"Engineer": 10, "Contractor": 10}
	assert waiting_on.minutes(NOW, at(20), [Turn(NOW, "Owner")], []) == {"Owner": 20}
	assert waiting_on.minutes(NOW, at(5), passed[:2], []) == {"Engineer": 5}
	again = [Turn(at(10), "Owner"), Turn(at(20), "Engineer")]
	assert waiting_on.minutes(NOW, at(30), again, [Hold(at(25), None, None, "Supplier")]) == {"Engineer": 15, "Owner": 10, "Supplier": 5}
	assert waiting_on.minutes(NOW, at(60), passed, [Hold(at(20), at(50), None, "Owner")]) == {"Engineer": 10, "Contractor": 10, "Owner": 10}
	reopened = [*passed, Turn(at(40), "Engineer")]
	assert waiting_on.minutes(NOW, at(60), reopened, []) == {"Engineer": 30, "Contractor": 20}, "closed for ten minutes"


def test_actions_that_change_nobodys_turn():
	assert waiting_on.holder_after("no such action") is None
	assert waiting_on.last_holder(["close"]) == ""
	assert waiting_on.last_holder(["issue_plan", "close", "record_measure"]) == ""
	assert waiting_on.turns([(NOW, "record_measure"), (NOW, "close"), (NOW, "x")]) == [Turn(NOW, "")]


def test_inputs_are_required_unless_they_are_called_optional():
	rows = (rules_ticket_table.required("reason"), rules_ticket_table.optional("remark", "photo"))
	assert rows == ((Input("reason"),), (Input("remark", required=False), Input("photo", required=False)))
	assert Input("reason").required is True


@pytest.mark.clause("R60")
def test_a_report_that_is_not_filed_is_none():
	"""The states are those of the special report; who files it or has the customer answered has filed it."""
	not_filed = {rules_special_report.DRAFT, rules_special_report.SENT_BACK, rules_special_report.WITHDRAWN}
	assert set(rules_transfer_gates.NOT_FILED) == not_filed
