"""Every money process can be completed or undone: a round that can be signed, a late objection, a cancelled deduction."""

from __future__ import annotations

import frappe
import pytest
from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry
from frappe.utils import add_days, getdate, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import reads_people, roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.ledger import reads_periods
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.overview import api_approval
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages

OWN_ESTATE = True
CLAIM, ENTRY = "Contractor Deduction", "Warranty Deposit Entry"


@pytest.fixture(autouse=True)
def only_people_of_the_estate(estate):
	"""Somebody of another test who may open every project would stand in."""
	ours = set(estate.users.values())
	for people in reads_people.in_project(estate.a, {roles.MANAGER, roles.COST_DEPARTMENT}).values():
		for user in people - ours:
			frappe.db.set_value("User", user, "enabled", 0)


@pytest.fixture
def order(estate):
	"""A draft written by the only repair manager of the project."""
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	with acting(estate.users[roles.MANAGER]):
		return orders.make_order(ticket, estate.waterproofer, price_basis="Market Price")


@pytest.mark.clause("R107")
def test_an_order_of_the_only_manager_is_signed_by_the_general_manager(estate, order):
	with acting(estate.users[roles.MANAGER]):
		service_approvals.request(order)
	general, cost = estate.users[roles.GENERAL_MANAGER], estate.users[roles.COST_DEPARTMENT]
	assert service_approvals.progress(order).steps == (roles.GENERAL_MANAGER, roles.COST_DEPARTMENT)
	assert orders.sign(order, general, cost).status == "Ordered"


@pytest.mark.clause("R18")
def test_a_release_by_the_only_cost_clerk_is_signed_by_the_general_manager(estate):
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 1000)
	with acting(estate.users[roles.COST_DEPARTMENT]):
		doc = money.release(agreement, 100, project=estate.a)
		service_approvals.request(doc)
	assert service_approvals.progress(doc).steps == (roles.MANAGER, roles.GENERAL_MANAGER, roles.FINANCE)


@pytest.fixture
def nobody_stands_in():
	"""The rules as they were before substitutes; what the cache keeps of them goes with the rollback."""

	def forget():
		for name in frappe.get_all("Approval Rule", pluck="name"):
			frappe.clear_document_cache("Approval Rule", name)

	frappe.db.set_value("Approval Step", {"role": roles.MANAGER}, "substitute", None)
	forget()
	yield
	frappe.db.rollback()
	forget()


def test_without_a_substitute_it_is_said_before_anybody_signs(estate, order, nobody_stands_in):
	with acting(estate.users[roles.MANAGER]):
		panel = api_approval.panel("Third Party Order", order.name)
		assert panel["can_request"] and roles.MANAGER in panel["why_not"][0]
		with pytest.raises(RefusedError) as refused:
			service_approvals.request(order)
	assert roles.MANAGER in str(refused.value) and "second person" in str(refused.value)
	assert frappe.db.get_value("Third Party Order", order.name, "approval_state") == "Draft"


@pytest.fixture
def agreement(estate):
	doc = money.agreement(estate)
	money.entry(doc, "Cash In", 30_000)
	return doc


@pytest.fixture
def told(estate, agreement):
	"""Told six days ago; the window of five days is over."""
	name, _ticket = money.order(estate, agreement)
	return money.told(money.deduction(agreement, third_party_order=name), 6)


@pytest.mark.clause("R111")
def test_a_late_objection_is_recorded_and_answered(estate, told):
	told.object_to(nowdate(), "质量问题不属我方")
	told.reload()
	assert (told.state, told.objection_late) == ("Objected", 1)
	with pytest.raises(DepositError):
		service_approvals.request(told)
	told.answer_objection("Rejected", "已过申辩期，且证据齐全")
	assert told.reload().state == "Answered"
	assert money.approve(estate, told).state == "Posted"


def test_an_objection_sends_a_running_round_back(estate, told):
	service_approvals.request(told)
	told.reload().object_to(nowdate(), "质量问题不属我方")
	told.reload()
	assert (told.state, told.approval_state, told.approval_role) == ("Objected", "Draft", None)
	line = frappe.get_last_doc("Approval Log", {"document": told.name})
	assert (line.action, "质量问题" in line.comment) == ("Sent Back", True)


def test_an_objection_to_a_posted_deduction_is_kept_and_answered(estate, told):
	posted = money.approve(estate, told)
	frappe.db.commit()
	api = Api(estate.users[roles.COST_DEPARTMENT])
	path = "/api/method/fangxiu_app.money.deductions.api_deductions."
	paper = money.proof(estate.users[roles.COST_DEPARTMENT])
	frappe.db.commit()  # requests read it in a transaction of their own
	said = {"deduction": posted.name, "received_at": nowdate(), "text": "质量问题不属我方", "file": paper}
	code, body = api.post(f"{path}objection", **said)
	assert code == 200, messages(body)
	frappe.db.rollback()
	assert frappe.db.exists("File", {"file_url": paper, "attached_to_doctype": posted.doctype, "attached_to_name": posted.name})
	with pytest.raises(DepositError):
		posted.reload().object_to(nowdate(), "再一次")
	assert service_approvals.is_intact(posted.reload()), "what was signed stands, and is printed"
	posted.answer_objection("Rejected", "证据齐全")
	assert service_approvals.is_intact(posted.reload())
	assert (posted.state, posted.objection, posted.objection_result) == (
		"Posted",
		"质量问题不属我方",
		"Rejected",
	)
	with pytest.raises(DepositError):
		posted.answer_objection("Upheld", "改变主意")
	frappe.db.set_value(posted.doctype, posted.name, "facts", "别的")
	assert not service_approvals.is_intact(posted.reload()), "and nothing else may change with it"


