"""Number cards and charts of the workspace: what they count, for whom, and the list behind each number."""

from __future__ import annotations

import json
from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime

from fangxiu_app.core.access import incoming, roles
from fangxiu_app.fangxiu_app.dashboard_chart_source.reported_and_closed import reported_and_closed
from fangxiu_app.fangxiu_app.dashboard_chart_source.tickets_by_location import tickets_by_location
from fangxiu_app.overview import api_desk, reads_next
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories

CARDS = ("overdue", "soon", "owner", "contractor", "repeat", "long")


def number(card: str) -> int:
	return api_desk.card(json.dumps({"card": card}))["value"]


def listed(card: str) -> list[str]:
	"""Tickets of the list that a click on the card opens."""
	options = api_desk.card(json.dumps({"card": card}))["route_options"]
	filters = [["Repair Ticket", field, *json.loads(one)] for field, rows in options.items() for one in rows]
	return frappe.get_list("Repair Ticket", filters=filters, pluck="name", limit=0)


def set_fields(ticket: str, **values) -> None:
	frappe.db.set_value("Repair Ticket", ticket, values)


CASES = {
	"overdue": lambda: {"next_due_at": now_datetime() - timedelta(minutes=1)},
	"soon": lambda: {"next_due_at": now_datetime() + timedelta(minutes=90)},
	"owner": lambda: {"waiting_on": "Owner"},
	"contractor": lambda: {"waiting_on": "Contractor"},
	"repeat": lambda: {"repeat_state": "Confirmed"},
	"long": lambda: {"reported_at": now_datetime() - timedelta(days=16)},
}
MISSES = {
	"overdue": lambda: {"next_due_at": now_datetime() + timedelta(minutes=1)},
	"soon": lambda: {"next_due_at": now_datetime() + timedelta(minutes=121)},
	"owner": lambda: {"waiting_on": "Owner", "status": "Cancelled"},
	"contractor": lambda: {"waiting_on": "Manager"},
	"repeat": lambda: {"repeat_state": "Confirmed", "manager_visit": "SV-done"},
	"long": lambda: {"reported_at": now_datetime() - timedelta(days=14)},
}


@pytest.mark.parametrize("card", CARDS)
def test_a_card_counts_its_tickets_and_opens_exactly_them(estate, as_user, card):
	as_user(estate.users[roles.ENGINEER])
	before = number(card)
	hit, miss = factories.make_ticket(estate.unit_a).name, factories.make_ticket(estate.unit_a2).name
	quiet = {"next_due_at": None, "waiting_on": "Engineer"}
	set_fields(hit, **{**quiet, **CASES[card]()})
	set_fields(miss, **{**quiet, **MISSES[card]()})
	assert number(card) == before + 1
	assert hit in listed(card)
	assert miss not in listed(card)
	assert len(listed(card)) == number(card)


@pytest.mark.parametrize("card", CARDS)
def test_a_card_counts_only_the_users_projects(estate, as_user, card):
	as_user(estate.users[roles.ENGINEER])
	mine = number(card)
	as_user(estate.engineer_b)
	set_fields(factories.make_ticket(estate.unit_b).name, **CASES[card]())
	as_user(estate.users[roles.ENGINEER])
	assert number(card) == mine
	as_user(estate.nobody)
	assert number(card) == 0


def test_an_unknown_card_is_an_error(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(incoming.BadValueError, match="everything"):
		number("everything")


def test_cards_and_charts_need_read_rights_on_tickets(estate, as_user):
	as_user("Guest")
	for call in (lambda: number("overdue"), reported_and_closed.get, tickets_by_location.get):
		with pytest.raises(frappe.PermissionError):
			call()


def test_the_week_shows_reports_and_closings_of_the_users_projects(estate, as_user):
	as_user(estate.users[roles.CLERK])
	before = reported_and_closed.get()
	ticket = factories.make_ticket(estate.unit_a).name
	monday = getdate() - timedelta(days=getdate().weekday())
	noon = now_datetime().replace(hour=0, minute=0, second=0, microsecond=0)
	set_fields(ticket, reported_at=noon - timedelta(days=getdate().weekday()), closed_at=now_datetime())
	cancelled = factories.make_ticket(estate.unit_a2).name
	set_fields(cancelled, status="Cancelled")
	after = reported_and_closed.get()
	assert after["labels"] == [frappe.utils.format_date(add_days(monday, n), "EEE") for n in range(7)]
	grown = [
		[new - old for new, old in zip(now["values"], then["values"], strict=True)]
		for now, then in zip(after["datasets"], before["datasets"], strict=True)
	]
	today = [int(day == getdate().weekday()) for day in range(7)]
	assert grown == [[1, 0, 0, 0, 0, 0, 0], today], (
		"the calendar week from Monday on; cancelled tickets are none"
	)
	as_user(estate.nobody)
	assert sum(sum(line["values"]) for line in reported_and_closed.get()["datasets"]) == 0


def test_places_are_counted_without_merged_and_other_projects_tickets(estate, as_user):
	def kitchen() -> int:
		chart = tickets_by_location.get()
		return dict(zip(chart["labels"], chart["datasets"][0]["values"], strict=True)).get("厨房", 0)

	as_user(estate.engineer_b)
	factories.make_ticket(estate.unit_b, "厨房")
	as_user(estate.users[roles.SUPERVISOR])
	before = kitchen()
	factories.make_ticket(estate.unit_a, "厨房")
	cancelled = factories.make_ticket(estate.unit_a2, "厨房").name
	service_transitions.perform(cancelled, "cancel", {"reason": "重复登记"})
	assert kitchen() == before + 1


def test_what_the_card_counts_as_late_stands_before_what_has_time_left(estate, as_user):
	"""One definition: a ticket that waits for somebody else is no less late, and is not missing among the ten."""
	as_user(estate.users[roles.CLERK])
	frappe.db.set_value("Repair Ticket", {"project": estate.a, "next_due_at": ("is", "set")}, "next_due_at", None)
	names = [factories.make_ticket(estate.unit_a).name for _ in range(12)]
	now = now_datetime()
	for at, name in enumerate(names):
		due = now - timedelta(days=at) if at % 2 else now + timedelta(hours=at + 1)
		mine = "Contractor" if at % 2 else "Engineer"
		set_fields(name, next_due_at=due, due_order=due, waiting_on=mine, emergency=0)
	rows = reads_next.next_tickets()
	late = [row["name"] for row in rows if row["next_due_at"] < now]
	assert late == [row["name"] for row in rows][: len(late)]
	assert late == [names[at] for at in (11, 9, 7, 5, 3, 1)] and len(late) == number("overdue")
	assert [row["name"] for row in rows][len(late) :] == [names[at] for at in (0, 2, 4, 6)]


@pytest.mark.clause("R74")
def test_what_the_property_company_has_to_do_stands_before_what_others_have(estate, as_user):
	as_user(estate.users[roles.CLERK])
	frappe.db.set_value("Repair Ticket", {"project": estate.a, "next_due_at": ("is", "set")}, "next_due_at", None)
	mine, others = (factories.make_ticket(estate.unit_a).name for _ in range(2))
	now = now_datetime()
	for name, party, hours in ((mine, "Property Company", 24), (others, "Engineer", 12)):
		due = now + timedelta(hours=hours)
		set_fields(name, next_due_at=due, due_order=due, waiting_on=party, emergency=0)
	assert [row["name"] for row in reads_next.next_tickets()] == [others, mine]
	as_user(estate.users[roles.PROPERTY_DESK])
	assert [row["name"] for row in reads_next.next_tickets()] == [mine, others]
