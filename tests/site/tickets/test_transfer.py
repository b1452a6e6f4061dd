"""What became of a repair that went to the property company is said before its ticket closes (R58-R60, R74)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.fangxiu_app.doctype.repair_ticket.repair_ticket import DISPATCHED, EDITABLE, SETTLED
from fangxiu_app.overview import api_desk
from fangxiu_app.tickets.life import api_ticket, service_transitions
from fangxiu_app.tickets.life.rules_transfer_gates import OUTCOMES
from tests.site.helpers import factories as make
from tests.site.helpers import special_reports

TAKEN = {"transfer_acknowledged_by": "物业 张管家"}


@pytest.fixture
def ticket(estate) -> str:
	"""A ticket at the property company, not acknowledged yet."""
	name = make.make_ticket(estate.unit_a).name
	make.walk(name, "arrive")
	judged = {"root_cause": "装修钻孔", "responsibility": "Owner Caused", "expected_days": 1}
	service_transitions.perform(name, "survey", judged)
	make.add_evidence(name)
	make.explain(name)
	service_transitions.perform(name, "transfer", {"transferred_to": "物业"})
	return name


def settle(ticket: str, outcome: str, day: str = "", note: str = ""):
	values = {"transfer_outcome": outcome, "transfer_outcome_on": day or today(), "transfer_outcome_note": note}
	return service_transitions.perform(ticket, "settle_transfer", values)


def refused(ticket: str, says: str, action: str = "settle_transfer", **values) -> None:
	with pytest.raises(RefusedError, match=says):
		service_transitions.perform(ticket, action, {"transfer_outcome_on": today(), **values} if values else {})


@pytest.mark.clause("R58", "R59", "R60")
def test_the_property_desk_says_what_became_of_it_before_the_ticket_closes(estate, ticket, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	refused(ticket, "not acknowledged", transfer_outcome="Customer Pays")
	service_transitions.perform(ticket, "acknowledge_transfer", TAKEN)
	refused(ticket, "common parts only", transfer_outcome="Submitted to Owners' Committee")
	refused(ticket, "No special report", transfer_outcome="Special Report Made")
	refused(ticket, "future", transfer_outcome="Customer Pays", transfer_outcome_on=add_days(today(), 1))
	refused(ticket, "before the transfer", transfer_outcome="Customer Pays", transfer_outcome_on=add_days(today(), -1))
	as_user(estate.users[roles.CLERK])
	refused(ticket, "What became of this repair", "close")
	as_user(estate.users[roles.PROPERTY_DESK])
	done = settle(ticket, "Customer Pays", note="已报价 300 元")
	assert (done.status, str(done.transfer_outcome_on), done.waiting_on) == ("Transferred", today(), "Engineer")
	as_user(estate.users[roles.CLERK])
	assert service_transitions.perform(ticket, "close").transfer_outcome == "Customer Pays"


@pytest.mark.clause("R59")
def test_a_common_part_goes_to_the_owners_committee_on_a_day(ticket):
	service_transitions.perform(ticket, "acknowledge_transfer", TAKEN)
	common = frappe.db.get_value("Repair Location", {"common_part": 1})
	frappe.db.set_value("Repair Ticket", ticket, {"location": common, "transferred_at": make.ago(days=2)})
	done = settle(ticket, "Submitted to Owners' Committee", add_days(today(), -1))
	assert (done.transfer_outcome, str(done.transfer_outcome_on)) == ("Submitted to Owners' Committee", add_days(today(), -1))


@pytest.mark.clause("R74")
def test_a_second_transfer_is_acknowledged_and_settled_anew(ticket):
	"""What the property company said of an earlier transfer is no receipt of this one."""
	service_transitions.perform(ticket, "acknowledge_transfer", TAKEN)
	settle(ticket, "Taken Over by Property Company")
	frappe.db.set_value("Repair Ticket", ticket, "status", "Surveyed")
	again = service_transitions.perform(ticket, "transfer", {"transferred_to": "物业"})
	assert (again.transfer_acknowledged_at, again.transfer_outcome, again.transfer_outcome_on) == (None, None, None)
	refused(ticket, "not acknowledged", "close")


@pytest.mark.clause("R58", "R74")
def test_the_property_desk_hears_of_it_and_its_form_leads_it_to_the_end(estate, ticket, as_user):
	told = frappe.get_all("Outbox Message", {"reference_name": ticket, "recipient": ("in", [roles.PROPERTY_DESK, estate.users[roles.PROPERTY_DESK]])}, pluck="subject")
	assert len(told) == 1 and "Confirm that you have taken it over" in told[0]
	as_user(estate.users[roles.PROPERTY_DESK])
	assert first(ticket) == "acknowledge_transfer"
	counted = api_desk.card({"card": "property"})
	assert counted["value"] >= 1 and counted["route_options"]["waiting_on"]
	service_transitions.perform(ticket, "acknowledge_transfer", TAKEN)
	with pytest.raises(RefusedError, match="confirmed this already"):
		service_transitions.perform(ticket, "acknowledge_transfer", {"transfer_acknowledged_by": "别人"})
	assert first(ticket) == "settle_transfer"
	assert api_ticket.panel(ticket)["transfer"]["outcomes"] == ("Customer Pays", "Taken Over by Property Company")
	settle(ticket, "Customer Pays")
	assert first(ticket) is None, "what is done is not asked for again"
	shown = api_ticket.panel(ticket)
	assert (shown["transfer"]["outcome"], str(shown["transfer"]["on"])) == ("Customer Pays", today())
	assert {row["action"]: row["allowed"] for row in shown["actions"]}["settle_transfer"], "a wrong one is corrected"
	as_user(estate.users[roles.CLERK])
	assert first(ticket) == "close"


def first(ticket: str) -> str | None:
	return next((row["action"] for row in api_ticket.panel(ticket)["actions"] if row["primary"]), None)


@pytest.mark.clause("R58")
def test_the_way_of_a_transferred_ticket_ends_where_it_was_given_away(estate, ticket):
	"""The survey was made though no appointment was; nobody's minutes go on after the transfer."""
	frappe.db.delete("Ticket Event", {"ticket": ticket, "action": "appoint"})
	frappe.db.set_value("Ticket Event", {"ticket": ticket, "action": "transfer"}, "at", make.ago(minutes=5))
	frappe.db.set_value("Ticket Event", {"ticket": ticket, "action": ("!=", "transfer")}, "at", make.ago(minutes=9))
	way = [(row["status"], row["state"]) for row in api_ticket.panel(ticket)["path"]]
	assert way == [("Reported", "done"), ("Accepted", "done"), ("Appointed", "skipped"), ("Surveyed", "done"), ("Transferred", "now"), ("Closed", "todo")]
	assert minutes(ticket)["Surveyed"] == 4


