"""The page 施工单位对账 and the forms: numbers from the ledger, inside the user's projects, in Chinese."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_months, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.money.deposits import api_contractor, reads_contractor_account
from fangxiu_app.money.meters import service_meter_charges
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.counting import count_queries

FORMS = {
	"Warranty Agreement": (
		"Contractor Statement",
		"Warranty Agreement Form",
		"Pre-signing Meeting Record",
		"Power of Attorney Form",
	),
	"Contractor Deduction": ("Deduction Notice Form",),
	"Deposit Release": ("Deposit Release Approval",),
}


@pytest.fixture
def story(estate):
	"""A deposit with a deduction, a claim and a payment."""
	agreement = money.agreement(
		estate,
		estate.waterproofer,
		accepted_on=add_months(nowdate(), -30),
		talks=[{"talk_date": nowdate(), "attendees": "甲方、乙方", "points": "保修范围与响应时限"}],
		contacts=[{"contact_name": "王工", "phone": "13800000000", "service_address": "示例路 1 号"}],
		response_terms=[{"urgency": "Emergency", "work_class": "Routine", "response_hours": 2}],
		deduction_terms=[{"clause_no": "7.2", "breach": "Late Completion", "penalty": 500, "per": "Day"}],
	)
	money.entry(agreement, "Cash In", 30_000)
	done = money.charge(estate, agreement, 1000)
	order, _ticket = money.order(estate, agreement, 500)
	claim = money.deduction(agreement, third_party_order=order)
	release = money.approve(estate, money.release(agreement, 1000))
	frappe.get_doc("Payment Entry", {"fx_deposit_release": release.name}).submit()
	return agreement, done, claim, release


def test_the_account_shows_what_the_ledger_says(estate, story, as_user):
	agreement, done, _claim, _release = story
	as_user(estate.users[roles.COST_DEPARTMENT])
	data = api_contractor.account(estate.waterproofer, estate.a)
	[shown] = data["figures"]
	totals = shown["totals"]
	assert (totals["held"], totals["deducted"], totals["released"], totals["balance"]) == (
		30_000,
		1200,
		1000,
		27_800,
	)
	assert totals["undecided"] == 600
	assert [row.what for row in data["vouchers"]] == ["Cash In", "Deducted", "Released"]
	assert [row.balance for row in data["vouchers"]] == [30_000, 28_800, 27_800]
	assert data["vouchers"][1].deduction == done.name
	[safe] = shown["safe"]["lines"]
	risks = safe["promised"] + safe["undecided"] + safe["waiting"] + safe["compensations"]
	risks += safe["for_defects"] + safe["expected"]
	assert safe["amount"] == safe["balance"] - risks == shown["safe"]["amount"]
	assert safe["balance"] == totals["balance"]
	assert (data["counts"]["deductions"], data["counts"]["orders"]["all"]) == ({"Draft": 1}, 2)
	assert agreement.name in {row["agreement"] for row in data["agreements"]}
	assert {row["project_name"] for row in data["agreements"]} == {
		frappe.db.get_value("Project", estate.a, "project_name")
	}


def test_the_account_stays_in_the_users_projects(estate, story, as_user):
	as_user(estate.users[roles.COST_DEPARTMENT])
	assert api_contractor.account(estate.general, estate.b)["agreements"] == []
	as_user(estate.users[roles.CALL_CENTRE])
	with pytest.raises(frappe.PermissionError):
		api_contractor.account(estate.waterproofer)


def test_the_number_of_queries_does_not_follow_the_vouchers(estate, story):
	agreement = story[0]
	single = count_queries(lambda: reads_contractor_account.account(agreement.contractor))
	for _number in range(5):
		money.entry(agreement, "Cash In", 10)
	assert count_queries(lambda: reads_contractor_account.account(agreement.contractor)) <= single


@pytest.mark.clause("R48", "R111")
def test_what_is_confirmed_or_verified_waits_to_be_deducted(estate, story, as_user):
	"""An order by its verification, a meter charge by its confirmation; gone once a deduction names it."""
	agreement = story[0]
	order, _ticket = money.order(estate, agreement, 700)
	charge = make.make_charge(estate.unit_a2, agreement.name, price=5)
	as_user(estate.users[roles.COST_DEPARTMENT])

	def waiting() -> list[tuple]:
		rows = api_contractor.account(agreement.contractor)["waiting"]
		return [(row.kind, row.name, row.cost) for row in rows if row.agreement == agreement.name]

	assert waiting() == [("Third Party Order", order, 700)], (
		"a draft charge does not wait for the cost department"
	)
	number = api_contractor.card({"card": "waiting"})["value"]
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	service_meter_charges.confirm(charge)
	as_user(estate.users[roles.COST_DEPARTMENT])
	assert waiting() == [("Third Party Order", order, 700), ("Meter Charge", charge.name, 50)]
	assert api_contractor.card({"card": "waiting"})["value"] == number + 1
	doc = money.deduction(agreement, third_party_order=order)
	assert waiting() == [("Meter Charge", charge.name, 50)]
	doc.withdraw("另行处理")
	assert len(waiting()) == 2, "a withdrawn deduction charges nothing"


def test_the_overview_adds_up_the_users_projects_only(estate, story, as_user):
	agreement = story[0]
	as_user(estate.users[roles.COST_DEPARTMENT])
	data = api_contractor.overview()
	line = next(row for row in data["contractors"] if row.contractor == agreement.contractor)
	assert line.balance == api_contractor.account(agreement.contractor)["figures"][0]["totals"]["balance"]
	assert {row.project for row in data["waiting"]} <= {estate.a}
	assert api_contractor.overview(estate.b) == {"contractors": [], "waiting": []}
	assert count_queries(api_contractor.overview) <= 6
	as_user(estate.users[roles.CALL_CENTRE])
	for refused in (api_contractor.overview, lambda: api_contractor.card({})):
		with pytest.raises(frappe.PermissionError):
			refused()


def test_every_form_prints_in_chinese(estate, story):
	agreement, done, _claim, release = story
	documents = {"Warranty Agreement": agreement, "Contractor Deduction": done, "Deposit Release": release}
	frappe.local.lang = "zh"
	shown = {}
	for doctype, forms in FORMS.items():
		for form in forms:
			html = frappe.get_print(doctype, documents[doctype].name, form)
			shown[form] = html
			assert "Traceback" not in html
	assert "27,800.00" in shown["Contractor Statement"]
	assert "质保金对账单" in shown["Contractor Statement"]
	assert "1,200.00" in shown["Deduction Notice Form"]
	assert "可安全退还" in shown["Deposit Release Approval"]
	assert "示例路 1 号" in shown["Power of Attorney Form"]
	for form in ("Power of Attorney Form", "Warranty Agreement Form"):
		assert "送达地址" in shown[form] and "服务地址" not in shown[form], "one word for one thing"
	assert frappe._("Service Address", context="Authorised Contact") == "送达地址"
	assert "保修范围与响应时限" in shown["Pre-signing Meeting Record"]


@pytest.mark.clause("R18")
def test_what_is_being_signed_stands_beside_what_is_safe(estate, as_user):
	"""A second release of the whole sum had been begun while another one was in approval."""
	agreement = money.agreement(estate, estate.waterproofer, accepted_on=add_months(nowdate(), -30))
	money.entry(agreement, "Cash In", 5000)

	def line() -> dict:
		[found] = [one for group in reads_contractor_account.account(agreement.contractor)["figures"] for one in group["safe"]["lines"] if one["agreement"] == agreement.name]
		return found

	assert line()["in_approval"] == 0
	release = money.release(agreement, 1200)
	assert line()["in_approval"] == 0, "a draft asks nobody yet"
	service_approvals.request(release)
	assert line()["in_approval"] == 1200
