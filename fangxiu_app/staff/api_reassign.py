"""Reassign tickets to another engineer (改派): those chosen in a list, or all open ones of an engineer."""

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.staff import reads_engineers
from fangxiu_app.staff import service_reassign as service


@frappe.whitelist(methods=["GET"])
def choices(tickets: str | list) -> list[dict]:
	"""Engineers who may get these tickets, the least busy first, with their open tickets; not who has all of them."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	names = _readable(incoming.names(tickets, _("Tickets")))
	rows = reads_engineers.given(names)
	holders = {row.engineer for row in rows}
	found = reads_engineers.candidates({row.project for row in rows}, now_datetime())
	return [row for row in found if holders != {row["user"]}]


@frappe.whitelist(methods=["GET"])
def holders() -> list[dict]:
	"""Users with open tickets, which can be handed over."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	return reads_engineers.holders()


@frappe.whitelist(methods=["GET"])
def in_hand(engineer: str) -> dict:
	"""A user's open tickets, who could take all of them, and the buildings whose reports go to this user."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	rows = reads_engineers.work_of(engineer)
	for row in rows:
		row.status_label, row.clock = _(row.status), _(_limit(row.next_clock))
	buildings = reads_engineers.buildings_of(engineer)
	projects = {row.project for row in (*rows, *buildings)}
	now = now_datetime()
	people = [row for row in reads_engineers.candidates(projects, now) if row["user"] != engineer]
	return {"now": now.replace(microsecond=0), "tickets": rows, "buildings": buildings, "people": people}


@frappe.whitelist(methods=["POST"])
def give(tickets: str | list, engineer: str, reason: str, buildings: str | list | None = None) -> dict:
	"""Give tickets to ``engineer``; all of them or none. Raises RefusedError with every rule that is broken."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	names = _readable(incoming.names(tickets, _("Tickets")))
	number = service.reassign(names, engineer, reason, incoming.names(buildings, _("Buildings")))
	return {
		"message": _("{0} tickets were given to {1}.").format(number, frappe.utils.get_fullname(engineer))
	}


def _readable(names: list[str]) -> list[str]:
	for name in names:
		right.check("Repair Ticket", "read", name)
	return names


def _limit(code: str | None) -> str:
	return (code and frappe.get_cached_value("Time Limit", code, "title")) or ""
