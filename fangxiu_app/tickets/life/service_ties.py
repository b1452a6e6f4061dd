"""Moves or ends what is linked to a ticket, as ``tickets.life.rules_ticket_ties`` decides for each kind."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe.desk.form.assign_to import close_all_assignments
from frappe.utils import now_datetime
from pypika.functions import Coalesce

from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.row_locks import by_key
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.life.rules_ticket_ties import ENDS, moving
from fangxiu_app.tickets.site_work import reads_work


def heir(name: str) -> str:
	"""The ticket that replaces ``name``: itself, or the last one it was merged into."""
	seen = set()
	while name not in seen:
		seen.add(name)
		name = frappe.db.get_value("Repair Ticket", name, "merged_into") or name
	return name


def follow(doc) -> None:
	"""A new record for a merged ticket goes to the one that stays, and keeps which it was made for."""
	target = heir(doc.ticket) if doc.is_new() and doc.ticket else doc.ticket
	if target != doc.ticket:
		doc.came_from, doc.ticket = doc.ticket, target


def carry(ticket: str, target: str) -> dict[str, int]:
	"""Move everything to ``target`` that moves; returns how many of which kind. One query for each kind."""
	moved = Counter()
	for (doctype, field), origin in moving().items():
		moved[doctype] += _move(doctype, field, origin, ticket, target)
	if moved["Affected Unit"]:
		_each_unit_once(target)
	if reads_work.on_watch_list(ticket) and not reads_work.on_watch_list(target):
		moved["Watch Entry"] = _watch_on(ticket, target)
	return {doctype: count for doctype, count in moved.items() if count}


def end(ticket, action: str) -> dict[str, str]:
	"""After an action of ``ENDS``, or a merge: reservations, assignments and queued messages; returns for the log what was freed."""
	freed = _free_parts(ticket.name) if action in ENDS else []
	if ticket.get("_assign"):
		close_all_assignments(ticket.doctype, ticket.name)
	if action in ("cancel", "merge"):
		outbox.cancel_about(ticket.doctype, ticket.name)
	return {"freed_parts": "、".join(freed)} if freed else {}


def _free_parts(ticket: str) -> list[str]:
	filters = {"ticket": ticket, "state": "Reserved"}
	names = frappe.get_all("Ticket Part", filters, pluck="name", order_by="store, item, name")
	words = []
	for name in names:
		part = frappe.get_doc("Ticket Part", name)
		part.release(ignore_permissions=True)
		words.append(f"{part.item_name or part.item} × {plain_number(part.qty)}")
	return words


def _move(doctype: str, field: str, origin: str, ticket: str, target: str) -> int:
	"""One statement; the documents' own facts stay untouched, so their controllers are not asked."""
	names = frappe.get_all(doctype, {field: ticket, "name": ("!=", target)}, pluck="name")
	if names:
		table = by_key(doctype)
		query = frappe.qb.update(table)
		if origin:
			query = query.set(table[origin], Coalesce(table[origin], table[field]))
		query = query.set(table[field], target).set(table.modified, now_datetime())
		query.where(table.name.isin(names)).run()
	return len(names)


def _each_unit_once(ticket: str) -> None:
	"""A unit named by both tickets is kept once, with its acceptance; the ticket's own unit is no further one."""
	order = "accepted_at desc, creation"
	rows = frappe.get_all("Affected Unit", {"ticket": ticket}, ["name", "unit", "accepted_at"], order_by=order)
	seen, twice = {frappe.db.get_value("Repair Ticket", ticket, "unit")}, []
	for row in rows:
		if row.unit in seen and not row.accepted_at:
			twice.append(row.name)
		seen.add(row.unit)
	if twice:
		frappe.db.delete("Affected Unit", {"name": ("in", twice)})


def _watch_on(ticket: str, target: str) -> int:
	"""Puts the remaining ticket on the watch list with the reasons of the merged one."""
	last = frappe.get_last_doc("Watch Entry", {"ticket": ticket, "kind": "Watch"}, order_by="at desc")
	entry = frappe.new_doc("Watch Entry")
	entry.update({"ticket": target, "kind": "Watch", "text": last.text})
	# it was put on the list by one who may; whoever may merge does not take it off
	entry.write_by_action(ignore_permissions=True)
	return 1
