"""The posting day of a deduction: that of its notice, or the one finance signs (R111)."""

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
