"""The list of the free check (R99)."""

from __future__ import annotations

import frappe


def items() -> list:
	"""Enabled check items in their order, with what is proposed when one has a problem."""
	fields = ["name", "look_at", "location", "defect_type"]
	return frappe.get_all("Free Check Item", {"disabled": 0}, fields, order_by="sort_order asc, name asc")
