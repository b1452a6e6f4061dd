"""Review, issue, sign, refuse and renew a repair plan; the ticket's status follows (R94-R97)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import format_date, format_datetime, get_datetime, now_datetime

from fangxiu_app.approvals.rules_approval import was_shown
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.roles import MANAGER
from fangxiu_app.core.messages import RefusedError, refuse
from fangxiu_app.core.sealing import signature_digest
from fangxiu_app.core.signature import is_drawn
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION
from fangxiu_app.tickets.site_work import rules_plan as rules


def review(plan, at: datetime | None = None, reason: str = "") -> None:
	"""The manager's review of an important plan (R96), now or ``at`` an earlier time for which ``reason`` says why it is
	entered late. Raises PermissionError for anybody else."""
	frappe.only_for(MANAGER, message=True)
	_expect(plan, rules.OPEN)
	_write(
		plan,
		state="Reviewed",
		reviewed_by=frappe.session.user,
		reviewed_at=at or _now(),
		returned_reason=None,
	)
	_pass_on(plan, "review_plan", at=at, reason=reason)


def review_as_shown(plan, seen: str) -> None:
	"""The review by a manager who was shown the plan with the digest ``seen``. Raises RefusedError where it says something else now."""
	refuse(was_shown(seen, rules.content_digest(plan)))
	review(plan)


def send_back(plan, reason: str) -> None:
	"""The manager returns an important plan with a reason; the engineer's next save asks for the review anew (R96)."""
	frappe.only_for(MANAGER, message=True)
	_expect(plan, rules.OPEN)
	if not reason.strip():
		frappe.throw(
			_("Give the reason: the engineer reads it on the plan."), RefusedError, title=_("Reason Missing")
		)
	_write(plan, state="Draft", returned_reason=reason.strip())
	_pass_on(plan, "return_plan", {"reason": reason.strip()})
	outbox.tell(
		_("{0}: the repair plan was sent back: {1}").format(_place(plan), reason.strip()[:80]),
		project=plan.project,
		to=[outbox.user(plan.engineer)],
		about=plan,
		key=f"{plan.name} returned {plan.modified}",
	)


def issue(plan, at: datetime | str | None = None, reason: str = "") -> None:
	"""Hand the plan card to the owner: stops the plan clock, supersedes earlier versions (R94, R95).

	The issued content gets a hash. While the work goes on already, the ticket stays in repair, but is not pre-accepted before
	the owner has signed the new version too.
	"""
	_expect(plan, (*rules.OPEN, "Reviewed"))
	_expect_newest(plan)
	at = incoming.moment(at) or _now()
	working = frappe.db.get_value("Repair Ticket", plan.ticket, "status") in ("In Repair", "Third Party")
	action = "reissue_plan" if working else "issue_plan"
	if not working:  # a version during the work keeps the day it began
		_expect_ahead(plan, at)
	service_transitions.perform(plan.ticket, action, {"plan": plan.name}, at=at, reason=reason)
	_supersede_earlier(plan)
	_write(plan, state="Issued", issued_by=frappe.session.user, issued_at=at, content_hash=digest(plan.name))


def _expect_ahead(plan, at: datetime) -> None:
	"""Work does not begin on a day before the owner gets to see the plan."""
	if get_datetime(plan.start_at).date() < get_datetime(at).date():
		frappe.throw(
			_("The plan starts on {0}, before it is issued. Set a later start and completion, then issue it.").format(
				format_date(plan.start_at)
			),
			RefusedError,
			title=_("Start Has Passed"),
		)


def sign(
	plan,
	signed_by: str,
	signature: str,
	owner_opinion: str = "",
	at: datetime | str | None = None,
	reason: str = "",
) -> None:
	"""The owner's signature (R97): locks the plan and starts the agreed-completion clock (R106).

	An owner who refused first may still sign. Raises RefusedError without a name or a drawn signature, and when the stored
	content is no longer what was issued.
	"""
	_expect(plan, rules.SIGNABLE)
	if not signed_by.strip() or not is_drawn(signature):
		frappe.throw(
			_("Enter the name of the person who signs and let them sign in the field."),
			RefusedError,
			title=_("Signature Missing"),
		)
	check_intact(plan)
	at = incoming.moment(at) or _now()
	service_transitions.perform(
		plan.ticket, "sign_plan", {"agreed_completion": plan.completion_at}, at=at, reason=reason
	)
	_write(
		plan,
		state="Signed",
		signed_by=signed_by.strip(),
		signature=signature,
		owner_opinion=owner_opinion,
		signed_at=at,
		signature_hash=signature_digest(plan.content_hash or "", signed_by.strip(), at, signature),
	)


