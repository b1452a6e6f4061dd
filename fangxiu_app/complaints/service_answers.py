"""Answers to complaints: approved by the level of the complaint through the rounds of approval, then given (R110, docs/adr/0154)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate, now_datetime

from fangxiu_app.approvals import service_approvals
from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.complaints import service_complaint_news
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation


def prepare(answer) -> None:
	"""A draft follows its complaint: project, level, complainant."""
	fields = ["project", "level", "complainant", "unit_code"]
	case = frappe.db.get_value("Customer Complaint", answer.complaint, fields, as_dict=True)
	if case:
		answer.project, answer.level = case.project, case.level
		answer.complainant = " ".join(filter(None, (case.unit_code, case.complainant)))[:140]


def check_ready(answer) -> None:
	"""Approval is asked for while the complaint is investigated, of one answer at a time. Raises RefusedError."""
	state = frappe.db.get_value("Customer Complaint", answer.complaint, "state")
	until = getdate(answer.promised_until) if answer.promised_until else None
	refuse([*rules.check("ask", rules.Facts(state)), *rules.check_promise(answer.promises or "", until, getdate())])
	answer.level = level(answer.complaint)


def level(complaint: str) -> str:
	"""The complaint's level as it is now: it decides who signs, also where the draft was saved before it rose."""
	return frappe.db.get_value("Customer Complaint", complaint, "level") or ""


def lock_complaint(answer) -> None:
	"""The complaint's row before the answer's: actions of both come in the same order."""
	frappe.db.get_value("Customer Complaint", answer.complaint, "name", for_update=True)


def follow(answer, step: str, note: str = "") -> None:
	"""The complaint goes along with the approval of its answer: asked for, sent back, approved, voided. Raises RefusedError."""
	complaint = frappe.get_doc("Customer Complaint", answer.complaint, for_update=True)
	refuse(rules.check(step, rules.Facts(complaint.state)))
	now = now_datetime().replace(microsecond=0)
	line = {"at": now, "entered_at": now, "user": frappe.session.user, "step": rules.STEPS[step].line}
	complaint.append("steps", {**line, "note": f"{answer.name} {note}".strip()})
	complaint.state = rules.end_of(step, complaint.state, answer.kind)
	# the round decides who signs; signers have no right to write the complaint
	complaint.write_by_action(ignore_permissions=True)
	if step in ("approve", "void"):
		service_complaint_news.answer(complaint, answer, step)


def interrupt(complaint: str, reason: str) -> None:
	"""End the round of the answer that is being approved: the complaint was withdrawn or has another level."""
	names = frappe.get_all("Complaint Answer", {"complaint": complaint, "approval_state": "In Approval", "docstatus": 0}, pluck="name")
	for name in names:
		service_approvals.interrupt(frappe.get_doc("Complaint Answer", name, for_update=True), reason)


def given(name: str, said) -> None:
	"""Write on the answer when and how the customer got it."""
	answer = frappe.get_doc("Complaint Answer", name, for_update=True)
	values = {"given_at": said.at, "given_way": said.way, "given_by": frappe.session.user, "given_note": said.note}
	answer.update(values)
	# the step on the complaint was checked; nobody writes an approved answer by hand
	answer.write_by_action(ignore_permissions=True)


def check_free(answer) -> None:
	"""Refuse to cancel what the customer was told. Raises RefusedError."""
	if answer.given_at:
		refuse([Violation("complaint_answer_given", (answer.name,))])
