"""What follows the notice of a deduction: its posting day is the notice's or the one finance signs, an answer is corrected (R111)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.ledger import reads_periods
from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.orders import acting


@pytest.fixture
def agreement(estate):
	"""A deposit that covers the deduction."""
	doc = money.agreement(estate)
	money.entry(doc, "Cash In", 10_000)
	return doc


@pytest.mark.clause("R111")
def test_the_posting_day_is_the_noticed_one_or_finances(estate, agreement):
	"""Cost department and repair centre put it off by a year, after the notice."""
	order, _ticket = money.order(estate, agreement)
	doc = money.told(money.deduction(agreement, third_party_order=order), days_ago=10)
	noticed = doc.reload().posting_date
	for role in (roles.COST_DEPARTMENT, roles.MANAGER, roles.ENGINEER):
		with acting(estate.users[role]), pytest.raises(LockedFieldError, match="posting day stay"):
			doc.reload().update({"posting_date": add_days(nowdate(), 300)}).save()
	service_approvals.request(doc.reload())
	assert doc.reload().posting_date == noticed
	manager, cost, finance = money.signers(estate)
	for signer in (manager, cost):
		with acting(signer):
			service_approvals.approve(doc.reload())
	with acting(cost), pytest.raises(RefusedError):
		service_approvals.approve(doc.reload(), values={"posting_date": nowdate()})
	with acting(finance):
		service_approvals.approve(doc.reload(), values={"posting_date": nowdate()})
	assert (doc.reload().docstatus, str(doc.posting_date)) == (1, nowdate())
	assert str(frappe.db.get_value("Journal Entry", doc.journal_entry, "posting_date")) == nowdate()


@pytest.mark.clause("R111")
def test_a_noticed_day_in_closed_books_moves_to_the_day_of_the_request(estate, agreement, monkeypatch):
	order, _ticket = money.order(estate, agreement)
	doc = money.told(money.deduction(agreement, third_party_order=order), days_ago=10).reload()
	upto = {"day": nowdate()}
	monkeypatch.setattr(reads_periods, "is_closed", lambda _company, day, *_types: str(day) <= upto["day"])
	with pytest.raises(DepositError, match="Let finance open them"):
		service_approvals.request(doc)
	upto["day"] = add_days(nowdate(), -1)
	doc.reload().db_set("posting_date", add_days(nowdate(), -1))
	service_approvals.request(doc)
	assert str(doc.reload().posting_date) == nowdate()
	assert service_approvals.is_intact(doc)


@pytest.mark.clause("R111")
def test_an_answer_that_a_signer_sent_back_is_corrected(estate, agreement):
	"""The amounts begin again from what was claimed; while somebody is asked to sign, nothing of it changes."""
	order, _ticket = money.order(estate, agreement)
	doc = money.told(money.deduction(agreement, third_party_order=order))
	doc.object_to(str(make.ago(days=3)), "面积多算")
	row = doc.reload().items[0].name
	doc.answer_objection("Upheld in Part", "同意核减", {row: [6000, "按实测面积"]})
	service_approvals.request(doc.reload())
	with pytest.raises(DepositError, match=r"In Approval|Answered"):
		doc.reload().answer_objection("Rejected", "维持原扣款")
	[first, *_rest] = money.signers(estate)
	with acting(first):
		service_approvals.send_back(frappe.get_doc(doc.doctype, doc.name), "核减依据不足")
	doc.reload().answer_objection("Upheld in Part", "按复测核减", {row: [7000, "按复测面积"]})
	doc.reload()
	assert (doc.state, doc.answer, doc.items[0].amount, doc.items[0].change_reason) == ("Answered", "按复测核减", 7000, "按复测面积")
