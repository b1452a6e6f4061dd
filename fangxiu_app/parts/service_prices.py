"""Prices of purchases for a project: the last price is proposed; a missing price needs a reason (R36)."""

from __future__ import annotations

import frappe
from frappe.utils import flt

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _
from fangxiu_app.parts.rules_spare_parts import spans


def propose(order) -> None:
	"""Give rows without a price the item's last purchase rate (ERPNext keeps it in company currency per stock unit)."""
	codes = [row.item_code for row in order.items if not flt(row.rate)]
	rows = frappe.get_all("Item", {"name": ("in", codes or [""])}, ["name", "last_purchase_rate"])
	last = {row.name: flt(row.last_purchase_rate) for row in rows}
	for row in order.items:
		if not flt(row.rate):
			row.rate = (
				last.get(row.item_code, 0) * flt(row.conversion_factor) / (flt(order.conversion_rate) or 1)
			)


def check(doc, ours: bool) -> None:
	"""Refuse rows that have neither a price nor a reason: stock and books would take them in at nothing.

	For orders and receipts written by people of ours (``ours``) and for those of a parts list. Raises RefusedError with all
	rows at once.
	"""
	listed = any(row.get("fx_spare_parts_row") for row in doc.items)
	if doc.get("fx_third_party_order") or not (listed or ours):
		return
	empty = [row for row in doc.items if not (flt(row.rate) or row.get("fx_free_reason") or row.is_free_item)]
	if empty:
		frappe.throw(
			_(
				"Without a price: row {0} ({1}). Press Fill In Prices, and enter the price of each or choose why it costs nothing."
			).format(
				spans([row.idx for row in empty]),
				frappe.utils.escape_html("、".join(row.item_name or row.item_code for row in empty[:5])),
			),
			RefusedError,
			title=_("Price Missing"),
		)
