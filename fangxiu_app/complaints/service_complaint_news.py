"""Who hears of a complaint, in whole sentences: its owner, by level the heads and the management (R68, R75, R110)."""

from __future__ import annotations

import frappe
from frappe.utils import format_datetime

from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.core.access import roles
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox

#: Who hears of a new complaint besides its owner.
TOLD = {
	rules.ORDINARY: (roles.MANAGER,),
	rules.SERIOUS: (roles.MANAGER, roles.CS_HEAD),
	rules.MAJOR: (roles.MANAGER, roles.CS_HEAD, roles.GENERAL_MANAGER),
}


def new(complaint) -> None:
	"""A complaint was registered: the owner hears at once until when the customer is to be called, whatever the hour (R75, R76)."""
	text = _("New complaint {0} ({1}): {2}. {3} answers for it; contact the customer by {4}.")
	_tell(complaint, _filled(text, complaint), _heads(complaint), "registered", True)


def level(complaint) -> None:
	"""The level has changed: whoever hears of that level hears of the case, with its next limit."""
	text = _("Complaint {0} is now {1}: {2}. {3} answers for it; next limit {4}.")
	key = f"level {complaint.level} {len(complaint.steps)}"
	_tell(complaint, _filled(text, complaint), _heads(complaint), key, complaint.level != rules.ORDINARY)


def again(complaint, request: str) -> None:
	"""The customer has complained again about the same repair."""
	text = _("Complaint {0} ({1}): the customer complained again about {2}. {3} answers for it; next limit {4}.")
	_tell(complaint, _filled(text, complaint), [outbox.user(complaint.case_owner)], f"again {request}", True)


def step(complaint, name: str, said, before: str) -> None:
	"""The side that has to act next, or to know, hears of a step."""
	number = f"{name} {len(complaint.steps)}"
	if name == "set_level":
		level(complaint)
	elif name == "hand_over":
		text = _("Complaint {0} ({1}) was handed over: {2}. {3} answers for it now; next limit {4}.")
		people = [outbox.user(user) for user in dict.fromkeys((complaint.case_owner, before))]
		_tell(complaint, _filled(text, complaint), people, number, True, said.note)
	elif name in ("reject", "reopen"):
		text = _("The customer does not accept the answer to complaint {0} ({1}): {2}. {3} answers for it; next limit {4}.")
		_tell(complaint, _filled(text, complaint), _heads(complaint), number, True, said.note)
	elif complaint.state in rules.ENDED:
		outbox.cancel_about(complaint.doctype, complaint.name)
		if complaint.level != rules.ORDINARY:
			text = _("Complaint {0} ({1}) is closed: {2}. {3} answered for it.")
			_tell(complaint, _filled(text, complaint), _heads(complaint), number, False, said.note)


def answer(complaint, paper, what: str) -> None:
	"""The owner of the case gives an approved answer to the customer; a voided one is drafted anew."""
	texts = {
		"approve": _("The answer to complaint {0} ({1}) is approved: {2}. {3} gives it to the customer; next limit {4}."),
		"void": _("The approved answer to complaint {0} ({1}) was voided: {2}. {3} drafts another one; next limit {4}."),
	}
	people = [outbox.user(complaint.case_owner)]
	_tell(complaint, _filled(texts[what], complaint), people, f"{paper.name} {what}", complaint.level == rules.MAJOR)


def _heads(complaint) -> list:
	return [outbox.user(complaint.case_owner), *map(outbox.role, TOLD[complaint.level])]


def _filled(text: str, complaint) -> str:
	due = complaint.next_due_at
	return text.format(
		complaint.name,
		_(complaint.level, context="Customer Complaint"),
		" ".join(filter(None, (complaint.unit_code, complaint.complainant, complaint.subject)))[:60],
		frappe.get_cached_value("User", complaint.case_owner, "full_name"),
		format_datetime(due, "yyyy-MM-dd HH:mm") if due else "–",
	)


def _tell(complaint, subject: str, to: list, key: str, urgent: bool, note: str = "") -> None:
	outbox.tell(
		subject,
		project=complaint.project,
		to=list(dict.fromkeys(to)),
		text="\n".join(filter(None, (note, complaint.complaint_text))),
		about=complaint,
		key=f"{complaint.name} {key}",
		urgent=urgent,
	)
