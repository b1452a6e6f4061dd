"""Proposed quantities of spare parts for the units of a list: from consumption, else from the standards (R36)."""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import flt

from fangxiu_app.parts import reads_spare_parts
from fangxiu_app.parts.rules_spare_parts import Proposal, Rate, propose, rates_of

COPIED = ("brand", "model_colour", "location_used", "uom", "min_stock", "lead_days")


def fill(doc) -> int:
	"""Write proposals into a list: known parts get quantity and reason, missing ones are added; returns how many.

	What somebody has planned already stays; a new part is planned as proposed, less what the repair centre's store has.
	"""
	settings = frappe.get_cached_doc("Fangxiu Settings")
	units = reads_spare_parts.units_by_house_type(doc.project)
	used, handed_over = reads_spare_parts.experience(settings.parts_experience_months)
	if sum(handed_over.values()) < settings.parts_experience_units:
		used = {}
	rows = {row.item or row.part_name: row for row in doc.items}
	candidates = _candidates(used, handed_over)
	stock = reads_spare_parts.on_hand(doc.repair_store, [one["item"] for one in candidates if one["item"]])
	for one in candidates:
		found = propose(units, one["rates"], one["values"].get("min_stock") or 0)
		if not found.qty:
			continue
		row = rows.get(one["item"]) or rows.get(one["part_name"])
		in_stock = flt(stock.get(one["item"]))
		if row is None:
			row = doc.append("items", {**one["values"], "part_name": one["part_name"], "item": one["item"]})
			row.qty_planned = max(found.qty - in_stock, 0)
		row.qty_proposed = max(found.qty - in_stock, 0)
		row.qty_basis = _basis(found, in_stock)
	return len(candidates)


def _candidates(used: dict[str, dict[str, float]], handed_over: dict[str, int]) -> list[dict]:
	"""One entry per part: rates from experience where the item was used, else the standards'."""
	found: dict[str, dict] = {}
	standards = frappe.get_all(
		"Spare Part Standard",
		{"disabled": 0},
		["part_name", "item", "house_type", "per_100_units", *COPIED],
		order_by="part_name, house_type",
	)
	items = _items([row.part_name for row in standards])
	for row in standards:
		item = row.item or items.get(row.part_name)
		one = found.setdefault(
			row.part_name,
			{
				"part_name": row.part_name,
				"item": item,
				"rates": [],
				"values": {key: row[key] for key in COPIED},
			},
		)
		one["rates"].append(Rate(row.per_100_units, row.house_type or ""))
	by_item = {one["item"]: one for one in found.values() if one["item"]}
	names = _item_names([item for item in used if item not in by_item])
	for item, consumption in used.items():
		one = by_item.get(item)
		if one is None:
			name, uom = names[item]
			one = {"part_name": name, "item": item, "values": {"uom": uom}}
			found[item] = one
		one["rates"] = rates_of(defaultdict(float, consumption), handed_over)
	return list(found.values())


def _items(part_names: list[str]) -> dict[str, str]:
	"""Items that carry a part's name: name → item code."""
	rows = frappe.get_all(
		"Item", {"item_name": ("in", part_names or [""]), "disabled": 0}, ["item_name", "name"]
	)
	return {row.item_name: row.name for row in rows}


def _item_names(items: list[str]) -> dict[str, tuple[str, str]]:
	rows = frappe.get_all("Item", {"name": ("in", items or [""])}, ["name", "item_name", "stock_uom"])
	return {row.name: (row.item_name, row.stock_uom) for row in rows}


def _basis(found: Proposal, in_stock: float) -> str:
	"""The reason of a proposal in words: source, units and rates, what is in stock, the minimum."""
	source = _("experience") if found.source == "Experience" else _("standard")
	lines = [
		_("{0}: {1} units × {2} per 100").format(house_type or _("all types"), count, f"{rate:.4g}")
		for house_type, count, rate in found.parts
	]
	text = f"{source}; " + "; ".join(lines or [_("minimum stock")])
	return f"{text}; " + _("less {0} in stock").format(f"{in_stock:g}") if in_stock else text