@pytest.mark.clause("R58", "R74")
def test_the_days_of_the_property_company_stay_its_own_and_the_outcome_stays_above_the_closed_ticket(estate, ticket):
	service_transitions.perform(ticket, "acknowledge_transfer", TAKEN)
	settle(ticket, "Customer Pays", note="业主付 260 元疏通")
	frappe.db.set_value("Ticket Event", {"ticket": ticket}, "at", make.ago(days=12, minutes=9))
	frappe.db.set_value("Ticket Event", {"ticket": ticket, "action": "transfer"}, "at", make.ago(days=12, minutes=5))
	frappe.db.set_value("Ticket Event", {"ticket": ticket, "action": ("like", "%transfer"), "from_status": "Transferred"}, "at", make.ago(minutes=1))
	before = minutes(ticket)
	service_transitions.perform(ticket, "close")
	shown = api_ticket.panel(ticket)
	assert (before["Surveyed"], minutes(ticket)["Surveyed"], minutes(ticket)["Transferred"] // 1440) == (4, 4, 12)
	assert [row["status"] for row in shown["path"]][-2:] == ["Transferred", "Closed"]
	kept = {name: shown["transfer"][name] for name in ("label", "outcome", "note", "outcomes")}
	assert kept == {"label": "Transferred", "outcome": "Customer Pays", "note": "业主付 260 元疏通", "outcomes": ()}


def minutes(ticket: str) -> dict[str, int | None]:
	return {row["status"]: row["minutes"] for row in api_ticket.panel(ticket)["path"]}


@pytest.mark.clause("R58", "R59")
def test_what_the_property_company_was_given_stays_as_it_was(estate, ticket, as_user):
	"""Somebody who moved the problem into a common part had the committee asked for a flat."""
	common = frappe.db.get_value("Repair Location", {"common_part": 1})
	as_user(estate.users[roles.ENGINEER])
	for field, value in {"location": common, "description": "公共部位渗漏", "emergency": 1}.items():
		doc = frappe.get_doc("Repair Ticket", ticket)
		doc.set(field, value)
		with pytest.raises(LockedFieldError, match="cannot be changed"):
			doc.save()


@pytest.mark.clause("R60")
def test_only_a_filed_special_report_is_an_outcome_and_only_while_it_stands(estate, ticket, as_user):
	service_transitions.perform(ticket, "acknowledge_transfer", TAKEN)
	frappe.db.set_value("Repair Ticket", ticket, "owner_until", add_days(today(), -100))
	report = special_reports.make_report(estate, ticket=ticket)
	refused(ticket, "No special report", transfer_outcome="Special Report Made")
	special_reports.act(report, "file", estate.users[roles.PROPERTY_DESK])
	settle(ticket, "Special Report Made")
	special_reports.act(report, "withdraw", estate.users[roles.PROPERTY_DESK])
	as_user(estate.users[roles.CLERK])
	refused(ticket, "No special report", "close")
	as_user(estate.users[roles.PROPERTY_DESK])
	settle(ticket, "Taken Over by Property Company")
	as_user(estate.users[roles.CLERK])
	assert service_transitions.perform(ticket, "close").status == "Closed"


def test_the_form_offers_the_outcomes_the_rules_know():
	options = frappe.get_meta("Repair Ticket").get_field("transfer_outcome").options
	assert tuple(filter(None, options.split("\n"))) == OUTCOMES


def test_the_form_closes_what_the_server_refuses():
	"""Location and defect of a settled ticket, the contractor of a dispatched one: one list on both sides."""
	meta = frappe.get_meta("Repair Ticket")
	for name in EDITABLE:
		condition = meta.get_field(name).read_only_depends_on
		closed, _end = json.JSONDecoder().raw_decode(condition.removeprefix("eval:"))
		assert set(closed) == set(SETTLED), name
		assert ("doc.started_at" in condition and roles.MANAGER in condition) == (name in DISPATCHED), name
