"""How many statements a ticket costs, counted as in a fresh request: at most 15 to save, 25 to open.

Two more of an opened form are Frappe's, for names in place of keys: of the project, of a person.
"""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.desk.form.load import getdoc
from frappe.utils import now_datetime

from fangxiu_app.tickets.clocks import service_clocks, service_sweep
from fangxiu_app.tickets.life import service_holds, service_ticket_row, service_transitions
from fangxiu_app.tickets.life.api_ticket import panel
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries

SAVE, OPEN = 15, 25 + 2


def fresh(action) -> int:
	"""Statements of ``action`` on a connection that has cached no value yet; masters and metadata are cached by all."""
	frappe.db.value_cache.clear()
	frappe.db.get_single_value(
		"Energy Point Settings", "enabled", cache=True
	)  # Frappe's own, cached per process
	return count_queries(action)


def with_all_clocks(estate) -> str:
	"""A ticket on which every limit of the regulation has a row."""
	name = make.make_ticket(estate.unit_a, "厨房", "给水管渗漏", channel="Property Desk").name
	make.walk(name, "accept")
	ticket = service_ticket_row.locked(name)
	have = {row.code for row in ticket.clocks}
	for code in frappe.get_all("Time Limit", pluck="name"):
		if code not in have:
			service_clocks.start(ticket, code, now_datetime().replace(microsecond=0))
	service_clocks.refresh(ticket)
	ticket.write_by_action()
	return name


@pytest.fixture
def full(estate):
	make.walk(make.make_ticket(estate.unit_a).name, "survey")  # metadata of all that takes part
	return with_all_clocks(estate)


def test_saving_a_ticket_with_all_clocks(full):
	ticket = frappe.get_doc("Repair Ticket", full)
	assert len({row.code for row in ticket.clocks}) >= 15
	ticket.description = "补充说明"
	assert fresh(ticket.save) <= SAVE


def test_an_action_on_a_ticket_with_all_clocks(full):
	assert fresh(lambda: service_transitions.perform(full, "appoint", later())) <= SAVE


@pytest.mark.parametrize(
	"action", ["accept", "arrive", "survey", "start", "pre_accept", "clean", "owner_accept", "close"]
)
def test_every_action_of_the_straight_way(estate, action):
	actions = [name for name, _values in make.WALK if name != "appoint"]
	make.walk(make.make_ticket(estate.unit_a2, "厨房").name, "close")
	ticket = make.make_ticket(estate.unit_a).name
	for name in actions[: actions.index(action)]:
		make.walk_from(ticket, name, name)
	assert fresh(lambda: make.walk_from(ticket, action, action)) <= SAVE + (action in VISITS) * VISIT


#: An action that leaves a Site Visit behind inserts a second document.
VISITS = ("arrive", "survey", "pre_accept")
VISIT = 13


def test_a_new_ticket_with_its_clocks(estate):
	"""A whole report by phone: the request with its line, and the ticket with warranty, contractor, repeats, clocks."""
	one = [{"location": "客厅", "defect_type": "墙面空鼓"}]
	make.make_request(estate.unit_a, one)
	single = fresh(lambda: make.make_request(estate.unit_a, one))
	double = fresh(lambda: make.make_request(estate.unit_a, one * 2))
	assert double - single <= SAVE


def test_opening_the_form(full, estate):
	frappe.db.set_value("Repair Ticket", full, "arrived_at", now_datetime())  # an emergency waits for nobody before
	frappe.db.set_value("Ticket Clock", {"parent": full, "code": "Temporary Measure"}, "state", "Met")  # nor before its measure
	frappe.get_doc({"doctype": "Ticket Hold", "ticket": full, "project": estate.a, **hold()}).insert()
	open_form = lambda: (getdoc("Repair Ticket", full), panel(full))  # noqa: E731
	open_form()
	assert fresh(open_form) <= OPEN


def later() -> dict:
	return {"appointment_at": now_datetime() + timedelta(hours=2)}


def hold() -> dict:
	until = now_datetime() + timedelta(hours=2)
	return {
		"holder": "Owner",
		"reason": "出差",
		"agreed_by": "业主",
		"starts_at": make.ago(seconds=0),
		"until": until,
	}


def test_the_sweep_costs_the_same_beside_five_thousand_rows_that_are_not_due(estate):
	service_sweep.run(now_datetime() + timedelta(days=400))
	ticket = make.make_ticket(estate.unit_a).name
	moment = now_datetime() + timedelta(minutes=20)

	def costs() -> list[int]:
		make.walk(make.make_ticket(estate.unit_a).name, "accept")
		return [
			count_queries(lambda: service_sweep.run(moment)),
			count_queries(lambda: service_sweep.run(moment)),
			count_queries(lambda: service_holds.wake_due(moment)),
		]

	costs()
	before = costs()
	columns = (
		"name parent parenttype parentfield code state started_at due_at next_step_at limit_minutes".split()
	)
	later = moment + timedelta(days=1)
	rows = (
		(f"quiet{number}", ticket, "Repair Ticket", "clocks", "Plan", "Running", moment, later, later, 1440)
		for number in range(5000)
	)
	frappe.db.bulk_insert("Ticket Clock", columns, rows)
	assert costs() == before
