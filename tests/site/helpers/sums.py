"""Sums and counts of rows, added up here: the framework's version 16 takes no SQL functions as text."""

from __future__ import annotations

import frappe


def total(doctype: str, filters: dict, plus: str, minus: str = "") -> float:
	"""Sum of a field over the rows found, less that of another."""
	rows = frappe.get_all(doctype, filters, [plus, *filter(None, [minus])])
	return round(sum((row[plus] or 0) - ((minus and row[minus]) or 0) for row in rows), 6)


def by_account(filters: dict) -> dict[str, tuple[float, float]]:
	"""Account → debit and credit of the general ledger's rows found."""
	found: dict[str, tuple[float, float]] = {}
	for row in frappe.get_all("GL Entry", filters, ["account", "debit", "credit"]):
		debit, credit = found.get(row.account, (0.0, 0.0))
		found[row.account] = (round(debit + row.debit, 6), round(credit + row.credit, 6))
	return found


def fingerprint(doctype: str) -> tuple:
	"""Number of rows and newest change of a table."""
	return frappe.db.count(doctype), frappe.db.get_value(doctype, {}, "modified", order_by="modified desc")
