"""What counts against a contractor goes to who answers for its tickets, under an agreement that binds and with the time it gives
(R107, R112; docs/adr/0175), whatever a request sends."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from fangxiu_app.contractors.breach import rules_correspondence as kinds
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.correspondence import service_letter_texts, service_letters
from fangxiu_app.quality import reads_evaluations
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.rest import Api, messages

ISSUE = "/api/method/fangxiu_app.correspondence.api_letters.issue"
LETTERS = "/api/resource/Correspondence"


@pytest.fixture
def ticket(estate) -> str:
	"""A ticket in repair by the general builder, whose agreement gives ten days to cure."""
	name = make.make_ticket(estate.unit_a).name
	make.walk(name, "start")
	frappe.db.set_value("Warranty Agreement", estate.agreement_a, "cure_days", 10)
	return name


def counted(estate, contractor: str) -> float:
	"""Letters of this month in the contractor's evaluation."""
	pair = (estate.a, contractor)
	return reads_evaluations.figures(getdate(), pair).get(pair, {}).get("Letters", (0, 0))[0]


@pytest.mark.clause("R107", "R112")
@pytest.mark.parametrize("kind", [*kinds.BLAMING, kinds.RE_INSPECTION])
def test_no_letter_about_work_goes_to_somebody_else(estate, ticket, kind):
	before = counted(estate, estate.waterproofer)
	letter = orders.make_letter(ticket, kind=kind, contractor=estate.waterproofer, agreement=None)
	letter.agreement = None
	with pytest.raises(RefusedError, match=f"Tickets, row 1: ticket {ticket} is answered for by {estate.general}, not by this contractor"):
		service_letters.issue(letter)
	assert counted(estate, estate.waterproofer) == before


@pytest.mark.clause("R107", "R112")
def test_a_work_contact_letter_goes_to_anybody_and_counts_against_nobody(estate, ticket):
	before = counted(estate, estate.waterproofer)
	letter = orders.make_letter(ticket, kind=kinds.WORK_CONTACT, contractor=estate.waterproofer)
	letter.agreement = None
	service_letters.issue(letter)
	assert letter.state == "Issued" and counted(estate, estate.waterproofer) == before


@pytest.mark.clause("R107", "R112")
@pytest.mark.parametrize("kind", kinds.BLAMING)
def test_what_counts_rests_on_a_ticket(estate, kind):
	values = {"project": estate.a, "contractor": estate.general, "agreement": estate.agreement_a}
	with orders.acting(estate.users[roles.ENGINEER]):
		with pytest.raises(RefusedError, match="rests on tickets that this contractor answers for"):
			service_letters.issue(orders.make_letter("", kind=kind, **values))
		contact = orders.make_letter("", kind=kinds.WORK_CONTACT, **values)
		service_letters.issue(contact)
	assert contact.state == "Issued"


@pytest.mark.clause("R112")
@pytest.mark.parametrize("kind", [kinds.RECTIFICATION, kinds.DEDUCTION])
def test_what_counts_goes_to_the_contractor_itself(estate, ticket, kind):
	letter = orders.make_letter(ticket, kind=kind, to_party="Owner", to_name="王晓明")
	with pytest.raises(RefusedError, match="goes to the contractor, not to: Owner"):
		service_letters.issue(letter)
	before = counted(estate, estate.general)
	letter.to_party = "Contractor"
	service_letters.issue(letter)
	assert counted(estate, estate.general) == before + 1
	frappe.db.set_value("Correspondence", letter.name, "to_party", "Owner")
	assert counted(estate, estate.general) == before, "letters of before that went to others"


@pytest.mark.clause("R14", "R112")
def test_a_third_party_at_work_is_told_what_to_put_right(estate, ticket):
	letter = orders.make_letter(ticket)
	service_letters.issue(letter)
	orders.serve(letter)
	frappe.db.set_value("Repair Ticket", ticket, {"status": "Third Party", "contractor": estate.waterproofer, "original_contractor": estate.general})
	told = orders.make_letter(ticket, kind=kinds.RECTIFICATION, to_party="Third Party", contractor=estate.waterproofer)
	told.agreement = None
	service_letters.issue(told)
	blamed = orders.make_letter(ticket, kind=kinds.DEDUCTION, contractor=estate.waterproofer)
	blamed.agreement = None
	with pytest.raises(RefusedError, match="not by this contractor"):
		service_letters.issue(blamed)


