"""What the letter form says: the letter's own next step, what its issue would refuse, who answers for the ticket (R17, R107)."""

from __future__ import annotations

import json

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.correspondence import api_letters, api_prefill, service_letters
from fangxiu_app.tickets.site_work import api_work
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.counting import count_queries
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages


@pytest.fixture
def ticket(estate) -> str:
	"""A ticket in repair by the general builder."""
	name = make.make_ticket(estate.unit_a).name
	make.walk(name, "start")
	return name


@pytest.mark.clause("R17", "R107")
def test_a_letter_says_its_own_next_step_whatever_else_its_ticket_has(estate, ticket):
	letter = orders.make_letter(ticket)
	assert api_letters.step(letter.name) == {"step": "letter_step_issue", "text": f"Notice {letter.name} is a draft: issue it.", "hindered": []}
	service_letters.issue(letter)
	other = orders.make_letter(ticket)
	issued = api_letters.step(letter.name)["text"]
	assert issued.startswith(f"Notice {letter.name} is issued: record the proof of its service.") and "not confirmed it yet" in issued
	with acting(estate.users[roles.PROJECT_DEPARTMENT]):
		api_letters.acknowledge(letter.name)
		confirmed = api_letters.step(letter.name)["text"]
	assert confirmed.endswith("The project department has confirmed it.") and other.name not in issued + confirmed
	orders.serve(letter.reload())
	served = api_letters.step(letter.name)
	assert served["step"] == "wait" and letter.name in served["text"]
	assert api_letters.step(other.name)["step"] == "letter_step_issue"
	service_letters.withdraw(other, "x")
	assert api_letters.step(other.name)["text"] == f"Notice {other.name} is withdrawn."


@pytest.mark.clause("R17")
def test_a_letter_of_another_kind_ends_with_its_outcome(ticket):
	letter = orders.make_letter(ticket, kind="Work Contact Letter")
	service_letters.issue(letter)
	orders.serve(letter)
	frappe.db.set_value("Correspondence", letter.name, "cure_until", make.ago(minutes=1))
	assert api_letters.step(letter.name)["step"] == "letter_step_outcome"
	letter.reload().db_set({"state": "Answered", "replied_at": make.ago(minutes=1)})
	assert api_letters.step(letter.name)["step"] == "letter_step_settle", "the reply is there: it is not asked for again"
	letter.reload()
	service_letters.close(letter, "No Action Needed")
	assert api_letters.step(letter.name)["text"] == f"Work Contact Letter {letter.name} is closed: No Action Needed."


@pytest.mark.clause("R107")
def test_saving_a_draft_says_what_its_issue_would_refuse_and_saves_it(estate, ticket):
	frappe.db.commit()  # the request has a connection of its own
	values = {"kind": "Notice", "ticket": ticket, "project": estate.a, "contractor": estate.waterproofer, "to_name": "x", "from_name": "x"}
	engineer = Api(estate.users[roles.ENGINEER])
	code, body = engineer.post("/api/resource/Correspondence", **values, to_party="Contractor", subject="x", body="x")
	said = messages(body)
	assert code == 200 and ticket in said and estate.general in said
	assert estate.agreement_a not in said and not body["data"].get("agreement"), "another's agreement is not taken"
	assert json.loads(json.loads(body["_server_messages"])[0])["indicator"] == "orange"
	name = body["data"]["name"]
	code, body = engineer.put(f"/api/resource/Correspondence/{name}", contractor=estate.general, agreement=estate.agreement_a)
	assert code == 200 and ticket not in messages(body), "nothing stands against it any more"


@pytest.mark.clause("R107")
def test_the_ticket_asks_for_no_second_notice_while_one_is_under_way(ticket):
	frappe.db.set_value("Repair Ticket", ticket, "agreed_completion", make.ago(days=3))
	assert (api_work.overview(ticket)["breach"]["stage"], "letter" in api_work.overview(ticket)["breach"]) == ("Notice", False)
	letter = orders.make_letter(ticket)
	draft = api_work.overview(ticket)["breach"]
	assert draft["letter"] == letter.name and "is to be issued" in draft["text"]
	service_letters.issue(letter)
	issued = api_work.overview(ticket)["breach"]
	assert issued["letter"] == letter.name and "service is to be recorded" in issued["text"]
	service_letters.withdraw(letter, "x")
	assert "letter" not in api_work.overview(ticket)["breach"], "a withdrawn notice is none"


@pytest.mark.clause("R107")
def test_the_chosen_contractor_is_the_receiver_or_is_said_not_to_answer(estate, ticket):
	with acting(estate.users[roles.ENGINEER]):
		own = api_prefill.receiver("Notice", estate.general, estate.a, ticket)
		other = api_prefill.receiver("Notice", estate.waterproofer, estate.a, ticket)
		free = api_prefill.receiver("Work Contact Letter", estate.waterproofer, estate.a, ticket)
		assert count_queries(lambda: api_prefill.receiver("Notice", estate.general, estate.a, ticket)) <= 10
	assert own["problem"] == "" and own["values"]["agreement"] == estate.agreement_a
	assert ticket in other["problem"] and estate.general in other["problem"]
	assert other["values"]["agreement"] is None
	assert other["values"]["to_name"] == frappe.db.get_value("Supplier", estate.waterproofer, "supplier_name")
	assert free["problem"] == "", "a work contact letter goes to anybody"


def test_without_a_ticket_the_receiver_is_still_known(estate):
	with acting(estate.users[roles.ENGINEER]):
		found = api_prefill.receiver("Work Contact Letter", estate.general, estate.a)
		with pytest.raises(frappe.PermissionError):
			api_prefill.receiver("Work Contact Letter", estate.general, estate.b)
	assert found["values"]["to_name"] == frappe.db.get_value("Supplier", estate.general, "supplier_name")
	assert found["problem"] == ""
