"""Complaints in the site tests: one as a desk takes it down, its way, an answer with its signatures."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, now_datetime, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.complaints import service_complaints
from tests.site.helpers import signing

WORDS = {"note": "已与客户沟通", "way": "Phone"}


def make_complaint(project: str, unit: str | None = None, **values):
	"""A complaint about a leak, as the session's user."""
	row = {
		"doctype": "Customer Complaint",
		"project": project,
		"unit": unit,
		"subject": "卫生间渗漏多次维修无效",
		"channel": "Customer Service",
		"received_at": now_datetime().replace(microsecond=0),
		"complainant": "王晓明",
		"phone": "13800001501",
		"complaint_text": "卫生间修了两次还在漏，要求给说法",
		"demands": "彻底修好",
	}
	return frappe.get_doc({**row, **values}).insert()


def act(complaint, step: str, **values) -> str:
	"""One step, as the session's user; the document is read anew."""
	state = service_complaints.act(complaint.name, step, {**WORDS, **values})
	complaint.reload()
	return state


def make_answer(complaint, kind: str = "Solution", **values):
	"""A draft answer, as the session's user."""
	row = {
		"doctype": "Complaint Answer",
		"complaint": complaint.name,
		"project": complaint.project,
		"kind": kind,
		"facts": "防水层在管根处破损",
		"content": "本周内重做防水并闭水试验，完工后请您验收",
		"promises": "三日内完工",
		"promised_until": add_days(today(), 3),
	}
	return frappe.get_doc({**row, **values}).insert()


def approve(estate, answer):
	"""Ask for approval and sign every step, each from its own login; returns who signed."""
	service_approvals.request(answer)
	steps = service_approvals.progress(answer.reload()).steps
	for role in steps:
		with signing.acting(estate.users[role]):
			service_approvals.approve(frappe.get_doc(answer.doctype, answer.name))
	answer.reload()
	return steps


def answered(estate, complaint):
	"""From the registration to the given solution, as the session's user."""
	act(complaint, "contact")
	act(complaint, "investigate")
	answer = make_answer(complaint)
	approve(estate, answer)
	act(complaint, "give")
	return answer


def samples(estate, secret: str, ticket: str) -> dict[str, str]:
	"""One of each in project B, with a row in every table."""
	complaint = make_complaint(
		estate.b,
		estate.unit_b,
		subject=secret,
		complainant=secret,
		case_owner=estate.engineer_b,
		units=[{"unit": estate.unit_b}],
		tickets=[{"ticket": ticket}],
	)
	act(complaint, "follow_up")
	return {"Customer Complaint": complaint.name, "Complaint Answer": make_answer(complaint).name}
