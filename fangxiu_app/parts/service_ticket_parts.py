"""Parts for a ticket: reserved, issued to it at cost, given back. ERPNext's vouchers carry the quantities."""

from __future__ import annotations

import frappe
from frappe.utils import flt

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.wording import _
from fangxiu_app.parts import reads_ticket_parts as reads
from fangxiu_app.parts import service_receipts, service_stock_entries, stock_locks
from fangxiu_app.parts.reads_spare_parts import store_title
from fangxiu_app.parts.rules_spare_parts import PLACES, allocate, unit_word


def check_available(part) -> None:
	"""Refuse a reservation or an issue of more than the store has free, as of the latest commit; holds the stock row."""
	stock = stock_locks.on_hand(part.store, part.item)
	taken = stock_locks.reserved(part.store, part.item, besides=part.name or "")
	if flt(part.qty) > round(stock - taken, PLACES):
		text = _("Store {0} has {1} {4} of {2}: {3} {4} cannot be taken. Reduce the quantity, or order more.")
		if taken:
			text = _(
				"Store {0} has {1} {4} of {2}, of which {5} are reserved for other tickets: {3} {4} cannot be taken. Reduce the quantity, order more, or ask the other tickets to release theirs."
			)
		unit = _(unit_word(frappe.get_cached_value("Item", part.item, "stock_uom")))
		store, item = frappe.bold(store_title(part.store)), frappe.bold(part.item_name or part.item)
		said = text.format(store, plain_number(stock), item, plain_number(flt(part.qty)), unit, plain_number(taken))
		frappe.throw(said, RefusedError, title=_("Not Enough in Store"))


def issue(part) -> str:
	"""Material Issue of a reserved part, at the expense of the warranty or of the paid repair; returns the voucher."""
	check_available(part)
	company = frappe.get_cached_value("Warehouse", part.store, "company")
	account = service_stock_entries.expense_account(company, paid=reads.is_paid(part.ticket))
	lines = [
		{
			**_line(part, qty),
			"s_warehouse": part.store,
			"expense_account": account,
			"fx_spare_parts_row": row or None,
		}
		for row, qty in allocate(part.qty, reads.available_rows(part.project, part.item))
	]
	entry = service_stock_entries.submit_entry({**_head(part, company), "purpose": "Material Issue"}, lines)
	recompute(part)
	return entry.name


def give_back(part, qty: float) -> str:
	"""Material Receipt of unused pieces at the rate they were issued at; returns the voucher."""
	left = round(flt(part.issued_qty) - flt(part.returned_qty), PLACES)
	if not 0 < qty <= left:
		frappe.throw(
			_("{0} can be given back at most, not {1}. Enter a quantity up to that.").format(
				plain_number(left), plain_number(qty)
			),
			RefusedError,
			title=_("Not Possible Yet"),
		)
	lines, rest = [], qty
	for issued in reads.issue_lines(part.name):
		taken = min(rest, issued.transfer_qty)
		rest = round(rest - taken, PLACES)
		if taken > 0:
			lines.append(
				{
					**_line(part, taken),
					"t_warehouse": part.store,
					"basic_rate": issued.valuation_rate,
					"set_basic_rate_manually": 1,
					"expense_account": issued.expense_account,
					"fx_spare_parts_row": issued.fx_spare_parts_row,
				}
			)
	company = frappe.get_cached_value("Warehouse", part.store, "company")
	entry = service_stock_entries.submit_entry({**_head(part, company), "purpose": "Material Receipt"}, lines)
	recompute(part)
	return entry.name


def undo_issue(part) -> None:
	"""Cancel the issue: the part is reserved again. Refused while something was given back."""
	if part.returned_qty:
		frappe.throw(
			_("Some of it was given back already. Press Undo Return for {0} first, on the ticket.").format(
				", ".join(reads.vouchers(part.name, "Material Receipt"))
			),
			RefusedError,
			title=_("Not Possible Yet"),
		)
	service_stock_entries.cancel_entries(reads.vouchers(part.name, "Material Issue"))
	part.reload()


def undo_return(part) -> str:
	"""Cancel the latest return: its pieces count as used again; returns the voucher. Refused once they left the store."""
	latest = reads.vouchers(part.name, "Material Receipt")[0]
	qty = reads.moved_by(latest)
	service_receipts.check_left(
		[(1, part.store, part.item, part.item_name or part.item, qty)],
		_("They were taken for another ticket since. Undo the issue there first, or order more."),
	)
	service_stock_entries.cancel_entries([latest])
	part.reload()
	return latest


def recompute(part) -> None:
	"""Quantities and state from the submitted vouchers, whoever made or cancelled them."""
	moved = reads.moved(part.name)
	part.issued_qty, part.returned_qty = moved["issued"], moved["returned"]
	if part.issued_qty:
		part.state = "Returned" if part.returned_qty >= part.issued_qty else "Issued"
	elif part.state != "Freed":
		part.state = "Reserved"
	part.write_by_action(ignore_permissions=True)


def _head(part, company: str) -> dict:
	return {
		"company": company,
		"project": part.project,
		"fx_ticket_part": part.name,
		"fx_repair_ticket": part.ticket,
	}


def _line(part, qty: float) -> dict:
	return {"item_code": part.item, "qty": qty, "project": part.project}
