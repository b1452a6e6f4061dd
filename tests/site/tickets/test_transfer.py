"""What became of a repair that went to the property company is said before its ticket closes (R58-R60, R74)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.rules_transfer_gates import OUTCOMES
from tests.site.helpers import factories as make

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


def test_the_form_offers_the_outcomes_the_rules_know():
	options = frappe.get_meta("Repair Ticket").get_field("transfer_outcome").options
	assert tuple(filter(None, options.split("\n"))) == OUTCOMES
