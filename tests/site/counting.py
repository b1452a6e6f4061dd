"""How many SQL statements something costs."""

from __future__ import annotations

from collections.abc import Callable

import frappe


def count_queries(action: Callable[[], object]) -> int:
	"""Statements sent to the database while ``action`` runs."""
	seen = []
	original = frappe.db.sql

	def counting(*args, **kwargs):
		seen.append(args[0])
		return original(*args, **kwargs)

	frappe.db.sql = counting
	try:
		action()
	finally:
		frappe.db.sql = original
	return len(seen)
