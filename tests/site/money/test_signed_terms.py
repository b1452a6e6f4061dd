"""What signatures rest on stays while they are given: interest of a release, terms of its agreement, one person one signature."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, add_months, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.money.deposits import reads_agreement_terms
from fangxiu_app.money.deposits import rules_agreement_change as rules
from fangxiu_app.overview import api_approval, reads_approvals_waiting
from tests.site.helpers import money
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages

#: Another value for each term, as an attacker would send it.
OTHER = {
	"contract_no": "HT-9",
	"signed_on": "2020-01-01",
	"valid_from": "2020-01-01",
	"valid_to": "2040-01-01",
	"deduction_mode": "Lump Sum",
	"cure_days": 99,
	"objection_days": 99,
	"surcharge_percent": 99,
	"agency_fee": 999,
	"security": "None",
	"settled_price": 999_999,
	"deposit_rate": 1,
	"deposit_amount": 1,
	"interest_percent": 100,
	"payment_days": 99,
	"guarantee_kind": "Insurance",
	"guarantor": "他行",
	"guarantee_no": "X-9",
	"guarantee_amount": 1,
	"guarantee_until": "2040-01-01",
	"liability_months": "6",
	"liability_rule": "Actual Acceptance",
	"accepted_on": "2020-01-01",
	"completion_reported_on": "2020-01-01",
	"scope": [{"trade": "门窗"}],
	"response_terms": [{"urgency": "Normal", "work_class": "Routine", "response_hours": 99}],
	"deduction_terms": [{"clause_no": "9.1", "breach": "Other", "penalty": 99, "per": "Day"}],
}
GIVEN = {
	"contract_no": "HT-1",
	"valid_from": "2026-01-01",
	"valid_to": "2030-01-01",
	"settled_price": 5_000_000,
	"guarantee_kind": "Bank Guarantee",
	"guarantor": "某银行",
	"guarantee_no": "BH-1",
	"guarantee_amount": 10,
	"guarantee_until": "2030-01-01",
	"completion_reported_on": "2025-01-01",
}


FIELDS = [name for name in rules.TERMS if name not in rules.TABLES]


@pytest.fixture(scope="module")
def scene(estate):
	"""A signed agreement of a young deposit, committed, and people who may write agreements, over HTTP."""
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -3), **GIVEN)
	money.entry(agreement, "Brought Forward", 45_000, posting_date=add_days(nowdate(), -100))
	frappe.db.commit()
	writers = (roles.MANAGER, roles.SUPERVISOR, roles.COST_DEPARTMENT, roles.PROJECT_DEPARTMENT, roles.ADMINISTRATOR)
	people = {role: Api(estate.users[role]) for role in (*writers, roles.GENERAL_MANAGER)}
	return SimpleNamespace(agreement=agreement.name, people=people, writers=writers)


def put(scene, role: str, **values):
	return scene.people[role].put(f"/api/resource/Warranty Agreement/{scene.agreement}", **values)


def terms(name: str) -> dict:
	frappe.db.rollback()
	return frappe.db.get_value("Warranty Agreement", name, [*FIELDS, "liability_end", "status"], as_dict=True) | {
		table: frappe.get_all(frappe.get_meta("Warranty Agreement").get_field(table).options, {"parent": name}, pluck="name") for table in rules.TABLES
	}


@pytest.mark.clause("R18", "R28")
@pytest.mark.parametrize("field", rules.TERMS)
def test_no_term_of_a_signed_agreement_is_changed_by_one_person(scene, field):
	before = terms(scene.agreement)
	code, body = put(scene, roles.COST_DEPARTMENT, **{field: OTHER[field]})
	assert code == 417 and ("变更合同条款" in messages(body) or "终止协议/改保函" in messages(body)), messages(body)
	assert terms(scene.agreement) == before


@pytest.mark.clause("R18", "R28")
def test_nobody_who_writes_agreements_moves_the_end_of_the_liability_period(scene):
	before = terms(scene.agreement)
	for role in scene.writers:
		code, body = put(scene, role, accepted_on="2020-01-01")
		assert (code, "变更合同条款" in messages(body)) == (417, True), (role, messages(body))
		code, _body = put(scene, role, status="In Talks")
		assert code == 417, f"{role}: calling it unsigned again would open its terms"
	assert terms(scene.agreement) == before


def asked(estate, agreement, **new):
	with acting(estate.users[roles.COST_DEPARTMENT]):
		values = {"change_kind": "Change of Terms", "change_reason": "补充协议", "change_file": money.proof(), "terms": new}
		frappe.get_doc(agreement.doctype, agreement.name).ask_change(values)
	return agreement.reload()


def agree(estate, agreement):
	with acting(estate.users[roles.GENERAL_MANAGER]):
		doc = frappe.get_doc(agreement.doctype, agreement.name)
		doc.agree_change(reads_agreement_terms.seen(doc))
	return agreement.reload()


@pytest.mark.clause("R18", "R28")
def test_terms_change_by_two_people_who_see_the_old_and_the_new_one(estate):
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -3), interest_percent=1)
	money.entry(agreement, "Cash In", 1000)
	before = agreement.reload().liability_end
	for new, wrong in (
		({"interest_percent": 1}, "No term differs"),
		({"security": "None"}, "Terminate or Exchange Deposit"),
		({"accepted_on": add_days(nowdate(), 3)}, "lies in the future"),
		({"deposit_rate": 9}, "3"),
	):
		with pytest.raises(DepositError, match=wrong):
			asked(estate, agreement, **new)
	asked(estate, agreement, interest_percent=3, accepted_on=add_months(nowdate(), -1), cure_days=agreement.cure_days)
	assert (agreement.interest_percent, agreement.liability_end) == (1, before), "nothing changes until a head agrees"
	with acting(estate.users[roles.GENERAL_MANAGER]):
		assert agreement.name in [row.document for row in reads_approvals_waiting.rows()]
		seen = str(api_approval.look(agreement.doctype, agreement.name))
	assert "1.0" in seen and "3.0" in seen and "→" in seen
	agree(estate, agreement)
	assert agreement.interest_percent == 3 and agreement.liability_end > before


@pytest.mark.clause("R18", "R28")
def test_rows_of_a_signed_agreement_change_by_two_people_row_by_row(estate):
	penalties = [{"clause_no": "1", "breach": "Late Response", "penalty": 200, "per": "Case"}, {"clause_no": "2", "breach": "Other", "penalty": 50, "per": "Day"}]
	agreement = money.agreement(estate, deduction_terms=penalties)
	kept = [row.as_dict() for row in agreement.deduction_terms]
	with pytest.raises(DepositError, match="Change Terms"):
		agreement.update({"deduction_terms": kept[1:]}).save()
	agreement.reload()
	for new, wrong in (
		({"deduction_terms": kept, "scope": [row.as_dict() for row in agreement.scope]}, "No term differs"),
		({"deduction_terms": [{**kept[0], "penalty": "viel"}]}, "no number"),
		({"scope": [{"building": estate.building_b}]}, "another project"),
	):
		with pytest.raises(frappe.ValidationError, match=wrong):
			asked(estate, agreement, **new)
	lot = {"lot": "9标段"}
	asked(estate, agreement, deduction_terms=[kept[1], {**kept[0], "penalty": 300}], scope=[*(row.as_dict() for row in agreement.scope), lot])
	assert [row.penalty for row in agreement.deduction_terms] == [200, 50], "nothing changes until a head agrees"
	agreement.onload()
	lines = agreement.get_onload("asked")
	assert [line[0] for line in lines] == ["Scope, row 2", "Penalties, row 1", "Penalties, row 2"]
	assert lines[0][1:] == ("–", "Lot 9标段")
	assert ("200" in lines[1][1], lines[1][2], lines[2][1], "300" in lines[2][2]) == (True, "–", "–", True)
	with acting(estate.users[roles.GENERAL_MANAGER]):
		seen = str(api_approval.look(agreement.doctype, agreement.name))
	assert "Penalties, row 2" in seen and "9标段" in seen
	agree(estate, agreement)
	assert [(row.clause_no, row.penalty) for row in agreement.deduction_terms] == [("2", 50), ("1", 300)]
	assert [row.lot for row in agreement.scope][1:] == ["9标段"]


@pytest.mark.clause("R18")
def test_what_was_not_known_at_the_signature_is_filled_in_once(estate):
	agreement = money.agreement(estate, accepted_on=None)
	money.entry(agreement, "Cash In", 1000)
	agreement.reload().update({"accepted_on": add_days(nowdate(), 1)})
	with pytest.raises(DepositError, match="lies in the future"):
		agreement.save()
	with acting(estate.users[roles.PROJECT_DEPARTMENT]):
		doc = frappe.get_doc(agreement.doctype, agreement.name)
		doc.onload()
		assert "accepted_on" not in doc.get_onload("fixed") and "interest_percent" in doc.get_onload("fixed")
		doc.update({"accepted_on": add_days(nowdate(), -9)}).save()
	assert doc.liability_end
	doc.accepted_on = add_days(nowdate(), -800)
	with pytest.raises(DepositError, match="Change Terms"):
		doc.save()


@pytest.mark.clause("R18")
def test_terms_stay_while_a_release_or_a_deduction_is_signed_by_them(estate):
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -30), completion_reported_on=None)
	money.entry(agreement, "Cash In", 1000)
	release = money.release(agreement, 100)
	service_approvals.request(release)
	with pytest.raises(DepositError, match=release.name):
		asked(estate, agreement, interest_percent=100)
	agreement.reload().completion_reported_on = "2020-01-01"
	with pytest.raises(DepositError, match=release.name):
		agreement.save()
	with acting(estate.users[roles.MANAGER]):
		service_approvals.send_back(release, "条款变更")
	asked(estate, agreement, interest_percent=100)
	assert agree(estate, agreement).interest_percent == 100


@pytest.mark.clause("R18")
def test_the_interest_that_is_posted_is_the_one_that_was_signed(estate):
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -30), interest_percent=3.65)
	money.entry(agreement, "Brought Forward", 10_000, posting_date=add_days(nowdate(), -100))
	other = money.release(agreement, 500, applied_on=nowdate())
	release = money.release(agreement, 9000, applied_on=nowdate())
	service_approvals.request(release)
	manager, cost, finance = money.signers(estate)
	with acting(manager):
		service_approvals.approve(release)
	frappe.db.set_value("Warranty Agreement", agreement.name, "interest_percent", 100)
	frappe.clear_document_cache("Warranty Agreement", agreement.name)
	money.approve(estate, other)  # what is promised beside it is no content of this one
	with acting(cost):
		service_approvals.approve(frappe.get_doc("Deposit Release", release.name))
	frappe.db.savepoint("forged")
	frappe.db.set_value("Deposit Release", release.name, "interest", 895.89)
	with acting(finance), pytest.raises(frappe.ValidationError, match="differs from what was signed"):
		service_approvals.approve(frappe.get_doc("Deposit Release", release.name))
	frappe.db.rollback(save_point="forged")
	with acting(finance):
		service_approvals.approve(frappe.get_doc("Deposit Release", release.name))
	release.reload()
	assert (release.docstatus, release.interest) == (1, 90)
	assert frappe.db.get_value("Journal Entry", release.interest_entry, "total_debit") == 90
	release.db_set("interest", 895.89)
	with pytest.raises(frappe.ValidationError, match="any more what was signed"):
		service_approvals.check_intact("Deposit Release", release.name)


def roles_taken_back() -> None:
	"""What Frappe keeps of a person's roles goes with the transaction that changed them."""
	frappe.db.after_rollback.add(lambda: frappe.cache.delete_value("roles"))


