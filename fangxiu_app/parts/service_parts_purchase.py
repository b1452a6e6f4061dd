"""From a spare parts list to ERPNext's Material Request and Purchase Orders (R36). The user's rights on those documents apply."""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe.utils import add_days, cint, getdate, today

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_site_rules
from fangxiu_app.parts import reads_spare_parts, service_prices
from fangxiu_app.parts.rules_spare_parts import Progress, still_open


def as_progress(row) -> Progress:
	"""A row of :func:`spare_parts.progress` as the domain reads it."""
	names = ("planned", "requested", "ordered", "received", "handed_over", "used", "expected")
	return Progress(**{name: row[name] for name in names}, lead_days=cint(row.lead_days))


def create_items(doc) -> list[str]:
	"""Make an Item for every row without one, named after the part; an Item of that name is taken. Returns new ones."""
	made = []
	for row in doc.items:
		if row.item:
			continue
		row.item = frappe.db.get_value("Item", {"item_name": row.part_name, "disabled": 0})
		if not row.item:
			row.item = _make_item(row).name
			made.append(row.item)
	return made


def _make_item(row):
	item = frappe.get_doc(
		{
			"doctype": "Item",
			"item_code": row.part_name,
			"item_name": row.part_name,
			"item_group": _item_group(),
			"stock_uom": row.uom,
			"is_stock_item": 1,
			"include_item_in_manufacturing": 0,
			"description": " ".join(filter(None, (row.part_name, row.brand, row.model_colour))),
		}
	)
	return item.insert()


def _item_group() -> str:
	chosen = frappe.db.get_single_value("Fangxiu Settings", "parts_item_group")
	for name in filter(None, (chosen, "Consumable")):
		if frappe.db.exists("Item Group", name):
			return name
	return frappe.db.get_value("Item Group", {"is_group": 0}, "name", order_by="lft asc")


def request_gap(doc) -> str | None:
	"""One submitted Material Request for all that nobody has asked for yet; None when nothing is missing.

	Raises RefusedError while a row with a gap has no item.
	"""
	rows = [(row, as_progress(row).to_request) for row in reads_spare_parts.progress([doc.name])]
	rows = [(row, qty) for row, qty in rows if qty > 0]
	_need_items([row for row, _qty in rows])
	if not rows:
		return None
	day = max(getdate(doc.needed_by), getdate(today()))
	request = frappe.get_doc(
		{
			"doctype": "Material Request",
			"material_request_type": "Purchase",
			"company": doc.company,
			"fx_project": doc.project,
			"fx_spare_parts": doc.name,
			"transaction_date": today(),
			"schedule_date": day,
			"set_warehouse": doc.project_store,
			"items": [
				{
					"item_code": row.item,
					"qty": qty,
					"schedule_date": day,
					"warehouse": doc.project_store,
					"project": doc.project,
					"fx_spare_parts_row": row.name,
				}
				for row, qty in rows
			],
		}
	)
	reads_site_rules.fill(request)
	request.insert()
	request.submit()
	return request.name


def draft_orders(doc, supplier: str | None = None) -> list[str]:
	"""Draft Purchase Orders, one per supplier, for what is requested and not ordered.

	``supplier`` serves the rows that name none. Rows that already stand in a draft are left out: press twice, get one.
	Raises RefusedError when a row has no supplier at all.
	"""
	listed = {row.name: row for row in doc.items}
	waiting = _rows_in_drafts(doc.name)
	by_supplier: dict[str, list] = defaultdict(list)
	for row in reads_spare_parts.open_requests(doc.name):
		qty = still_open(row.stock_qty, row.ordered_qty, row.received_qty)
		if qty <= 0 or row.name in waiting:
			continue
		part = listed.get(row.fx_spare_parts_row)
		by_supplier[(part and part.supplier) or supplier or ""].append((row, part, qty))
	if by_supplier.get(""):
		names = ", ".join(part.part_name if part else row.item_code for row, part, _qty in by_supplier[""])
		frappe.throw(
			_(
				"No supplier for: {0}. Choose a supplier in the rows of the list, or one for all of them."
			).format(names),
			RefusedError,
			title=_("Supplier Missing"),
		)
	return [_draft_order(doc, name, rows) for name, rows in sorted(by_supplier.items())]


def _draft_order(doc, supplier: str, rows: list) -> str:
	def due(part) -> str:
		return add_days(today(), cint(part.lead_days) if part else 0)

	order = frappe.get_doc(
		{
			"doctype": "Purchase Order",
			"supplier": supplier,
			"company": doc.company,
			"project": doc.project,
			"fx_spare_parts": doc.name,
			"transaction_date": today(),
			"schedule_date": max(due(part) for _row, part, _qty in rows),
			"set_warehouse": doc.project_store,
			"items": [
				{
					"item_code": row.item_code,
					"qty": qty,
					"uom": row.stock_uom,
					"stock_uom": row.stock_uom,
					"conversion_factor": 1,
					"schedule_date": due(part),
					"warehouse": row.warehouse or doc.project_store,
					"project": doc.project,
					"material_request": row.parent,
					"material_request_item": row.name,
					"fx_spare_parts_row": row.fx_spare_parts_row,
				}
				for row, part, qty in rows
			],
		}
	)
	reads_site_rules.fill(order)
	order.set_missing_values()
	service_prices.propose(order)
	return order.insert().name


def _rows_in_drafts(list_name: str) -> set[str]:
	drafts = frappe.get_all("Purchase Order", {"fx_spare_parts": list_name, "docstatus": 0}, pluck="name")
	rows = frappe.get_all(
		"Purchase Order Item", {"parent": ("in", drafts or [""])}, pluck="material_request_item"
	)
	return set(filter(None, rows))


def _need_items(rows: list) -> None:
	missing = [f"{row.idx} {row.part_name}" for row in rows if not row.item]
	if missing:
		frappe.throw(
			_("Rows without an item: {0}. Choose an item in each, or press Create Missing Items.").format(
				", ".join(missing)
			),
			RefusedError,
			title=_("Item Missing"),
		)


def set_reorder_levels(doc) -> int:
	"""Write the rows' minimum stock into the items' reorder levels of the repair centre's store; returns changed items.

	ERPNext then asks for more by itself when its stock setting for automatic requests is on.
	"""
	changed = 0
	for row in doc.items:
		if row.item and row.min_stock and _set_level(row.item, doc.repair_store, row.min_stock):
			changed += 1
	return changed


def _set_level(item_code: str, store: str, level: float) -> bool:
	item = frappe.get_doc("Item", item_code)
	rule = next((one for one in item.reorder_levels if one.warehouse == store), None)
	if rule and rule.warehouse_reorder_level == level:
		return False
	rule = rule or item.append("reorder_levels", {"warehouse": store, "material_request_type": "Purchase"})
	rule.update({"warehouse_reorder_level": level, "warehouse_reorder_qty": level})
	item.save()
	return True
