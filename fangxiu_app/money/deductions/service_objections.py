"""Before a deduction is posted the contractor is notified, may object, and gets an answer (R111): actions on the stored document."""

from __future__ import annotations

from frappe.core.doctype.file.utils import attach_files_to_document
from frappe.utils import flt, get_datetime, getdate, now_datetime

from fangxiu_app.contractors.breach import rules_chronology
from fangxiu_app.core.access import files, incoming
from fangxiu_app.core.money import money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_numbers
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.money.deductions import reads_deduction_chain, service_deductions
from fangxiu_app.money.deductions import rules_deduction as rules

RESULTS = ("Rejected", "Upheld in Part", "Upheld")


def notify(doc, received_at: str, way: str, receiver: str, proof: str, file: str) -> None:
	"""Record the receipt of the notice with the file that proves it; the objection window is counted from it.

	Raises DepositError without proof, and for a receipt before what the deduction is about (docs/adr/0105).
	"""
	_expect(doc, rules.DRAFT)
	at = incoming.moment(received_at, _("Received At")) or now_datetime()
	ways = (doc.meta.get_field("notice_way").options or "").split("\n")
	told = way in ways and receiver.strip() and proof.strip() and at <= now_datetime()
	if not (told and files.given(file)):
		refuse([Violation("notice_incomplete")])
	doc.update({"notified_at": at, "notice_way": way, "notice_receiver": receiver, "notice_proof": proof})
	doc.notice_file = file
	doc.objection_until = rules.objection_until(at, service_deductions.objection_days(doc))
	refuse(reads_deduction_chain.out_of_order(doc, rules_chronology.TOLD))
	_post_from(doc, doc.objection_until)
	_move(doc, rules.NOTIFIED)


def add_proof(doc, file: str) -> None:
	"""The file that proves the receipt, where a notice was recorded without one. Raises DepositError once it is there."""
	if doc.docstatus or doc.approval_state != "Draft" or not doc.notified_at or doc.notice_file:
		refuse([Violation("notice_file_known")])
	if not files.given(file):
		refuse([Violation("notice_incomplete")])
	doc.notice_file = file
	_move(doc, doc.state)


def object_to(doc, received_at: str, objection: str, file: str = "") -> None:
	"""Record an objection: it freezes the deduction until it is answered, also one that comes after the window.

	The controller sends a round of approval back by it. On a posted deduction it is kept on record: the money has moved, and what the
	answer gives back is a cancellation or a reversal. ``file``, the contractor's paper with its proof, is kept as evidence; one that was
	only said counts as well. Raises DepositError for one that is incomplete, a second one, or a file of somebody else.
	"""
	if not rules.may_object(doc.state, doc.docstatus, bool(doc.objected_at)):
		refuse([Violation("objection_not_now", (doc.name, doc.state))])
	at = incoming.moment(received_at, _("Received At")) or now_datetime()
	if not objection.strip() or at > now_datetime():
		refuse([Violation("objection_incomplete")])
	if file and not files.given(file):
		refuse([Violation("objection_file")])
	late = at > get_datetime(doc.objection_until)
	said = {"objected_at": at, "objection": objection, "objection_file": file or None, "objection_late": int(late)}
	doc.update(said)
	refuse(reads_deduction_chain.out_of_order(doc, rules_chronology.OBJECTION))
	if doc.docstatus:
		doc.db_set(said)
		attach_files_to_document(doc, "on_update")  # a save would: the paper is the deduction's, for whoever reads that
		return
	_move(doc, rules.OBJECTED)


def answer(doc, result: str, text: str, amounts: dict) -> None:
	"""Answer it. Upheld in part lowers amounts, each with its reason; upheld wholly ends the deduction.

	What a signer has sent back is answered anew: the amounts begin from what was claimed, the history keeps the answer before.
	"""
	posted = doc.docstatus == 1 and doc.state == rules.POSTED and doc.objected_at and not doc.answered_at
	if not posted:
		_expect(doc, rules.ANSWERED if doc.state == rules.ANSWERED else rules.OBJECTED)
	if result not in RESULTS or not text.strip():
		refuse([Violation("answer_incomplete")])
	said = {"objection_result": result, "answer": text, "answered_at": now_datetime()}
	said["answer_no"] = service_letter_numbers.following(doc, service_letter_numbers.ANSWER)
	if posted:
		doc.db_set(said)
		attach_files_to_document(doc, "on_update")  # a save would: the paper is the deduction's, for whoever reads that
		return
	for row in doc.items:
		value, reason = (0, text) if result == "Upheld" else amounts.get(row.name, (row.claimed, None))
		row.amount, row.change_reason = float(money(value)), reason
	lowered = [row for row in doc.items if row.amount < flt(row.claimed)]
	if bool(lowered) != (result != "Rejected") or any(not row.change_reason for row in lowered):
		refuse([Violation("answer_amounts", (result,))])
	doc.update(said)
	if getdate(doc.posting_date) == getdate(doc.objection_until):
		doc.posting_date = getdate(doc.answered_at)  # the notice had put it at the end of the window, which the answer ends
	_post_from(doc, doc.answered_at)
	_move(doc, rules.WITHDRAWN if result == "Upheld" else rules.ANSWERED)


def withdraw(doc, reason: str) -> None:
	"""Withdraw it before it is posted, with a reason."""
	if doc.docstatus or doc.approval_state != "Draft" or not reason.strip():
		refuse([Violation("withdraw_not_now")])
	doc.reversal_reason = reason
	_move(doc, rules.WITHDRAWN)


def _post_from(doc, heard_at) -> None:
	"""A deduction is not posted before the end of its objection period: an earlier date is moved to that day, finance may move it on."""
	doc.posting_date = max(getdate(doc.posting_date), getdate(heard_at))


def _expect(doc, state: str) -> None:
	if doc.docstatus or doc.state != state or doc.approval_state != "Draft":
		refuse([Violation("wrong_deduction_state", (doc.name, doc.state, state))])


def _move(doc, state: str) -> None:
	doc.state = state
	doc.write_by_action()