def test_a_deduction_and_the_hold_it_came_from_never_refuse_each_other(estate):
	"""Hold, deduction, reversal in an open period, and back: everything is cancelled in order, the books are empty."""
	agreement = money.agreement(estate)
	invoice = money.invoice(estate.general, 300_000, agreement.name)
	hold = frappe.get_doc(ENTRY, {"purchase_invoice": invoice.name, "docstatus": 1})
	done = money.charge(estate, agreement, 20_000)
	with acting(money.finance(estate)):
		frappe.get_doc(CLAIM, done.name).reverse("判决退还")
		assert money.balance(agreement) == 9000
		assert service_approvals.cancel(frappe.get_doc(CLAIM, done.name), "录入错误").state == "Cancelled"
	assert money.balance(agreement) == 9000
	vouchers = ("Journal Entry", done.journal_entry), ("Purchase Invoice", done.debit_note)
	assert {frappe.db.get_value(*one, "docstatus") for one in vouchers} == {2}
	assert not frappe.db.exists("Purchase Invoice", {"fx_deduction": done.name, "docstatus": 1})
	frappe.local.dynamic_link_map = None
	frappe.get_doc(ENTRY, hold.name).cancel()
	assert money.balance(agreement) == 0


def test_a_reversal_whose_money_went_on_stays(estate, agreement):
	done = money.charge(estate, agreement, 20_000)
	with acting(money.finance(estate)):
		frappe.get_doc(CLAIM, done.name).reverse("判决退还")
	reversal = frappe.db.get_value(CLAIM, done.name, "reversal")
	bucket = frappe.db.get_value(ENTRY, reversal, "journal_entry")
	money.entry(agreement, "Taken Back", 100, bucket=bucket, other_account=money.account("Bank Account"))
	with acting(money.finance(estate)), pytest.raises(DepositError, match="uses what it put"):
		service_approvals.cancel(frappe.get_doc(CLAIM, done.name), "录入错误")


def test_a_settled_debit_note_leaves_the_reversal_only(estate, agreement):
	done = money.charge(estate, agreement, 30_000)
	payment = get_payment_entry("Purchase Invoice", done.debit_note)
	payment.update({"reference_no": "T9", "reference_date": nowdate()})
	payment.insert().submit()
	with acting(money.finance(estate)):
		assert api_approval.panel(CLAIM, done.name)["can_cancel"] is False
		with pytest.raises(DepositError, match=payment.name):
			service_approvals.cancel(frappe.get_doc(CLAIM, done.name), "录入错误")


def test_cancelling_is_not_offered_where_the_books_are_closed(estate, agreement):
	done = money.charge(estate, agreement, 20_000)
	day = add_days(nowdate(), -1)
	frappe.db.set_value(CLAIM, done.name, "posting_date", day)
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, day)
	with acting(money.finance(estate)):
		assert api_approval.panel(CLAIM, done.name)["can_cancel"] is False
		frappe.get_doc(CLAIM, done.name).reverse("判决退还")
		assert api_approval.panel(CLAIM, done.name)["can_cancel"] is False
		with pytest.raises(DepositError, match="stay as they are"):
			service_approvals.cancel(frappe.get_doc(CLAIM, done.name), "录入错误")


@pytest.mark.clause("R111")
def test_a_day_in_closed_books_is_refused_before_anybody_signs(estate, told):
	"""A day whose books were closed after the notice becomes that of the request, which is asked for itself."""
	day = add_days(nowdate(), -1)
	told.db_set("posting_date", day)
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, nowdate())
	with pytest.raises(DepositError) as refused:
		service_approvals.request(told)
	assert "Posting Date" in str(refused.value) and str(getdate(nowdate()).year) in str(refused.value)
	assert frappe.db.get_value(CLAIM, told.name, ["approval_state", "posting_date"]) == ("Draft", getdate(day))
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, day)
	service_approvals.request(told.reload())
	assert frappe.db.get_value(CLAIM, told.name, ["approval_state", "posting_date"]) == ("In Approval", getdate(nowdate()))


@pytest.mark.parametrize("role", [roles.GENERAL_MANAGER, roles.CS_HEAD, roles.PROJECT_DEPARTMENT])
def test_whoever_opens_the_contractors_account_chooses_a_contractor(estate, role):
	frappe.db.commit()
	api = Api(estate.users[role])
	data = {"doctype": "Supplier", "txt": estate.general, "reference_doctype": ""}
	code, body = api.get("/api/method/frappe.desk.search.search_link", **data)
	assert code == 200, messages(body)
	assert [row["value"] for row in body["message"]] == [estate.general]
