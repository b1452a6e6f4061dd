"""Spare parts read from ERPNext's vouchers: every number of a list in one query (R36-R38)."""

from __future__ import annotations

import frappe
from pypika import Case, CustomFunction, Interval
from pypika.functions import Coalesce, Count, Max, Sum

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.estate.rules_place import PRIVATE

ROW = "fx_spare_parts_row"


def progress(lists: list[str] | None = None, project: str | None = None) -> list[frappe._dict]:
	"""Planned, requested, ordered, received, handed over and used of every row, and when the rest is expected. One query.

	``lists`` names spare parts lists whose reading was checked; without it all lists of the user's projects count, or of
	``project`` among them. Submitted vouchers only, returns subtracted; what a stopped request or a closed order will no
	longer bring does not count as requested or ordered. Quantities in the stock unit.
	"""
	parts, row = frappe.qb.DocType("Spare Parts"), frappe.qb.DocType("Spare Parts Item")
	steps = {
		"requested": _requested(),
		"ordered": _ordered(),
		"received": _received(),
		"handed_over": _handed_over(),
		"used": _used(),
	}
	query = frappe.qb.from_(row).join(parts).on(parts.name == row.parent)
	for step in steps.values():
		query = query.left_join(step).on(step.list_row == row.name)
	amounts = (Coalesce(step.qty, 0).as_(name) for name, step in steps.items())
	query = query.select(*_columns(parts, row), steps["ordered"].expected, *amounts)
	if lists is not None:
		query = query.where(parts.name.isin(lists or [""]))
	else:
		query = _scoped(query, parts, project)
	return query.orderby(parts.needed_by).orderby(parts.name).orderby(row.idx).run(as_dict=True)


def _columns(parts, row) -> tuple:
	return (
		row.name,
		row.idx,
		row.part_name,
		row.item,
		row.brand,
		row.model_colour,
		row.location_used,
		row.qty_proposed,
		row.qty_basis,
		row.qty_planned.as_("planned"),
		row.uom,
		row.supplier,
		row.min_stock,
		row.lead_days,
		parts.name.as_("spare_parts"),
		parts.project,
		parts.delivery_date,
		parts.needed_by,
		parts.project_store,
		parts.repair_store,
	)


def units_by_house_type(project: str, batch: str | None = None) -> dict[str, int]:
	"""Number of units of a project by house type; units without one under an empty name. Of a delivery ``batch`` that names buildings,
	the units in these."""
	unit = frappe.qb.DocType("Unit Archive")
	chosen = (unit.project == project) & (unit.kind == PRIVATE)
	named = frappe.get_all("Delivery Batch Building", {"parent": batch}, pluck="building") if batch else []
	return _by_house_type(chosen & unit.building.isin(named) if named else chosen)


def experience(months: int) -> tuple[dict[str, dict[str, float]], dict[str, int]]:
	"""What earlier handovers have used: item → house type → pieces, and house type → units. Two queries.

	Projects of the user that have used any part, units handed over, the first ``months`` after each handover.
	"""
	projects = _projects_with_use()
	if not projects:
		return {}, {}
	entry, line, part, unit = map(
		frappe.qb.DocType, ("Stock Entry", "Stock Entry Detail", "Ticket Part", "Unit Archive")
	)
	signed = Case().when(entry.purpose == "Material Issue", line.transfer_qty).else_(-line.transfer_qty)
	used = (
		frappe.qb.from_(entry)
		.join(line)
		.on(line.parent == entry.name)
		.join(part)
		.on(part.name == entry.fx_ticket_part)
		.join(unit)
		.on(unit.name == part.unit)
		.select(line.item_code, unit.house_type, Sum(signed).as_("qty"))
		.where((entry.docstatus == 1) & part.project.isin(projects))
		.where(entry.posting_date < _months_after(unit.handover_date, months))
		.groupby(line.item_code, unit.house_type)
	).run(as_dict=True)
	consumption: dict[str, dict[str, float]] = {}
	for one in used:
		consumption.setdefault(one.item_code, {})[one.house_type or ""] = one.qty
	return consumption, _by_house_type(unit.project.isin(projects) & unit.handover_date.isnotnull())


