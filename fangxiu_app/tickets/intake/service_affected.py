"""Tickets with one cause and several units: all owners are informed, and all accept before the ticket is closed (adr/0083)."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.estate.reads_units import primary_owners
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.intake import reads_affected as reads
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.rules_ticket_table import FINAL

#: More units than one riser has.
MOST = 60
RESULTS = ("Pass", "Pass With Remark", "Refused", "Unreachable")
#: The owner accepts what is finished.
ACCEPTABLE = ("Cleaned", "Owner Accepted")


def add(ticket, units: list[str]) -> list[str]:
	"""Note further units on a ticket; returns the names of the new rows. Units noted already, and its own, are passed over.

	Raises RefusedError for a finished ticket, ForeignProjectError for a unit of another project.
	"""
	_check_open(ticket)
	known = {ticket.unit, *reads.units_of(ticket.name)}
	stored = set(frappe.get_all("Unit Archive", {"name": ("in", list(map(str, units)) or [""])}, pluck="name"))
	strange = [unit for unit in map(str, units) if unit not in stored]
	if strange:  # the database finds a name in another case, or with a blank behind it, too
		frappe.throw(_("There is no unit {0}. Choose one from the list.").format(strange[0][:60]), frappe.DoesNotExistError)
	wanted = [unit for unit in dict.fromkeys(map(str, units)) if unit not in known][:MOST]
	owners = primary_owners(wanted)
	made = []
	for unit in wanted:
		owner = owners.get(unit) or {}
		row = frappe.get_doc(
			{
				"doctype": "Affected Unit",
				"ticket": ticket.name,
				"project": ticket.project,
				"unit": unit,
				"unit_code": frappe.db.get_value("Unit Archive", unit, "unit_code"),
				"owner_name": owner.get("owner_name"),
				"owner_phone": owner.get("phone"),
			}
		)
		# part of the report or the ticket, whose rights were asked for
		row.write_by_action(ignore_permissions=True)
		made.append(row.name)
	if made:
		_log(ticket, "add_units", {"units": [row.unit_code for row in reads.rows(ticket.name)]})
	return made


def remove(ticket, names: list[str], reason: str) -> None:
	"""Take units off that are not concerned after all; the log keeps which and why."""
	_check_open(ticket)
	if not reason.strip():
		refuse([Violation("input_missing", (_("Take Off Units"), (_("Reason"),)))])
	rows = _chosen(ticket, names)
	for row in rows:
		row.flags.fx_action = True
		# the endpoint asked for the right to write the ticket
		row.delete(ignore_permissions=True)
	_log(ticket, "remove_units", {"units": [row.unit_code for row in rows], "reason": reason})


def inform(ticket, names: list[str], note: str, send: bool = False) -> None:
	"""Record that the owners of these units were told what is done and when; ``send`` also sends them a message."""
	now = now_datetime().replace(microsecond=0)
	for row in _chosen(ticket, names):
		row.update({"informed_at": now, "informed_by": frappe.session.user, "informed_note": note})
		row.write_by_action(ignore_permissions=True)
		if send and row.owner_phone:
			outbox.tell(
				_("Repair of your unit"),
				project=ticket.project,
				to=[outbox.address(row.owner_phone, row.owner_name or "")],
				text=note,
				about=ticket,
				key=f"{row.name} {now}",
			)
	_log(ticket, "inform_units", {"note": note})


def accept(ticket, names: list[str], result: str, by_name: str, remark: str) -> None:
	"""Record an owner's acceptance, or the reason for none. Raises RefusedError before the work is finished and cleaned."""
	missing = [] if result in RESULTS else [_("Owner's Acceptance")]
	missing += [_("Accepted By")] if result in RESULTS[:2] and not by_name.strip() else []
	missing += [_("Remark of the Acceptance")] if result in RESULTS[1:] and not remark.strip() else []
	label = _("Owner Acceptance")
	refuse([Violation("input_missing", (label, tuple(missing)))] if missing else [])
	if ticket.status not in ACCEPTABLE:
		refuse([Violation("wrong_state", (label, ticket.status, ACCEPTABLE))])
	now = now_datetime().replace(microsecond=0)
	values = {"result": result, "accepted_at": now, "accepted_by_name": by_name, "acceptance_remark": remark}
	for row in _chosen(ticket, names):
		row.update(values)
		row.write_by_action(ignore_permissions=True)
	_log(ticket, "accept_units", {"result": result})


def _check_open(ticket) -> None:
	check_project(ticket.project, ticket.doctype)
	if ticket.status in FINAL:
		refuse([Violation("hold_on_finished", (ticket.name, ticket.status))])


def _chosen(ticket, names: list[str]) -> list:
	check_project(ticket.project, ticket.doctype)
	rows = [frappe.get_doc("Affected Unit", str(name)) for name in names[:MOST]]
	if not rows or any(row.ticket != ticket.name for row in rows):
		frappe.throw(_("Choose units of this ticket. Reload the page and choose again."))
	return rows


def _log(ticket, action: str, details: dict) -> None:
	now = now_datetime().replace(microsecond=0)
	service_transitions.log(ticket, action, ticket.status, now, now, "", details)
