"""What is signed is what was shown: a paper that came back, was changed and asked for anew is not signed by the old click."""

from __future__ import annotations

import json
from inspect import Parameter, signature

import frappe
import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import api_two_sided
from fangxiu_app.money.deposits import api_deposit_entries
from fangxiu_app.money.releases import api_releases
from fangxiu_app.overview import api_approval, reads_approval_basis
from fangxiu_app.tickets.site_work import api_plan
from tests.site.helpers import endpoints, money, orders, signing
from tests.site.helpers import factories as make
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api

UNSEEN = "changed since it was shown"


@pytest.mark.clause("R107")
def test_an_order_is_signed_as_the_list_showed_it(estate):
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	with acting(estate.users[roles.SUPERVISOR]):
		order = orders.make_order(ticket, estate.waterproofer)
		service_approvals.request(order)
	target = {"doctype": order.doctype, "name": order.name}
	with acting(estate.users[roles.MANAGER]):
		first = api_approval.look(**target)["seen"]
		assert api_approval.panel(**target)["seen"] == first != ""
	with acting(estate.users[roles.SUPERVISOR]):
		service_approvals.send_back(order, "改范围")
		order.reload().update({"scope_text": "改过的范围"}).save()
		service_approvals.request(order)
	with acting(estate.users[roles.MANAGER]):
		for seen in (first, ""):
			with pytest.raises(RefusedError, match=UNSEEN):
				api_approval.approve(**target, seen=seen)
		api_approval.approve(**target, seen=api_approval.look(**target)["seen"])
	assert len(service_approvals.progress(order.reload()).signed) == 1


@pytest.mark.clause("R18")
def test_a_second_signature_is_given_under_what_was_shown(estate):
	agreement = money.agreement(estate, accepted_on=frappe.utils.add_months(frappe.utils.nowdate(), -3))
	money.entry(agreement, "Cash In", 5000)
	release = money.release(agreement, 500)
	seen = signing.shown(release.doctype, release.name)
	release.update({"amount": 4000}).save()
	with acting(estate.users[roles.GENERAL_MANAGER]):
		with pytest.raises(RefusedError, match=UNSEEN):
			api_releases.sign_above(release.name, seen)
		api_releases.sign_above(release.name, signing.shown(release.doctype, release.name))
	assert release.reload().above_signed_by == estate.users[roles.GENERAL_MANAGER]


@pytest.mark.clause("R18")
def test_no_way_signs_what_nobody_was_shown(estate):
	"""Over HTTP, by the method of the document and by its endpoint, without the digest or with an empty one."""
	agreement = money.agreement(estate, accepted_on=frappe.utils.add_months(frappe.utils.nowdate(), -3))
	money.entry(agreement, "Cash In", 5000)
	release = money.release(agreement, 4000)
	frappe.db.commit()  # requests read it in a transaction of their own
	head = Api(estate.users[roles.GENERAL_MANAGER])
	call = {"dt": release.doctype, "dn": release.name, "method": "sign_above"}
	sent = json.dumps(frappe.get_doc(release.doctype, release.name).as_dict(convert_dates_to_str=True))
	endpoint = "/api/method/fangxiu_app.money.releases.api_releases.sign_above"
	for given in ({}, {"args": json.dumps({})}, {"args": json.dumps({"seen": None})}, {"args": json.dumps({"seen": ""})}):
		assert head.post("/api/method/run_doc_method", **call, **given)[0] in (403, 417), given
		assert head.post("/api/method/run_doc_method", docs=sent, method="sign_above", **given)[0] in (403, 417), given
	assert head.post(f"/api/resource/{release.doctype}/{release.name}", run_method="sign_above")[0] in (403, 417)
	for given in ({}, {"seen": None}, {"seen": ""}):
		assert head.post(endpoint, release=release.name, **given)[0] in (403, 417), given
	frappe.db.rollback()
	assert not frappe.db.get_value(release.doctype, release.name, "above_signed_by")
	seen = {"args": json.dumps({"seen": signing.shown(release.doctype, release.name)})}
	assert head.post("/api/method/run_doc_method", **call, **seen)[0] == 200
	assert head.get("/api/method/frappe.desk.form.load.getdoc", doctype=release.doctype, name=release.name)[0] == 200


def test_every_signature_asks_what_was_shown():
	"""Endpoints and methods of documents that take the digest of what was shown have none of their own."""
	found = {name: function for name, function in endpoints.found().items() if "seen" in signature(function).parameters}
	assert len(found) >= 6
	assert {name for name, function in found.items() if signature(function).parameters["seen"].default is not Parameter.empty} == set()
	assert signature(frappe.get_doc({"doctype": "Deposit Release"}).sign_above).parameters["seen"].default == ""