def _by_house_type(chosen) -> dict[str, int]:
	"""Number of the units that are ``chosen``, by house type; those without one under an empty name."""
	unit = frappe.qb.DocType("Unit Archive")
	kind = Coalesce(unit.house_type, "")
	query = frappe.qb.from_(unit).select(kind, Count(unit.name)).where(chosen).groupby(kind)
	return dict(query.run())


def stores(project: str) -> dict[str, str]:
	"""The project's stores by whose they are: "Project Department", "Repair Centre"."""
	rows = frappe.get_all(
		"Warehouse",
		{"fx_project": project, "fx_store_kind": ("is", "set"), "is_group": 0, "disabled": 0},
		["fx_store_kind", "name"],
		order_by="creation desc",
	)
	return {row.fx_store_kind: row.name for row in rows}


def store_title(store: str) -> str:
	"""A store as people call it: ERPNext's key ends in the company's abbreviation."""
	return frappe.get_cached_value("Warehouse", store, "warehouse_name") or store


def last_checks(warehouses: list[str]) -> dict[str, frappe._dict]:
	"""The latest condition check of each store (R38)."""
	rows = frappe.get_all(
		"Store Check",
		{"warehouse": ("in", warehouses or [""])},
		["warehouse", "name", "checked_on", "dry", "ventilated", "temperature", "result", "next_due"],
		order_by="checked_on asc, creation asc",
	)
	return {row.warehouse: row for row in rows}


def on_hand(store: str, items: list[str]) -> dict[str, float]:
	"""Pieces in a store by item, reserved ones included."""
	rows = frappe.get_all(
		"Bin", {"warehouse": store, "item_code": ("in", items or [""])}, ["item_code", "actual_qty"]
	)
	return {row.item_code: row.actual_qty for row in rows}


def open_requests(list_name: str) -> list[frappe._dict]:
	"""Rows of submitted requests of a list, oldest first, with what ERPNext has counted as ordered and received."""
	request, row = frappe.qb.DocType("Material Request"), frappe.qb.DocType("Material Request Item")
	return (
		frappe.qb.from_(row)
		.join(request)
		.on(request.name == row.parent)
		.select(
			row.name,
			row.parent,
			row.item_code,
			row.stock_qty,
			row.ordered_qty,
			row.received_qty,
			row.stock_uom,
			row.warehouse,
			row[ROW],
		)
		.where((request.fx_spare_parts == list_name) & (request.docstatus == 1))
		.where((request.status != "Stopped") & (request.material_request_type == "Purchase"))
		.orderby(request.creation)
		.orderby(row.idx)
	).run(as_dict=True)


def drafts_of(list_name: str) -> dict[str, list[str]]:
	"""Vouchers of a list that are still drafts: DocType → names."""
	doctypes = {
		"Material Request": "fx_spare_parts",
		"Purchase Order": "fx_spare_parts",
		"Purchase Receipt": "fx_spare_parts",
		"Parts Handover": "spare_parts",
	}
	found = {
		doctype: frappe.get_all(
			doctype, {field: list_name, "docstatus": 0}, pluck="name", order_by="creation"
		)
		for doctype, field in doctypes.items()
	}
	return {doctype: names for doctype, names in found.items() if names}


def vouchers_of_rows(rows: list[str]) -> list[str]:
	"""List rows that any voucher not cancelled is for: these rows stay."""
	found: set[str] = set()
	for doctype in (
		"Material Request Item",
		"Purchase Order Item",
		"Purchase Receipt Item",
		"Stock Entry Detail",
	):
		found.update(
			frappe.get_all(
				doctype, {ROW: ("in", rows or [""]), "docstatus": ("<", 2)}, pluck=ROW, distinct=True
			)
		)
	return sorted(found)


