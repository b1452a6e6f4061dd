"""Loads a ticket for a change and writes its clock rows, with few statements."""

from __future__ import annotations

from copy import deepcopy

import frappe
from frappe.model.naming import set_new_name


def locked(name: str):
	"""The ticket with its row locked, together with a copy of how it stood: saving it reads nothing anew."""
	ticket = frappe.get_doc("Repair Ticket", name, for_update=True)
	ticket.flags.fx_as_locked = deepcopy(ticket)
	return ticket


def lock(name: str) -> None:
	"""Hold the row of a ticket until the transaction ends; whoever else writes to the ticket waits. Nothing for no ticket."""
	frappe.db.get_value("Repair Ticket", name, "name", for_update=True)


def prime_titles(ticket) -> None:
	"""Titles of the limits from the document cache: the form would ask the database for one after the other."""
	codes = {row.code for row in ticket.clocks} | ({ticket.next_clock} if ticket.next_clock else set())
	for code in codes:
		title = frappe.get_cached_value("Time Limit", code, "title")
		frappe.db.value_cache[("Time Limit", code, "title")] = ((title,),)


def write_clocks(ticket) -> None:
	"""Clock rows of a saved ticket: new ones with one statement, others only where something changed."""
	for row in ticket.clocks:
		if not row.name:  # added after Frappe named the rows
			set_new_name(row)
	before = {row.name: row for row in ticket.get_doc_before_save().clocks}
	rows = {row.name: row for row in ticket.clocks}
	for name in sorted(set(before) - set(rows)):
		frappe.db.delete("Ticket Clock", {"name": name})
	new = [row for name, row in rows.items() if name not in before]
	if new:
		values = [_values(row) for row in new]
		frappe.db.bulk_insert("Ticket Clock", list(values[0]), [list(each.values()) for each in values])
	for name in set(before) & set(rows):
		if _facts(before[name]) != _facts(rows[name]):
			rows[name].db_update()


def _values(row) -> dict:
	row.creation = row.modified = frappe.utils.now()
	row.owner = row.modified_by = frappe.session.user
	values = row.get_valid_dict(convert_dates_to_str=True)
	row.set("__islocal", False)
	return values


def _facts(row) -> dict:
	values = row.get_valid_dict(convert_dates_to_str=True)
	return {key: str(value or "") for key, value in values.items() if key not in ("modified", "modified_by")}