def refuse_to_sign(
	plan, refused_by: str, refusal: str, at: datetime | str | None = None, reason: str = ""
) -> None:
	"""The owner does not sign (R97): recorded with name and reason; the manager has to act next."""
	_expect(plan, ("Issued",))
	if not refused_by.strip() or not refusal.strip():
		frappe.throw(
			_("Enter who refused to sign, and the reason they gave."), RefusedError, title=_("Reason Missing")
		)
	at = incoming.moment(at) or _now()
	service_transitions.perform(plan.ticket, "refuse_plan", {"reason": refusal}, at=at, reason=reason)
	_write(
		plan, state="Refused to Sign", refused_by=refused_by.strip(), refused_at=at, refusal_reason=refusal
	)
	_tell_manager(
		plan,
		_("{0}: the owner does not sign the repair plan: {1}").format(_place(plan), refusal[:80]),
		"refused",
	)


def revise(plan):
	"""A new version of a plan that was handed out: a draft with the same content. Returns the inserted draft.

	Raises RefusedError while a newer version is on its way.
	"""
	_expect(plan, ("Reviewed", *rules.SIGNABLE, "Signed"))
	_expect_newest(plan)
	draft = frappe.copy_doc(plan, ignore_no_copy=False)
	draft.supersedes = plan.name
	draft.flags.fx_revision = True
	return draft.insert()


def ask_review(plan) -> None:
	"""An important plan waits for its review: the manager has to act, and is notified (R96).

	``plan.flags.fx_asked`` ({at, reason}) says when that was, where it is entered late.
	"""
	before = plan.get_doc_before_save()
	if plan.state != rules.AWAITING or (before and before.state == rules.AWAITING):
		return
	text = _("{0}: an important repair plan waits for your review (R96).").format(_place(plan))
	_tell_manager(plan, text, f"review {plan.modified}" if plan.returned_reason else "review")
	_pass_on(plan, "ask_plan_review", **plan.flags.get("fx_asked", {}))


def _pass_on(
	plan, action: str, values: dict | None = None, at: datetime | None = None, reason: str = ""
) -> None:
	"""Updates who has to act on the ticket during the review, where its state allows the action."""
	status = frappe.db.get_value("Repair Ticket", plan.ticket, "status")
	if status in BY_ACTION[action].sources:
		service_transitions.perform(plan.ticket, action, values, at=at, reason=reason, roles=(MANAGER,))


def digest(plan_name: str) -> str:
	"""Hash of a plan as it is stored now."""
	fields = [*rules.IDENTITY, *rules.CONTENT]
	return rules.content_digest(frappe.db.get_value("Repair Plan", plan_name, fields, as_dict=True))


def check_intact(plan) -> None:
	"""Refuse to go on with a plan that is not what was issued, or signed. Raises RefusedError."""
	if (plan.content_hash or plan.issued_at) and not is_intact(plan):
		frappe.throw(
			_("Plan {0} is no longer what was issued. Make a new version and issue it again.").format(
				frappe.bold(plan.name)
			),
			RefusedError,
			title=_("Not Possible Yet"),
		)


def is_intact(plan) -> bool:
	"""Whether an issued plan still equals what was issued and, once signed, what was signed."""
	if not plan.content_hash or digest(plan.name) != plan.content_hash:
		return False
	if not plan.signature_hash:
		return True
	signed_at = get_datetime(plan.signed_at)
	sealed = signature_digest(plan.content_hash, plan.signed_by, signed_at, plan.signature)
	return sealed == plan.signature_hash


def _place(plan) -> str:
	return " ".join(frappe.db.get_value("Repair Ticket", plan.ticket, ["unit_code", "location"]))


def _tell_manager(plan, subject: str, occasion: str) -> None:
	to = [outbox.role(MANAGER)]
	outbox.tell(subject, project=plan.project, to=to, about=plan, key=f"{plan.name} {occasion}")


def _supersede_earlier(plan) -> None:
	filters = {"ticket": plan.ticket, "name": ("!=", plan.name), "state": ("in", rules.LIVE)}
	for name in frappe.get_all("Repair Plan", filters, pluck="name"):
		_write(frappe.get_doc("Repair Plan", name), state="Superseded")


def _expect_newest(plan) -> None:
	newer = frappe.db.get_value(
		"Repair Plan", {"ticket": plan.ticket, "version": (">", plan.version), "state": ("in", rules.LIVE)}
	)
	if newer:
		frappe.throw(
			_("There is a newer version already: {0}. Go on with that one.").format(frappe.bold(newer)),
			RefusedError,
			title=_("Not Possible Yet"),
		)


def _expect(plan, states: tuple[str, ...]) -> None:
	if plan.state not in states:
		text = _(
			"Plan {0} is {1}; this needs a plan that is {2}. Make a new version of the plan if it has to change."
		).format(frappe.bold(plan.name), _(plan.state), ", ".join(map(_, states)))
		if plan.issued_by:
			at = format_datetime(plan.issued_at, "yyyy-MM-dd HH:mm")
			text += " " + _("It was issued by {0} on {1}.").format(frappe.utils.get_fullname(plan.issued_by), at)
		frappe.throw(
			text,
			RefusedError,
			title=_("Not Possible Yet"),
		)


def _write(plan, **values) -> None:
	plan.update(values)
	plan.write_by_action()


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
