"""Give tickets to another engineer: with a reason, and a notice to both (R70, R78)."""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe.utils import get_fullname, now_datetime

from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox
from fangxiu_app.staff import reads_engineers, rules_reassignment
from fangxiu_app.tickets.life import service_ticket_row, service_transitions

#: A notice names so many tickets; the list shows the rest.
NAMED = 10


def reassign(names: list[str], engineer: str, reason: str, buildings: list[str] | None = None) -> int:
	"""Give the tickets, and with ``buildings`` what will be reported there, to ``engineer``; returns how many.

	All of them, or none. Raises PermissionError outside the user's projects, RefusedError with every rule that is broken.
	"""
	to = reads_engineers.person(engineer)
	asked = reads_engineers.given(names)
	refuse(rules_reassignment.check(asked, to, reason, frappe.session.user, frappe.get_roles()))
	for name in buildings or ():
		_give_building(name, to)
	moved = defaultdict(list)
	for name in sorted(row.ticket for row in asked):
		ticket, before = _give(name, engineer, reason)
		moved[ticket.project, before].append(ticket)
	for (project, before), rows in moved.items():
		_tell(project, before, to, rows, reason)
	return len(asked)


def _give(name: str, engineer: str, reason: str):
	ticket = service_ticket_row.locked(name)
	check_project(ticket.project, ticket.doctype)
	now, before = now_datetime().replace(microsecond=0), ticket.engineer or ""
	ticket.update({"engineer": engineer, "engineer_notified_at": now, "engineer_called_at": None})
	# who gives, and who may get it, was checked by the rule
	ticket.write_by_action(ignore_permissions=True)
	names = {"from": get_fullname(before) if before else "", "to": get_fullname(engineer), "reason": reason}
	service_transitions.log(ticket, "reassign", ticket.status, now, now, "", names)
	return ticket, before


def _give_building(name: str, to: rules_reassignment.Person) -> None:
	"""New reports of a building come to the same engineer."""
	building = frappe.get_doc("Estate Building", name, for_update=True)
	check_project(building.project, building.doctype)
	giver = frappe.session.user
	refuse(rules_reassignment.check_building(building.lot_engineer or "", giver, frappe.get_roles()))
	if not to.fits(building.project):
		refuse([Violation("reassign_shut_out", (to.name,))])
	building.lot_engineer = to.user
	# who may give tickets away gives the building's coming ones with them
	building.save(ignore_permissions=True)


def _tell(project: str, before: str, to: rules_reassignment.Person, rows: list, reason: str) -> None:
	"""Notify both: the new engineer as urgently as for a new ticket, and the former one, so that only one goes there."""
	by, lines = get_fullname(frappe.session.user), "\n".join(_line(row) for row in rows[:NAMED])
	if len(rows) > NAMED:
		lines += "\n" + _("… and {0} more; see the list.").format(len(rows) - NAMED)
	text = _("Reason: {0}").format(reason) + "\n" + lines
	shared = {"project": project, "text": text, "about": rows[0]}
	subject = _("{0} gave you {1}, up to now with {2}.") if before else _("{0} gave you {1}.")
	what = _what(rows)
	words = subject.format(by, what, get_fullname(before) if before else "")
	outbox.tell(words, to=[outbox.user(to.user)], urgent=True, **shared)
	if before and before != frappe.session.user:
		words = _("{0} gave {1} of yours to {2}.").format(by, what, to.name)
		outbox.tell(words, to=[outbox.user(before)], urgent=True, **shared)


def _what(rows: list) -> str:
	if len(rows) > 1:
		return _("{0} tickets").format(len(rows))
	return _("ticket {0}").format(f"{rows[0].unit_code} {rows[0].location} · {rows[0].defect_type}")


def _line(ticket) -> str:
	return f"{ticket.unit_code} {ticket.location} {ticket.defect_type} · {_(ticket.status)}"
