"""Printed forms and reports of letters, orders and payments, in Chinese (R17, R18, R107, R114)."""

from __future__ import annotations

import re

import frappe
import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.fangxiu_app.report.payments_under_review import payments_under_review
from fangxiu_app.fangxiu_app.report.third_party_cost import third_party_cost
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.counting import count_queries


def printed(doctype: str, name: str, form: str) -> str:
	"""Text of a printed form in Chinese, without its markup."""
	frappe.local.lang = "zh"
	html = frappe.get_print(doctype, name, print_format=form)
	return re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL))


@pytest.mark.clause("R17", "R114")
def test_letter_order_and_quantities_print(estate):
	ticket = make.make_ticket(estate.unit_a).name
	letter = orders.breach(ticket, estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer)
	service_approvals.request(order)
	text = printed("Correspondence", letter, "Correspondence Letter")
	assert "知会" in text and "通知函" not in text and "请于整改期内完成" in text and "张工" in text
	text = printed("Third Party Order", order.name, "Third Party Order Sheet")
	assert "委托单" in text and "800.00" in text
	text = printed("Third Party Order", order.name, "Third Party Order Approval")
	assert "委托审批表" in text and "施工单位违约" in text and "已申请" in text
	text = printed("Third Party Order", order.name, "Quantity Verification Sheet")
	assert "工程量核定单" in text and "墙面铲除重做" in text


@pytest.mark.clause("R18")
def test_the_review_prints_and_is_reported(estate):
	ticket = make.make_ticket(estate.unit_a).name
	bill = orders.make_bill(ticket, estate.waterproofer)
	review = orders.make_review(bill, verified=7)
	text = printed("Repair Payment Review", review.name, "Repair Payment Approval")
	assert "保修款支付审批表" in text and "现场核量" in text and "700.00" in text
	case = orders.make_compensation(ticket)
	assert "和解协议" in printed("Compensation", case.name, "Compensation Settlement")
	frappe.set_user(estate.users[roles.COST_DEPARTMENT])
	_columns, rows = payments_under_review.execute({"project": estate.a})
	row = next(row for row in rows if row.invoice == bill)
	assert (row.review, row.on_hold, row.verified_total) == (review.name, 1, 700)
	assert count_queries(lambda: payments_under_review.execute({"project": estate.a})) <= 2
	frappe.set_user(estate.engineer_b)
	assert bill not in {row.invoice for row in payments_under_review.execute({})[1]}


@pytest.mark.clause("R112")
def test_cost_by_contractor(estate):
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer)
	frappe.db.set_value("Third Party Order", order.name, {"docstatus": 1, "verified_total": 700})
	_columns, rows = third_party_cost.execute({"project": estate.a})
	row = next(row for row in rows if row.contractor == order.contractor)
	assert row.orders >= 1 and row.verified >= 700
