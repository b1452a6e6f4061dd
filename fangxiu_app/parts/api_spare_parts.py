"""The buyer's screen of a spare parts list: progress of each part, and the buttons for requests, orders and handover (R36, R37)."""

import json

import frappe
from frappe.utils import getdate

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.parts import reads_spare_parts


@frappe.whitelist(methods=["GET"])
def panel(name: str) -> dict:
	"""Progress, risk, stores and drafts of one list."""
	right.check("Spare Parts", "read", name)
	return frappe.get_doc("Spare Parts", name).panel()


@frappe.whitelist(methods=["GET"])
def proposal(name: str) -> list[dict]:
	"""What Propose Quantities would add to a list, and what it finds there already; nothing is written."""
	right.check("Spare Parts", "write", name)
	return [_shown(line) for line in frappe.get_doc("Spare Parts", name).proposal()]


@frappe.whitelist(methods=["POST"])
def propose(name: str, parts: list | str | None = None, quantities: dict | str | None = None) -> list[dict]:
	"""Fill in proposed quantities and add the named parts, all missing ones without names; returns what was added.

	``quantities``: part → what is planned of it instead of the proposal.
	"""
	right.check("Spare Parts", "write", name)
	chosen = None if parts is None else incoming.names(parts, _("Spare Part"))
	wanted = {part: incoming.number(qty, _("Quantity to Add")) or 0 for part, qty in incoming.mapping(quantities or {}).items()}
	return [_shown(line) for line in _locked(name).propose(chosen, wanted)]


def _shown(line: dict) -> dict:
	return {key: line[key] for key in ("part_name", "unit", "row", "proposed", "planned", "add", "like", "provided", "basis")}


@frappe.whitelist(methods=["POST"])
def create_items(name: str) -> list[str]:
	"""Make ERPNext items for the rows that have none; returns the new ones."""
	right.check("Spare Parts", "write", name)
	return _locked(name).create_items()


@frappe.whitelist(methods=["POST"])
def request_gap(name: str) -> str | None:
	"""Material Request for all that nobody has asked for; None when nothing is missing."""
	right.check("Spare Parts", "write", name)
	return _locked(name).request_gap()


@frappe.whitelist(methods=["POST"])
def order(name: str, supplier: str | None = None) -> list[str]:
	"""Draft Purchase Orders for what is requested and not ordered, one per supplier."""
	right.check("Spare Parts", "write", name)
	return _locked(name).draft_orders(supplier)


@frappe.whitelist(methods=["POST"])
def handover(name: str) -> str:
	"""A draft handover of what is received and not handed over."""
	right.check("Spare Parts", "read", name)
	return _locked(name).draft_handover()


@frappe.whitelist(methods=["POST"])
def set_reorder_levels(name: str) -> int:
	"""Minimum stock as reorder levels of the repair centre's store; returns how many items changed."""
	right.check("Spare Parts", "write", name)
	return _locked(name).set_reorder_levels()


def _locked(name: str):
	snapshot.renew()
	return frappe.get_doc("Spare Parts", name, for_update=True)


@frappe.whitelist(methods=["GET", "POST"])
def overdue_card(filters: dict | str | None = None) -> dict:
	"""The number card of orders with a line that should have come; a click lists exactly these orders."""
	frappe.has_permission("Purchase Order", "read", throw=True)
	orders = reads_spare_parts.overdue_orders(getdate())
	return {
		"value": len(orders),
		"fieldtype": "Int",
		"route": ["List", "Purchase Order", "List"],
		"route_options": {"name": json.dumps(["in", orders or [""]])},
	}
