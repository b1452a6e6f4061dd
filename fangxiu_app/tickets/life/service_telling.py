"""Immediate notifications: the engineer of a new ticket, engineer and manager of a repeat, the media alert."""

from __future__ import annotations

import frappe
from frappe.utils import get_fullname, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import show
from fangxiu_app.core.wording import _
from fangxiu_app.messaging.outbox import Message, Recipient, role, tell_many, user
from fangxiu_app.tickets.intake.rules_intake import is_media


def new_tickets(tickets: list) -> None:
	"""Notify the lot engineer of a new ticket with its report (R70, R78), or the supervisors where there is none."""
	text = _("New report: {0}. Accept it and arrange the visit.")
	tell_many([_message(ticket, text, people_of(ticket), "report") for ticket in tickets])


def people_of(ticket) -> tuple[Recipient, ...]:
	"""Who is responsible for a ticket: its engineer, else the supervisors and managers of its project."""
	return (user(ticket.engineer),) if ticket.engineer else (role(roles.SUPERVISOR), role(roles.MANAGER))


def reported_again(ticket) -> None:
	"""Notify the engineer that the same problem was reported again, perhaps by somebody else."""
	tell_many([_message(ticket, _("{0} was reported again. Contact the owner."), people_of(ticket))])


def new_contact(tickets: list) -> None:
	"""Notify the people responsible for an open ticket of its new contact, in message hours."""
	tell_many(
		[
			Message(
				_subject(
					ticket, _("New contact {0} {1}").format(ticket.caller_name, ticket.caller_phone or "")
				),
				ticket.project,
				people_of(ticket),
				reference=("Repair Ticket", ticket.name),
			)
			for ticket in tickets
		]
	)


def repeat_confirmed(ticket) -> list[str]:
	"""Engineer and managers hear of a repeat repair: no contractor before the manager's own visit (R86, R87).

	Returns who is told: people by their names, roles in the session's language.
	"""
	people = dict.fromkeys((*people_of(ticket), role(roles.MANAGER)))
	text = _("{0} is a repeat repair: the manager visits before a contractor is sent.")
	tell_many([_message(ticket, text, tuple(people))])
	return [get_fullname(person.value) if person.kind == "User" else _(person.value) for person in people]


def set_media_alert(request) -> None:
	"""Set on an unsaved media report who is notified now; roles the settings leave empty stay empty (R68)."""
	if not is_media(request.channel, request.caller_is):
		return
	settings, now = frappe.get_cached_doc("Fangxiu Settings"), now_datetime().replace(microsecond=0)
	for field, person in (
		("head_notified", settings.repair_head),
		("media_contact_notified", settings.media_contact),
	):
		if person and not request.get(f"{field}_at"):
			request.set(field, person)
			request.set(f"{field}_at", now)


def alert_media(request) -> None:
	"""Notify the head of department and the media contact named on the report, by bell and mail at once (R68)."""
	people = [person for person in (request.head_notified, request.media_contact_notified) if person]
	mails = [Recipient("Address", person) for person in people if "@" in person]
	if people:
		subject = _("Media visit: {0}, {1}. {2}").format(
			request.media_outlet, request.caller_name, request.visit_reason
		)
		tell_many(
			[
				Message(
					subject,
					request.project,
					(*map(user, dict.fromkeys(people)), *mails),
					text=request.visit_detail or "",
					reference=(request.doctype, request.name),
					key=f"{request.name} media",
					urgent=True,
				)
			]
		)


def _message(ticket, text: str, to: tuple[Recipient, ...], occasion: str = "") -> Message:
	return Message(
		_subject(ticket, text),
		ticket.project,
		to,
		text=ticket.description or "",
		reference=("Repair Ticket", ticket.name),
		key=f"{ticket.name} {occasion}" if occasion else "",
		urgent=True,
	)


def _subject(ticket, text: str) -> str:
	"""One sentence: where and what, with what is special about it in brackets."""
	marks = [_("Emergency")] if ticket.emergency else []
	marks += [_("possible repeat repair")] if ticket.repeat_state == "Suspected" else []
	marks += [_("joint visit needed")] if ticket.joint_state == "Needed" else []
	place = f"{ticket.unit_code or ''} {ticket.location} · {ticket.defect_type}"
	return text.format(_("{0} ({1})").format(place, show(marks)) if marks else place)
