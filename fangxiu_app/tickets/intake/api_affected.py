"""Further units affected by a ticket: one cause, several owners."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.intake import reads_affected as reads
from fangxiu_app.tickets.intake import service_affected


@frappe.whitelist(methods=["GET"])
def rows(ticket: str) -> list:
	"""The ticket's further units with their owners, what these were told and what they answered."""
	right.check("Repair Ticket", "read", ticket)
	return reads.rows(ticket)


@frappe.whitelist(methods=["POST"])
def add(ticket: str, units: list | str) -> list:
	"""Note further units; returns all rows."""
	right.check("Repair Ticket", "write", ticket)
	service_affected.add(_locked(ticket), incoming.names(units, _("Affected Units")))
	return reads.rows(ticket)


@frappe.whitelist(methods=["POST"])
def remove(ticket: str, names: list | str, reason: str) -> list:
	"""Take units off that are not concerned after all; returns all rows."""
	right.check("Repair Ticket", "write", ticket)
	service_affected.remove(_locked(ticket), incoming.names(names, _("Affected Units")), reason)
	return reads.rows(ticket)


@frappe.whitelist(methods=["POST"])
def inform(ticket: str, names: list | str, note: str, send: bool = False) -> list:
	"""Record that these owners were informed; ``send`` also sends them the text. Returns all rows."""
	right.check("Repair Ticket", "write", ticket)
	service_affected.inform(_locked(ticket), incoming.names(names, _("Affected Units")), note, send)
	return reads.rows(ticket)


@frappe.whitelist(methods=["POST"])
def accept(ticket: str, names: list | str, result: str, by_name: str = "", remark: str = "") -> list:
	"""Record the acceptance of these units' owners, or why there is none; returns all rows."""
	right.check("Repair Ticket", "write", ticket)
	service_affected.accept(_locked(ticket), incoming.names(names, _("Affected Units")), result, by_name, remark)
	return reads.rows(ticket)


def _locked(ticket: str):
	snapshot.renew()
	return frappe.get_doc("Repair Ticket", ticket, for_update=True)
