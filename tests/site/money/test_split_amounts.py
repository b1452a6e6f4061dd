"""What is about one matter is one amount: nothing is split to stay below a tier of signatures (R110, R107, R111, R18)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.approvals import approval_news, service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.overview import api_approval, reads_approval_basis
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders

OWN_ESTATE = True


def steps(doc) -> tuple[str, ...]:
	return service_approvals.ahead(doc)[0]


def ask(estate, doc, user: str = roles.CUSTOMER_SERVICE):
	with orders.acting(estate.users[user]):
		service_approvals.request(doc)
	return doc.reload()


@pytest.fixture
def ticket(estate) -> str:
	name = make.make_ticket(estate.unit_a).name
	frappe.db.set_value("Repair Ticket", name, "responsibility", "To Be Judged")
	return name


def case(estate, ticket: str, agreed: float = 1900, **values):
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		return orders.make_compensation(ticket, agreed, **values)


@pytest.mark.clause("R110")
def test_two_compensations_of_one_loss_are_one_amount(estate, ticket, monkeypatch):
	first = ask(estate, case(estate, ticket))
	assert roles.CS_HEAD not in service_approvals.progress(first).steps
	second = case(estate, ticket, payee_name="王 晓明")
	assert steps(second) == steps(case(estate, ticket, 3800, payee_name="别人", id_no="11010119900307002X", payee_account="1"))
	second = ask(estate, second)
	assert roles.CS_HEAD in service_approvals.progress(second).steps
	with orders.acting(estate.users[roles.MANAGER]):
		[note] = api_approval.panel("Compensation", second.name)["notes"]
		[line] = [line for line in reads_approval_basis.sections(second)[0]["lines"] if line["label"] == "Counts Together"]
	assert first.name in note and "3,800.00" in note and line["value"] == note
	monkeypatch.setattr(frappe.defaults, "get_global_default", lambda key: "USD")
	assert "¥ 3,800.00" in approval_news.together(second), "in the currency of the company, whatever is the site's"
	third = case(estate, ticket, 6500)
	assert roles.GENERAL_MANAGER in steps(third)
	for doc in (first, second):
		with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
			service_approvals.send_back(doc, "撤回")
	assert roles.GENERAL_MANAGER not in steps(third), "what was withdrawn does not count"


@pytest.mark.clause("R110")
def test_the_payee_and_the_matter_are_known_by_more_than_a_name(estate, ticket):
	ask(estate, case(estate, ticket))
	other = make.make_ticket(estate.unit_a2).name
	same = {"payee_name": "王小明", "payee_account": orders.PARTY["payee_account"]}
	assert case(estate, ticket, **{**same, "id_no": ""}).approval_beside(), "by the account"
	dashed = "-".join(orders.PARTY["payee_account"].replace(" ", "\u00a0"))
	assert case(estate, ticket, **{**same, "id_no": "", "payee_account": dashed}).approval_beside(), "however it is typed"
	assert case(estate, ticket, **{**same, "payee_account": "1"}).approval_beside(), "by the identity number"
	assert case(estate, ticket, payee_name="业主 王晓明（本人）", id_no="", payee_account="1").approval_beside(), "by the name, whatever is written beside it"
	assert not case(estate, ticket, payee_name="李红", id_no="", payee_account="1").approval_beside()
	assert not case(estate, other).approval_beside(), "another ticket"
	complaint = frappe.get_doc({"doctype": "Customer Complaint", "name": "KC-X"})
	complaint.db_insert()
	for name in (ticket, other):
		frappe.get_doc({"doctype": "Complaint Ticket", "parent": "KC-X", "parenttype": "Customer Complaint", "parentfield": "tickets", "ticket": name}).db_insert()
	drafted = case(estate, other)
	frappe.db.set_value("Compensation", drafted.name, "complaint", "KC-X")
	assert drafted.reload().approval_beside(), "another ticket of its complaint"


@pytest.mark.clause("R107")
def test_two_orders_of_one_ticket_to_one_firm_are_one_amount(estate):
	ticket = make.make_ticket(estate.unit_a).name
	line = {"description": "铲除重做", "uom": "平方米", "qty": 1}
	first, second = (orders.make_order(ticket, estate.waterproofer, items=[{**line, "rate": 4900}]) for _n in range(2))
	assert roles.PROJECT_DEPARTMENT not in steps(second)
	frappe.db.set_value("Third Party Order", first.name, "approval_state", "In Approval")
	assert second.approval_beside() == {first.name: 4900}
	assert roles.PROJECT_DEPARTMENT in steps(second)
	elsewhere = orders.make_order(make.make_ticket(estate.unit_a2).name, estate.waterproofer, items=[{**line, "rate": 4900}])
	assert not elsewhere.approval_beside()
	frappe.db.set_value("Work Item", {"parent": elsewhere.name}, "ticket", ticket)
	assert elsewhere.reload().approval_beside() == {first.name: 4900}, "by its line"
	assert not orders.make_order(ticket, estate.general, items=[{**line, "rate": 4900}]).approval_beside(), "another firm"


@pytest.mark.clause("R111", "R18")
def test_deductions_of_one_ticket_and_releases_of_one_agreement_count_together(estate, ticket):
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 20_000)
	facts = {"responsibility": "Warranty", "payer": "Contractor", "agreement": agreement.name, "contractor": agreement.contractor}
	frappe.db.set_value("Repair Ticket", ticket, facts)
	row = {"line_kind": "Penalty", "description": "逾期", "claimed": 300, "ticket": ticket}
	terms = {"source": "Contract Clause", "clause": "1"}
	first, second = (money.deduction(agreement, items=[row], **terms) for _n in range(2))
	assert not second.approval_beside()
	frappe.db.set_value("Contractor Deduction", first.name, {"approval_state": "In Approval"})
	assert second.approval_beside() == {first.name: 300}
	frappe.db.set_value("Contractor Deduction", first.name, {"docstatus": 1, "state": "Reversed"})
	assert not second.approval_beside()
	parts = [money.release(agreement, 4000) for _n in range(2)]
	frappe.db.set_value("Deposit Release", parts[0].name, "approval_state", "In Approval")
	assert parts[1].approval_beside() == {parts[0].name: 4000}
	assert service_approvals.amount_together(parts[1]) == 8000


@pytest.mark.clause("R111")
def test_lines_that_name_no_ticket_are_no_matter_in_common(estate, ticket):
	"""A charge for water counted together with a penalty of the contract: neither is about a ticket."""
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 20_000)
	facts = {"responsibility": "Warranty", "payer": "Contractor", "agreement": agreement.name, "contractor": agreement.contractor}
	frappe.db.set_value("Repair Ticket", ticket, facts)
	bare, named = ({"line_kind": "Penalty", "description": "扣款", "claimed": 300, "ticket": one} for one in (None, ticket))
	first, second = (money.deduction(agreement, items=[row], source="Contract Clause", clause="1") for row in (bare, named))
	frappe.db.set_value("Deduction Item", {"parent": first.name}, {"ticket": "", "source_name": ""})
	frappe.db.set_value("Contractor Deduction", first.name, "approval_state", "In Approval")
	assert not second.approval_beside()
