"""Holds: the clocks wait, the ball lies elsewhere, and what was left is given back exactly (design 6)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.repair import holds
from tests.site import factories as make


def _hold(ticket: str, project: str, **values):
	hold = {
		"holder": "Owner",
		"reason": "出差",
		"agreed_by": "王晓明",
		"starts_at": now_datetime().replace(microsecond=0),
		**values,
	}
	return frappe.get_doc({"doctype": "Ticket Hold", "ticket": ticket, "project": project, **hold}).insert()


def test_a_hold_moves_the_due_time_and_resuming_gives_back_what_was_left(estate):
	ticket = make.make_ticket(estate.unit_a).name
	accepted = make.walk(ticket, "accept")
	before = get_datetime(accepted.next_due_at)
	start = now_datetime().replace(microsecond=0)
	hold = _hold(ticket, estate.a, starts_at=start, until=start + timedelta(hours=2))
	held = frappe.get_doc("Repair Ticket", ticket)
	assert (get_datetime(held.next_due_at) - before, held.ball_holder) == (timedelta(hours=2), "Owner")
	holds.end(hold, start + timedelta(minutes=40))
	resumed = frappe.get_doc("Repair Ticket", ticket)
	assert (get_datetime(resumed.next_due_at) - before, resumed.ball_holder) == (
		timedelta(minutes=40),
		"Engineer",
	)


def test_a_hold_wakes_by_itself(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "accept")
	start = now_datetime().replace(microsecond=0)
	hold = _hold(ticket, estate.a, until=start + timedelta(hours=1))
	assert holds.wake_due(start + timedelta(minutes=59)) == 0
	assert holds.wake_due(start + timedelta(minutes=60)) == 1
	hold.reload()
	assert (hold.ended_at, frappe.db.get_value("Repair Ticket", ticket, "ball_holder")) == (
		get_datetime(hold.until),
		"Engineer",
	)
	assert holds.wake_due(start + timedelta(minutes=61)) == 0


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"until": -1}, "ends before it begins"),
		({"starts_at": 24, "until": 48}, "lies in the future"),
	],
)
def test_impossible_holds_are_refused(estate, values, says):
	ticket = make.make_ticket(estate.unit_a).name
	now = now_datetime().replace(microsecond=0)
	times = {name: now + timedelta(hours=hours) for name, hours in values.items()}
	with pytest.raises(frappe.ValidationError, match=says):
		_hold(ticket, estate.a, **times)


def test_two_holds_at_once_are_refused(estate):
	ticket = make.make_ticket(estate.unit_a).name
	until = now_datetime() + timedelta(hours=2)
	_hold(ticket, estate.a, until=until)
	with pytest.raises(frappe.ValidationError, match="End it first"):
		_hold(ticket, estate.a, until=until)