def _scoped(query, parts, project: str | None):
	names = allowed_projects(doctype="Spare Parts")
	if names is not None:
		query = query.where(parts.project.isin(names or [""]))
	return query.where(parts.project == project) if project else query


def _requested():
	request, row = frappe.qb.DocType("Material Request"), frappe.qb.DocType("Material Request Item")
	qty = Case().when(request.status == "Stopped", row.received_qty).else_(row.stock_qty)
	return _grouped(
		request, row, Sum(qty).as_("qty"), request.material_request_type == "Purchase", "requested"
	)


def _ordered():
	order, row = frappe.qb.DocType("Purchase Order"), frappe.qb.DocType("Purchase Order Item")
	came = row.received_qty * row.conversion_factor
	qty = Case().when(order.status == "Closed", came).else_(row.stock_qty)
	day = Coalesce(row.expected_delivery_date, row.schedule_date)
	waiting = (order.status != "Closed") & (row.received_qty < row.qty)
	chosen = Sum(qty).as_("qty"), Max(Case().when(waiting, day)).as_("expected")
	return _grouped(order, row, chosen, None, "ordered")


def _received():
	receipt, row = frappe.qb.DocType("Purchase Receipt"), frappe.qb.DocType("Purchase Receipt Item")
	return _grouped(receipt, row, Sum(row.stock_qty).as_("qty"), None, "received")


def _handed_over():
	entry, row = frappe.qb.DocType("Stock Entry"), frappe.qb.DocType("Stock Entry Detail")
	moved = entry.fx_parts_handover.isnotnull()
	return _grouped(entry, row, Sum(row.transfer_qty).as_("qty"), moved, "handed")


def _used():
	entry, row = frappe.qb.DocType("Stock Entry"), frappe.qb.DocType("Stock Entry Detail")
	signed = Case().when(entry.purpose == "Material Issue", row.transfer_qty).else_(-row.transfer_qty)
	return _grouped(entry, row, Sum(signed).as_("qty"), entry.fx_ticket_part.isnotnull(), "used")


def _grouped(voucher, row, chosen, condition, alias: str):
	"""One step of the way, summed by list row over submitted vouchers."""
	query = (
		frappe.qb.from_(row)
		.join(voucher)
		.on(voucher.name == row.parent)
		.select(row[ROW].as_("list_row"), *(chosen if isinstance(chosen, tuple) else (chosen,)))
		.where((voucher.docstatus == 1) & row[ROW].isnotnull() & (row[ROW] != ""))
		.groupby(row[ROW])
	)
	return (query if condition is None else query.where(condition)).as_(alias)


def _projects_with_use() -> list[str]:
	names = allowed_projects(doctype="Ticket Part")
	filters: dict = {"state": ("in", ("Issued", "Returned"))}
	if names is not None:
		filters["project"] = ("in", names or [""])
	return frappe.get_all("Ticket Part", filters, pluck="project", distinct=True)


def _months_after(day, months: int):
	return CustomFunction("DATE_ADD", ["day", "span"])(day, Interval(months=months))


def overdue_orders(day) -> list[str]:
	"""Purchase orders of spare parts with a line that should have come before ``day`` and has not, in the user's projects.

	Lines, not the order's head: ERPNext puts the earliest line's date there, whether or not that line was received.
	"""
	order, row = frappe.qb.DocType("Purchase Order"), frappe.qb.DocType("Purchase Order Item")
	query = frappe.qb.from_(order).join(row).on(row.parent == order.name).select(order.name).distinct()
	query = query.where((order.docstatus == 1) & order.status.notin(("Closed", "Completed", "Delivered")))
	query = query.where(order.fx_spare_parts.isnotnull() & (row.received_qty < row.qty))
	query = query.where(Coalesce(row.expected_delivery_date, row.schedule_date) < day)
	return _scoped(query, order, None).orderby(order.name).run(pluck=True)
