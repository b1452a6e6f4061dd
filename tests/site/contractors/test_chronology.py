"""Impossible dates are refused: deductions notified before the defect, posted before the objection period, longer than their agreement."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import factories as make
from tests.site.helpers import money


@pytest.fixture
def agreement(estate):
	doc = money.agreement(estate)
	money.entry(doc, "Cash In", 30_000)
	return doc


@pytest.mark.clause("R109", "R111")
def test_a_notice_before_the_defect_or_without_its_file_is_not_recorded(estate, agreement):
	"""Received eight days before the work was complained of, its window was over, and it was signed and posted."""
	order, ticket = money.order(estate, agreement)
	doc = money.deduction(agreement, third_party_order=order)
	frappe.db.set_value("Repair Ticket", ticket, "reported_at", make.ago(days=1))
	with pytest.raises(DepositError, match="lies before Complaint"):
		money.told(doc, days_ago=9)
	frappe.db.set_value("Repair Ticket", ticket, "reported_at", make.ago(days=40))
	with pytest.raises(DepositError, match="lies before Completion of the Third-party Work"):
		money.told(doc.reload(), days_ago=11)
	told = (str(make.ago(days=6)), "Registered Mail", "王工", "EMS 2")
	for file in ("", "/private/files/nothing.pdf"):
		with pytest.raises(DepositError, match="its file"):
			doc.reload().notify(*told, file)
	assert doc.reload().state == "Draft"
	money.told(doc)
	with pytest.raises(DepositError, match="on record already"):
		doc.add_proof(money.proof())
	doc.db_set("notice_file", None)
	with pytest.raises(DepositError, match="proof that the notice of deduction was received is missing"):
		service_approvals.request(doc.reload())
	doc.add_proof(money.proof())
	frappe.db.set_value("Repair Ticket", ticket, "reported_at", make.ago(days=1))
	with pytest.raises(DepositError, match="lies before Complaint"):
		service_approvals.request(doc.reload())
	frappe.db.set_value("Repair Ticket", ticket, "reported_at", make.ago(days=40))
	service_approvals.request(doc.reload())


@pytest.mark.clause("R111")
def test_a_deduction_is_not_posted_before_it_was_heard(estate, agreement):
	order, _ticket = money.order(estate, agreement)
	doc = money.deduction(agreement, third_party_order=order, posting_date=add_days(nowdate(), -8))
	doc = money.told(doc)
	assert doc.posting_date == doc.objection_until.date(), "an earlier date moves to the end of the window"
	doc.db_set("posting_date", add_days(nowdate(), -8))
	with pytest.raises(DepositError, match="lies before End of the Objection Period"):
		service_approvals.request(doc)


@pytest.mark.clause("R111")
def test_a_penalty_rests_on_a_ticket_or_file_and_is_not_longer_than_its_agreement(estate):
	terms = [{"clause_no": "7", "breach": "Other", "penalty": 100, "per": "Day"}]
	young = money.agreement(estate, signed_on=add_days(nowdate(), -79), deduction_terms=terms)
	money.entry(young, "Cash In", 50_000)

	def claim(days: int, **values):
		row = {"line_kind": "Penalty", "description": "x", "clause_no": "7", "quantity": days}
		items = [{**row, "claimed": 100 * days}]
		doc = money.deduction(young, source="Contract Clause", clause="7", items=items, **values)
		return money.told(doc)

	with pytest.raises(DepositError, match="225 days is longer than the 74 days"):
		service_approvals.request(claim(225))
	with pytest.raises(DepositError, match="needs the ticket it is about, or a file"):
		service_approvals.request(claim(3, bill_file=None))
	service_approvals.request(claim(3))
	young.db_set({"signed_on": None, "valid_from": None})
	frappe.clear_document_cache(young.doctype, young.name)
	with pytest.raises(DepositError, match="no penalty rests on it"):
		service_approvals.request(claim(3))