@pytest.mark.clause("R18")
def test_money_is_freed_as_it_was_shown(estate):
	agreement = money.agreement(estate)
	cash = money.entry(agreement, "Cash In", 5000)
	back = {"bucket": cash.journal_entry, "other_account": money.account("Bank Account"), "reference_no": "T2"}
	entry = money.entry(agreement, "Taken Back", 100, submit=False, **back)
	entry.run_method("onload")
	seen = entry.get_onload("seen")
	entry.update({"amount": 4000}).save()
	with acting(estate.users[roles.CS_HEAD]):
		with pytest.raises(frappe.ValidationError, match=UNSEEN):
			api_deposit_entries.sign_freeing(entry.name, seen)
		api_deposit_entries.sign_freeing(entry.name, signing.shown(entry.doctype, entry.name))
	assert entry.reload().freed_signed_by


@pytest.mark.clause("R96")
def test_a_plan_is_reviewed_as_it_was_shown(estate):
	ticket = make.make_ticket(estate.unit_a2).name
	make.walk(ticket, "survey")
	with acting(estate.users[roles.ENGINEER]):
		plan = make.make_plan(ticket, important=1)
	plan.onload()
	seen = plan.get_onload("seen")
	with acting(estate.users[roles.ENGINEER]):
		plan.update({"cause": "另一原因"}).save()
	with acting(estate.users[roles.MANAGER]):
		with pytest.raises(RefusedError, match=UNSEEN):
			api_plan.review(plan.name, seen)
		assert api_plan.review(plan.name, api_approval.look("Repair Plan", plan.name)["seen"]) == "Reviewed"


@pytest.mark.clause("R46")
def test_the_other_side_signs_what_it_was_shown(estate):
	unit = make.make_unit(estate.building_a, "4399", delivery_state="Not Delivered", handover_date=None, owners=[])
	draft = make.make_transfer(unit, "Unsold", self_checked_on=frappe.utils.today(), self_check_note="无异常")
	signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	target = {"doctype": draft.doctype, "name": draft.name}
	with acting(estate.users[roles.ENGINEER]):
		seen = api_two_sided.panel(**target)["seen"]
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, estate.a)):
		api_two_sided.send_back(**target, reason="补充")
	draft.reload().update({"self_check_note": "另有问题"}).save()
	signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	with acting(estate.users[roles.ENGINEER]):
		said = {"signed_by": "李文博", "signature": make.SIGNATURE}
		with pytest.raises(RefusedError, match=UNSEEN):
			api_two_sided.sign(**target, **said, seen=seen)
		assert api_two_sided.sign(**target, **said, seen=api_two_sided.panel(**target)["seen"]) == "Handed Over"


@pytest.mark.clause("R111", "R112")
def test_who_accepts_a_company_has_not_written_its_bank_account(estate):
	with acting(estate.users[roles.COST_DEPARTMENT]):
		asked = money.request(estate.a)
	for role in (roles.BUYER, roles.ADMINISTRATOR):
		with acting(estate.users[role]), pytest.raises(LockedFieldError, match="changed by who asked"):
			frappe.get_doc(asked.doctype, asked.name).update({"account_no": "6222000011112222"}).save()
	with acting(estate.users[roles.COST_DEPARTMENT]):
		asked.update({"account_no": "6222000011112222"}).save()
	with acting(estate.users[roles.BUYER]):
		frappe.get_doc(asked.doctype, asked.name).accept()
	assert asked.reload().state == "Accepted"


@pytest.mark.clause("R18")
def test_a_release_is_signed_with_its_joint_check_before_the_eyes(estate):
	"""Each line with its result, who checked it and the remark; when it was held, and who signed for the contractor."""
	agreement = money.agreement(estate, accepted_on=frappe.utils.add_months(frappe.utils.nowdate(), -30))
	money.entry(agreement, "Cash In", 5000)
	release = money.release(agreement, 500)
	release.checks[0].update({"result": "Open", "department": "工程部", "remark": "一处渗漏待修"})
	release.save()
	shown = {line["label"]: line["value"] for line in reads_approval_basis.sections(release)[0]["lines"]}
	assert shown[release.checks[0].aspect] == f"{frappe._('Open', context='Release Check')}，工程部，一处渗漏待修"
	assert all(row.aspect in shown for row in release.checks)
	assert "王工" in shown.values()
