"""Handover of parts from the project department's store to the repair centre's: a Material Transfer with two signatures (R37)."""

from __future__ import annotations

import frappe
from frappe.utils import flt, nowtime

from fangxiu_app.core.messages import RefusedError, refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger.erpnext_calls import NegativeStockError
from fangxiu_app.parts import (
	reads_spare_parts,
	reads_ticket_parts,
	service_receipts,
	service_stock_entries,
	stock_locks,
)
from fangxiu_app.parts.rules_spare_parts import PLACES


def draft(spare_parts_doc) -> str:
	"""A draft handover of everything that is received and not handed over; an existing draft is taken."""
	waiting = reads_spare_parts.drafts_of(spare_parts_doc.name).get("Parts Handover")
	if waiting:
		return waiting[0]
	rows = [
		row
		for row in reads_spare_parts.progress([spare_parts_doc.name])
		if round(row.received - row.handed_over, PLACES) > 0
	]
	if not rows:
		frappe.throw(
			_(
				"Nothing to hand over: all that was received is handed over already. Receive a delivery first."
			),
			RefusedError,
			title=_("Nothing to Hand Over"),
		)
	handover = frappe.get_doc(
		{
			"doctype": "Parts Handover",
			"project": spare_parts_doc.project,
			"spare_parts": spare_parts_doc.name,
			"items": [
				{"item": row.item, "list_row": row.name, "qty": round(row.received - row.handed_over, PLACES)}
				for row in rows
			],
		}
	)
	return handover.insert().name


def complete_rows(handover) -> None:
	"""Fill in what follows from the list: stores, the row of each item, its name, what is received and not handed over."""
	source = frappe.db.get_value(
		"Spare Parts", handover.spare_parts, ["project_store", "repair_store"], as_dict=True
	)
	handover.from_store, handover.to_store = source.project_store, source.repair_store
	known = {row.item: row for row in reads_spare_parts.progress([handover.spare_parts]) if row.item}
	for line in handover.items:
		row = known.get(line.item)
		if row is None:
			frappe.throw(
				_("Row {0}: item {1} is not on list {2}. Add it to the list, or remove the row.").format(
					line.idx, frappe.bold(line.item), frappe.bold(handover.spare_parts)
				)
			)
		line.list_row, line.part_name, line.uom = row.name, row.part_name, row.uom
		line.received = round(row.received - row.handed_over, PLACES)


def check_quantities(handover) -> None:
	"""Refuse more than was received and not handed over yet, as of the latest commit."""
	frappe.db.get_value("Spare Parts", handover.spare_parts, "name", for_update=True)
	given = stock_locks.handed_over([line.list_row for line in handover.items])
	refuse(_beyond(handover, given), title=_("More Than Received"))


def too_much(handover) -> list[Violation]:
	"""Rows with more than was received and not handed over yet; nothing is locked."""
	rows = reads_spare_parts.progress([handover.spare_parts])
	return _beyond(handover, {row.name: row.handed_over for row in rows})


def _beyond(handover, given: dict[str, float]) -> list[Violation]:
	received = {row.name: row.received for row in reads_spare_parts.progress([handover.spare_parts])}
	found = []
	for line in handover.items:
		left = round(flt(received.get(line.list_row)) - flt(given.get(line.list_row)), PLACES)
		if line.qty > left:
			found.append(Violation("parts_more_than_received", (line.idx, line.part_name, float(line.qty), float(left))))
	return found


def transfer(handover) -> str:
	"""The Material Transfer of a submitted handover; returns its name."""
	entry = service_stock_entries.submit_entry(
		{
			"purpose": "Material Transfer",
			"company": frappe.get_cached_value("Warehouse", handover.from_store, "company"),
			"project": handover.project,
			"posting_date": handover.handover_date,
			"posting_time": nowtime(),
			"set_posting_time": 1,
			"from_warehouse": handover.from_store,
			"to_warehouse": handover.to_store,
			"fx_parts_handover": handover.name,
		},
		[
			{
				"item_code": line.item,
				"qty": line.qty,
				"s_warehouse": handover.from_store,
				"t_warehouse": handover.to_store,
				"project": handover.project,
				"fx_spare_parts_row": line.list_row,
			}
			for line in handover.items
		],
	)
	return entry.name


def check_undo(handover) -> None:
	"""Refuse to cancel a handover while tickets use parts of it, or have reserved them."""
	held = reads_ticket_parts.holders(handover.to_store, [row.item for row in handover.items])
	service_receipts.check_left(
		[(row.idx, handover.to_store, row.item, row.part_name, row.qty) for row in handover.items],
		_("On their tickets undo the issue and release what is reserved, then cancel. Tickets: {0}").format(
			", ".join(held) or "–"
		),
	)


def undo(handover) -> None:
	"""Cancel the transfer of a handover.

	Raises RefusedError where parts were used in between: what came back later leaves the days before it without stock, which
	ERPNext refuses.
	"""
	entries = frappe.get_all("Stock Entry", {"fx_parts_handover": handover.name, "docstatus": 1}, pluck="name")
	try:
		service_stock_entries.cancel_entries(entries)
	except NegativeStockError:
		used = reads_ticket_parts.users(handover.to_store, [row.item for row in handover.items])
		frappe.throw(
			_(
				"Parts of it were used in between, also where they came back since. On their tickets undo the return, then the issue, release what is reserved, then cancel. Tickets: {0}"
			).format(", ".join(used) or "–"),
			RefusedError,
			title=_("Used Already"),
		)