@pytest.mark.clause("R107")
def test_the_agreed_time_to_cure_stands_also_where_the_letter_names_no_agreement(estate, ticket):
	engineer = Api(estate.users[roles.ENGINEER])
	letter = orders.make_letter(ticket, cure_days=3)
	frappe.db.commit()  # the request has a connection of its own
	assert engineer.put(f"{LETTERS}/{letter.name}", agreement="")[0] == 200
	code, body = engineer.post(ISSUE, letter=letter.name)
	assert code == 417 and estate.agreement_a in messages(body) and "10" in messages(body)
	assert engineer.put(f"{LETTERS}/{letter.name}", cure_days=0)[0] == 200
	assert engineer.post(ISSUE, letter=letter.name)[0] == 200
	stored = frappe.get_doc("Correspondence", letter.name)
	assert (stored.cure_days, stored.agreement) == (10, estate.agreement_a)


@pytest.mark.clause("R107")
def test_of_several_tickets_the_longest_agreed_time_counts(estate, ticket):
	other = make.make_ticket(estate.unit_a2).name
	make.walk(other, "start")
	scope = [{"lot": frappe.generate_hash(length=6), "trade": "防水"}]
	longer = make.signed_agreement(project=estate.a, contractor=estate.general, signed_on=today(), scope=scope, cure_days=15)
	frappe.db.set_value("Repair Ticket", other, "agreement", longer.name)
	both = [{"ticket": ticket}, {"ticket": other}]
	letter = orders.make_letter(ticket, tickets=both, cure_days=12)
	with pytest.raises(RefusedError, match=f"Agreement {longer.name} gives 15 days"):
		service_letters.issue(letter)
	letter.cure_days = 0
	service_letters.issue(letter)
	assert letter.cure_days == 15
	assert service_letter_texts.cure_days([ticket, other], estate.general) == 15 and service_letter_texts.cure_days([ticket]) == 10


@pytest.mark.clause("R107")
@pytest.mark.parametrize(("status", "until"), [("Draft", None), ("Terminated", None), ("Signed", -1)])
def test_an_agreement_that_binds_nobody_is_no_letters_but_the_tickets_own_is(estate, ticket, status, until):
	scope = [{"lot": frappe.generate_hash(length=6), "trade": "防水"}]
	signed = {} if status == "Draft" else {"signed_on": add_days(today(), -30)}
	named = make.signed_agreement("Draft", project=estate.a, contractor=estate.general, scope=scope, **signed)
	frappe.db.set_value("Warranty Agreement", named.name, {"status": status, "valid_to": until and add_days(today(), until)})
	letter = orders.make_letter(ticket, agreement=named.name)
	with pytest.raises(RefusedError, match="not signed, or not in force"):
		service_letters.issue(letter)
	frappe.db.set_value("Repair Ticket", ticket, "agreement", named.name)
	if status == "Draft":
		with pytest.raises(RefusedError, match="not signed, or not in force"):
			service_letters.issue(letter)
		return
	service_letters.issue(letter)
	assert letter.state == "Issued"


@pytest.mark.clause("R17")
def test_a_reply_is_not_due_years_away(estate, ticket):
	letter = orders.make_letter(ticket)
	frappe.db.commit()  # the request has a connection of its own
	code, body = Api(estate.users[roles.ENGINEER]).put(f"{LETTERS}/{letter.name}", reply_due="2999-01-01")
	assert code == 417 and "2999-01-01" in messages(body)
	assert Api(estate.users[roles.ENGINEER]).put(f"{LETTERS}/{letter.name}", reply_due=add_days(today(), 5))[0] == 200
