"""Documents of the money against people without the right and requests that name what is no field.

What the desk shows is asserted in both languages: what is refused, why, and what to do instead.
"""

from __future__ import annotations

import json

import frappe
import pytest

from tests.site.helpers import attacks
from tests.site.helpers.attacks import (
	METHOD,
	bulk,
	cancel_ways,
	delete_ways,
	refused,
	refused_in_words,
	submit_ways,
)
from tests.site.helpers.rest import shown

DEDUCTION, RELEASE, ENTRY = "Contractor Deduction", "Deposit Release", "Warranty Deposit Entry"
#: Frappe's own answer to ``set_value`` of docstatus, which no form can send.
NO_FIELD = "不能编辑标准字段"
NOT_YOURS = ("您不能修改", "You may not change")
#: Whoever names a document of another project in a call (adr/0125).
ELSEWHERE = "不在您的范围内"
BY_APPROVAL = ("申请审批", "Use Request Approval")


FORGED = {
	"state": ("draft", {"locked_fields": [], "state": "Posted", "from_deposit": 999}, "状态"),
	"signature": ("asked", {"locked_fields": [], "approval_state": "Approved"}, "审批状态"),
	"frozen content": ("asked", {"outside_content": ["facts"], "facts": "x"}, "已冻结"),
	"fields of the step": ("asked", {"step_fields": {"Repair Manager": ["facts"]}, "facts": "x"}, "已冻结"),
	"a rule": ("draft", {"validate": 1, "check_approval": 1, "state": "Posted"}, "状态"),
	"flags": ("draft", {"flags": {"fx_action": 1, "ignore_permissions": 1}, "state": "Posted"}, "状态"),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_request_does_not_name_the_rules_away(scene, what):
	"""Frappe sets on a document whatever the body names: also a list of locked fields, which then was empty."""
	which, values, says = FORGED[what]
	path = f"/api/resource/{DEDUCTION}/{getattr(scene, which)}"
	refused(scene, what, scene.manager.put(path, **values), says)
	data = {"doctype": DEDUCTION, "name": getattr(scene, which), "fieldname": json.dumps(values)}
	refused(scene, what, scene.manager.post(f"{METHOD}frappe.client.set_value", **data), says)


@pytest.mark.parametrize(
	("who", "says"),
	[("cost", BY_APPROVAL), ("finance", NOT_YOURS), ("clerk", NOT_YOURS), ("stranger", NOT_YOURS)],
)
def test_submitting_past_the_signatures_says_what_to_do(scene, who, says):
	"""Who may write is told of the approval, the others of their right; a list of many answers the same."""
	api = getattr(scene, who)
	for what, (code, body) in submit_ways(api, DEDUCTION, scene.draft):
		assert code in (200, 403, 417), (what, body)
		words = (says[0], NO_FIELD) if who != "stranger" else (says[0], NO_FIELD, ELSEWHERE)
		assert any(word in shown(body) for word in words), (what, shown(body))

	def many(speaker):
		return bulk(speaker, DEDUCTION, [scene.draft, scene.asked], "submit")

	refused_in_words(scene, "bulk", many, api, *says, codes=(417,))
	said = shown(many(api)[1])
	assert scene.draft in said and scene.asked in said


CANCELLED = [
	("cost", DEDUCTION, "posted", ("不能直接取消", "is not cancelled directly")),
	("cost", RELEASE, "release", ("不能直接取消", "is not cancelled directly")),
	("cost", ENTRY, "cash", ("您不能取消", "You may not cancel")),
	("finance", DEDUCTION, "posted", NOT_YOURS),
	("finance", ENTRY, "cash", ("已动用", "uses what it put into the deposit")),
	("stranger", RELEASE, "release", NOT_YOURS),
]


@pytest.mark.parametrize(("who", "doctype", "which", "says"), CANCELLED)
def test_cancelling_past_the_action_says_what_to_do(scene, who, doctype, which, says):
	api, name = getattr(scene, who), getattr(scene, which)
	for what, (code, body) in cancel_ways(api, doctype, name):
		assert code in (403, 417), (what, body)
		words = (says[0], NO_FIELD, *([ELSEWHERE] if who == "stranger" else []))
		assert any(word in shown(body) for word in words) or what == "run_method", (what, shown(body))
	refused_in_words(
		scene, "bulk", lambda speaker: bulk(speaker, doctype, [name], "cancel"), api, *says, codes=(417,)
	)


@pytest.mark.parametrize("who", ["cost", "finance", "stranger"])
def test_deleting_says_what_to_do(scene, who):
	"""No role deletes them; from the list Frappe says so for each."""
	says = ("须留存备查", "stays on record")
	for doctype, name in ((DEDUCTION, scene.draft), (RELEASE, scene.release), (ENTRY, scene.cash)):
		for what, (code, body) in delete_ways(getattr(scene, who), doctype, name):
			assert code == (200 if what == "list" else 403), (what, body)
			assert says[0] in shown(body) or (who == "stranger" and ELSEWHERE in shown(body)), (what, shown(body))
	path = f"/api/resource/{DEDUCTION}/{scene.asked}"
	refused_in_words(scene, "delete", lambda speaker: speaker("DELETE", path), getattr(scene, who), *says)


def test_other_ways_of_the_client_say_what_is_refused(scene):
	"""Saving a forged copy, many at once, renaming, amending, what is linked, a workflow there is none of."""
	doc = frappe.get_doc(DEDUCTION, scene.posted).as_dict(convert_dates_to_str=True)
	new = {key: value for key, value in doc.items() if key != "name"}
	many = [{**new, "docstatus": 1}]
	linked = [{"doctype": "Journal Entry", "name": scene.voucher, "docstatus": 1}]
	calls = {
		"client.save": ({"doc": json.dumps({**doc, "total": 1})}, "最后一签即提交"),
		"client.insert": ({"doc": json.dumps({**new, "docstatus": 1})}, "最后一签即提交"),
		"client.insert_many": ({"docs": json.dumps(many)}, "最后一签即提交"),
		"client.rename_doc": ({"doctype": DEDUCTION, "old_name": scene.draft, "new_name": "X"}, "不允许改名"),
		"desk.form.linked_with.cancel_all_linked_docs": ({"docs": json.dumps(linked)}, "的凭证"),
		"model.workflow.apply_workflow": ({"doc": json.dumps(doc), "action": "Approve"}, "工作流程"),
	}
	for method, (values, says) in calls.items():
		api = scene.finance if "linked" in method else scene.cost
		refused(scene, method, api.post(f"{METHOD}frappe.{method}", **values), says, codes=(403, 404, 417))
	amended = {**new, "amended_from": scene.posted, "docstatus": 1}
	refused(scene, "amend", scene.cost.post(f"/api/resource/{DEDUCTION}", **amended), "最后一签即提交")


def test_methods_on_unsaved_copies_work_on_what_is_stored(scene):
	"""The browser sends the whole document with a method: state, owner and project in it may be anything."""
	stored = frappe.get_doc(DEDUCTION, scene.draft).as_dict(convert_dates_to_str=True)
	forged = {**stored, "state": "Notified", "docstatus": 0, "total": 9, "owner": "Guest", "stored": 1}
	answer = {"result": "Upheld", "answer": "x"}
	for method, args in (
		("answer_objection", answer),
		("submit", {}),
		("db_set", {}),
		("reverse", {"reason": "x"}),
	):
		data = {"docs": json.dumps(forged), "method": method, "args": json.dumps(args)}
		code, body = scene.cost.post(f"{METHOD}run_doc_method", **data)
		assert code in (403, 417), (method, code, body)
		assert shown(body), method
		assert attacks.picture(scene) == scene.before, method
	asked = frappe.get_doc(DEDUCTION, scene.asked).as_dict(convert_dates_to_str=True)
	data = {"docs": json.dumps({**asked, "approval_state": "Draft"}), "method": "withdraw"}
	answer = scene.cost.post(f"{METHOD}run_doc_method", **data, args=json.dumps({"reason": "x"}))
	refused(scene, "withdraw", answer, "申请审批前", "撤回")


def test_a_restored_document_begins_anew(scene):
	"""Frappe keeps what was deleted as text, and inserts it again: as a draft, its signatures gone."""
	doc = frappe.get_doc(DEDUCTION, scene.draft).as_dict(convert_dates_to_str=True)
	doc |= {"name": "CD-GONE", "docstatus": 1, "state": "Posted", "approval_state": "Approved"}
	row = {"doctype": "Deleted Document", "deleted_doctype": DEDUCTION, "deleted_name": "CD-GONE"}
	deleted = frappe.get_doc({**row, "data": json.dumps(doc)}).insert()
	frappe.db.commit()
	path = f"{METHOD}frappe.core.doctype.deleted_document.deleted_document.restore"
	refused(scene, "restore", scene.cost.post(path, name=deleted.name), "最后一签即提交")
	assert not frappe.db.exists(DEDUCTION, "CD-GONE")


def test_of_several_asked_for_at_once_one_refusal_is_said_and_not_a_fault(scene):
	"""Locking an agreement takes a look from before the lock back: not past the point a refusal goes back to, met with a warm cache."""
	for _turn in range(3):
		code, body = scene.cost.post("/api/method/fangxiu_app.money.deductions.api_deductions.put_forward", deductions=[scene.posted, scene.draft])
		assert code == 200, shown(body)
		assert [one["name"] for one in body["message"]["refused"]] == [scene.posted, scene.draft]
