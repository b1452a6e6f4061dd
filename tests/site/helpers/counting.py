"""Counts the SQL statements of a block of code."""

from __future__ import annotations

from collections.abc import Callable

import frappe


def count_queries(action: Callable[[], object]) -> int:
	"""How many statements are sent to the database while ``action`` runs."""
	return len(queries(action))


def queries(action: Callable[[], object]) -> list[str]:
	"""The statements themselves, in their order."""
	seen: list[str] = []
	original = frappe.db.sql

	def counting(*args, **kwargs):
		seen.append(str(args[0]))
		return original(*args, **kwargs)

	frappe.db.sql = counting
	try:
		action()
	finally:
		frappe.db.sql = original
	return seen