@pytest.mark.clause("R18")
def test_who_gave_the_second_signature_signs_no_step(estate, as_user):
	"""A head who also holds the role of a step gave both, and both counted."""
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -3))
	money.entry(agreement, "Cash In", 1000)
	release = money.release(agreement, 100)
	service_approvals.request(release)
	both = estate.users[roles.GENERAL_MANAGER]
	roles_taken_back()
	manager, _cost, _finance = money.signers(estate)
	frappe.get_doc("User", both).add_roles(roles.MANAGER)
	with acting(both):
		money.sign_above(release.name)
		frappe.db.savepoint("refused")
		with pytest.raises(frappe.ValidationError, match="gave the second signature"):
			service_approvals.approve(release)
		frappe.db.rollback(save_point="refused")
		assert release.name not in [row.document for row in reads_approvals_waiting.rows()]
	with acting(manager):
		service_approvals.approve(release)


@pytest.mark.clause("R18")
def test_the_only_signer_of_a_step_does_not_give_the_second_signature(estate):
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -3))
	money.entry(agreement, "Cash In", 1000)
	release = money.release(agreement, 100)
	service_approvals.request(release)
	head = estate.users[roles.GENERAL_MANAGER]
	roles_taken_back()
	frappe.get_doc("User", head).add_roles(roles.COST_DEPARTMENT)
	for user in frappe.get_all("Has Role", {"role": roles.COST_DEPARTMENT, "parenttype": "User"}, pluck="parent"):
		if user != head:
			frappe.get_doc("User", user).remove_roles(roles.COST_DEPARTMENT)
	with acting(head), pytest.raises(DepositError, match="only one who can sign"):
		money.sign_above(release.name)


