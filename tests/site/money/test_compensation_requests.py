"""What requests may not write into a compensation, and who reads the owner's numbers (R110)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import today

from fangxiu_app.core.access import roles
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.rest import Api, messages
from tests.site.money.test_compensations import GIFT, NAME, approve, draft, settle

OWN_ESTATE = True


@pytest.fixture
def ticket(estate) -> str:
	return make.make_ticket(estate.unit_a).name


@pytest.mark.clause("R110")
def test_requests_forge_neither_decision_nor_signature_nor_confirmation(estate, ticket):
	case = draft(estate, ticket, benefits=[GIFT])
	frappe.db.commit()
	service = Api(estate.users[roles.CUSTOMER_SERVICE])
	for values in (
		{"recourse_decision": "Accepted"},
		{"recourse_share": 50},
		{"status": "Settled"},
		{"signed_by": "王晓明"},
		{"witness_name": "吴主任"},
		{"recovered": 1500},
		{"settlement_seal": "x"},
	):
		code, body = service.put(f"/api/resource/{NAME}/{case.name}", **values)
		assert code == 417 and "不能直接修改" in messages(body), values
	benefits = [{**case.benefits[0].as_dict(convert_dates_to_str=True), "confirmed_on": today(), "confirmed_by": "x"}]
	code, body = service.put(f"/api/resource/{NAME}/{case.name}", benefits=benefits, cash_total=9999, in_kind_total=0)
	assert code == 200, body
	frappe.db.rollback()
	case.reload()
	assert (case.benefits[0].confirmed_on, case.cash_total, case.in_kind_total) == (None, 1400, 100)
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = approve(estate, case)
	settle(estate, case)
	frappe.db.commit()
	for values in ({"payee_account": "1"}, {"witness_name": "x"}, {"benefits": benefits}, {"signed_on": "2020-01-01"}):
		code, body = service.put(f"/api/resource/{NAME}/{case.name}", **values)
		assert code in (403, 417), (values, body)
	frappe.db.rollback()
	case.reload()
	assert (case.benefits[0].confirmed_on, case.witness_name, case.payee_account) == (None, None, orders.PARTY["payee_account"])


@pytest.mark.clause("R110")
def test_the_numbers_of_a_passport_are_covered_for_who_does_not_settle(estate, ticket):
	case = draft(estate, ticket, id_kind="Passport", id_no="E12345678")
	frappe.db.commit()
	load = "/api/method/frappe.desk.form.load.getdoc"
	listed = {"doctype": NAME, "fields": '["name","id_no"]', "filters": f'{{"name": "{case.name}"}}'}
	for role, seen in ((roles.CUSTOMER_SERVICE, True), (roles.COST_DEPARTMENT, False)):
		reader = Api(estate.users[role])
		for _code, body in (
			reader.get(load, doctype=NAME, name=case.name),
			reader.post("/api/method/frappe.desk.reportview.get", **listed),
			reader.get(f"/api/resource/{NAME}/{case.name}"),
		):
			assert ("E12345678" in str(body)) is seen, (role, body)
			assert ("****5678" in str(body)) is not seen
	frappe.db.rollback()
