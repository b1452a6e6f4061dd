"""Proposed quantities of spare parts for the units of a list: from consumption, else from the standards (R36)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import ceil

import frappe
from frappe.utils import flt

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.parts import reads_spare_parts
from fangxiu_app.parts.rules_proposal import Addition, Listed, addition
from fangxiu_app.parts.rules_spare_parts import DEFAULT_UNIT, Proposal, Rate, propose, rates_of, unit_word

COPIED = ("brand", "model_colour", "location_used", "uom", "min_stock", "lead_days")


def look(doc) -> list[dict]:
	"""What a proposal comes to, a line per part, nothing written; the quantity is what is left to add.

	``row`` names the list's own row of a part: what somebody has planned there stays (``add`` is 0). A part without one is added as
	proposed, less what the repair centre's store has and what a row under another name provides (``like``).
	"""
	settings = frappe.get_cached_doc("Fangxiu Settings")
	units = reads_spare_parts.units_by_house_type(doc.project, doc.batch)
	used, handed_over = reads_spare_parts.experience(settings.parts_experience_months)
	if sum(handed_over.values()) < settings.parts_experience_units:
		used = {}
	candidates = _candidates(used, handed_over)
	stock = reads_spare_parts.on_hand(doc.repair_store, [one["item"] for one in candidates if one["item"]])
	rows = {key: row for row in doc.items for key in (row.part_name, row.item) if key}
	known = [rows.get(one["item"]) or rows.get(one["part_name"]) for one in candidates]
	listed = _listed(doc, {row.name for row in known if row})
	lines = []
	for one, row in zip(candidates, known, strict=True):
		found = propose(units, one["rates"], one["values"].get("min_stock") or 0)
		if found.qty:
			lines.append(_line(one, row, found, flt(stock.get(one["item"])), listed))
	return lines


def fill(doc, parts: list[str] | None = None, quantities: Mapping[str, float] | None = None) -> list[dict]:
	"""Write proposals into a list: rows that are there get quantity and reason, others are added; returns the lines added.

	``parts`` names the parts that may be added; None for all of them. ``quantities``: part → what to plan of it instead of the
	proposal, which the row keeps beside it. Raises RefusedError for a quantity that is none.
	"""
	chosen = quantities or {}
	refuse([Violation("parts_no_quantity", (part,)) for part, qty in chosen.items() if not qty or qty <= 0])
	rows = {row.name: row for row in doc.items}
	added = []
	for line in look(doc):
		row = rows.get(line["row"])
		if row is None and (not line["add"] or (parts is not None and line["part_name"] not in parts)):
			continue
		if row is None:
			values = {**line["values"], "part_name": line["part_name"], "item": line["item"]}
			line["add"] = chosen.get(line["part_name"]) or line["add"]
			row = doc.append("items", {**values, "qty_planned": line["add"]})
			added.append(line)
		row.qty_proposed, row.qty_basis = line["proposed"], line["basis"]
	return added


def _listed(doc, known: set[str]) -> list[Listed]:
	"""Rows of the list that no candidate is the part of, with what is under way of them."""
	progress = {row.name: row for row in reads_spare_parts.progress([doc.name])} if doc.items else {}
	found = []
	for row in doc.items:
		if row.name in known:
			continue
		way = progress.get(row.name) or frappe._dict(ordered=0, received=0)
		found.append(Listed(row.part_name, row.uom or DEFAULT_UNIT, flt(row.qty_planned), max(way.ordered, way.received)))
	return found


def _line(one: dict, row, found: Proposal, in_stock: float, listed: list[Listed]) -> dict:
	"""One part of :func:`look`."""
	uom = (row and row.uom) or one["values"].get("uom") or DEFAULT_UNIT
	wanted = max(found.qty - in_stock, 0)
	more = Addition(0) if row else addition(one["part_name"], uom, wanted, listed)
	return {
		"part_name": row.part_name if row else one["part_name"],
		"item": one["item"],
		"row": row.name if row else None,
		"unit": _(unit_word(uom)),
		"proposed": wanted,
		"planned": flt(row.qty_planned) if row else 0,
		"add": more.qty,
		"like": more.like.part_name if more.like else "",
		"provided": more.like.provided if more.like else 0,
		"basis": _basis(found, in_stock),
		"values": one["values"],
	}


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
	said = [_("experience") if found.source == "Experience" else _("standard")]
	said += [
		_("{0}: {1} units × {2} per 100").format(house_type or _("all types"), count, f"{rate:.4g}")
		for house_type, count, rate in found.parts
	]
	whole = ceil(found.exact)
	if found.parts:
		together = _("together {0}, rounded up to {1}") if whole != found.exact else _("together {0}")
		said.append(together.format(plain_number(found.exact), whole))
	if found.minimum > whole:
		said.append(_("at least {0}, the minimum stock").format(found.minimum))
	if in_stock:
		said.append(_("less {0} in stock").format(plain_number(in_stock)))
	return "；".join(said)