@pytest.mark.clause("R18")
def test_a_guarantee_below_the_deposit_is_warned_of_and_the_safe_amount_explained(estate):
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -30))
	money.entry(agreement, "Cash In", 46_000)
	money.approve(estate, money.release(agreement, 3000))
	with acting(estate.users[roles.COST_DEPARTMENT]):
		frappe.get_doc(agreement.doctype, agreement.name).ask_change(
			{
				"change_kind": "Guarantee Instead of Deposit",
				"change_reason": "改保函",
				"change_file": money.proof(),
				"deposit_fate": "Release the Deposit",
				**{name: GIVEN[name] for name in ("guarantee_kind", "guarantor", "guarantee_no", "guarantee_until")},
				"guarantee_amount": 40_000,
			}
		)
	said = " ".join(str(one) for one in frappe.get_message_log())
	assert "6,000.00 would be secured by nothing" in said
	with acting(estate.users[roles.GENERAL_MANAGER]):
		[own, *_more] = api_approval.look(agreement.doctype, agreement.name)["sections"]
	lines = {line["label"]: line["value"] for line in own["lines"]}
	assert "−" in lines["Approved, Not Paid Yet"] and "3,000.00" in lines["Approved, Not Paid Yet"]
	assert "43,000.00" in lines["Safe to Release"] and "40,000.00 is lower" in lines["Please note"]
