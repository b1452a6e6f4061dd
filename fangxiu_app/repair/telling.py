"""Who is told of what at once: the engineer of a new ticket, engineer and manager of a repeat, the media alert."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.access import roles
from fangxiu_app.domain.intake import is_media
from fangxiu_app.queries.people import users_by_role
from fangxiu_app.repair import bells


def new_tickets(tickets: list) -> None:
	"""The lot engineer hears of a new ticket with its report (R70, R78); without one the supervisors do: never nobody."""
	bell = []
	for ticket in tickets:
		subject = _subject(ticket, _("New repair ticket"))
		bell += [(user, "Repair Ticket", ticket.name, subject) for user in people_of(ticket)]
	bells.ring(bell)


def people_of(ticket) -> list[str]:
	"""Who looks after a ticket: its engineer, else the supervisors of its project, else its managers."""
	if ticket.engineer:
		return [ticket.engineer]
	return _holders(roles.SUPERVISOR, ticket.project) or _holders(roles.MANAGER, ticket.project)


def new_engineer(ticket) -> None:
	"""A ticket that changes hands is told to the engineer who has it now."""
	bells.ring([(ticket.engineer, "Repair Ticket", ticket.name, _subject(ticket, _("Repair ticket for you")))])


def reported_again(ticket) -> None:
	"""The same problem was reported once more, perhaps by somebody else: the engineer hears of it."""
	subject = _subject(ticket, _("Reported again"))
	bells.ring([(user, "Repair Ticket", ticket.name, subject) for user in people_of(ticket)])


def repeat_confirmed(ticket) -> list[str]:
	"""Engineer and managers hear of a repeat repair: no contractor before the manager's own visit (R86, R87)."""
	people = [*people_of(ticket), *_holders(roles.MANAGER, ticket.project)]
	subject = _subject(ticket, _("Repeat repair, the manager visits first"))
	told = list(dict.fromkeys(people))
	bells.ring([(user, "Repair Ticket", ticket.name, subject) for user in told])
	return told


def set_media_alert(request) -> None:
	"""Write down on an unsaved media report who is told now; whom the settings do not name stays empty (R68)."""
	if not is_media(request.channel, request.caller_is):
		return
	settings, now = frappe.get_cached_doc("Fangxiu Settings"), now_datetime().replace(microsecond=0)
	for field, person in (("head_told", settings.repair_head), ("media_contact_told", settings.media_contact)):
		if person and not request.get(f"{field}_at"):
			request.set(field, person)
			request.set(f"{field}_at", now)


def alert_media(request) -> None:
	"""Tell the head and the media contact named on the report, by bell and by mail, both at once (R68)."""
	people = [user for user in (request.head_told, request.media_contact_told) if user]
	subject = _("Media visit: {0}, {1}. {2}").format(
		request.media_outlet, request.caller_name, request.visit_reason
	)
	bells.ring([(user, "Repair Request", request.name, subject) for user in dict.fromkeys(people)])
	bells.mail(people, "Repair Request", request.name, subject)


def _subject(ticket, what: str) -> str:
	marks = [_("Emergency")] if ticket.emergency else []
	marks += [_("possible repeat repair")] if ticket.repeat_state == "Suspected" else []
	marks += [_("joint visit needed")] if ticket.joint_state == "Needed" else []
	return " · ".join([what, *marks, ticket.unit_code or "", ticket.location, ticket.defect_type])


def _holders(role: str, project: str) -> list[str]:
	people = users_by_role({role})[role]
	return sorted(user for user, projects in people.items() if projects is None or project in projects)
