"""Rows of a table in a document."""

from __future__ import annotations


def keep_first(doc, table: str, field: str) -> None:
	"""Of rows that name the same thing in ``field`` the first stays, and all are numbered anew.

	Frappe has put the stored names into links before a document is validated: another spelling of one is no second thing.
	"""
	first = {row.get(field): row for row in reversed(doc.get(table))}
	rows = [row for row in doc.get(table) if first[row.get(field)] is row]
	if len(rows) < len(doc.get(table)):
		doc.set(table, rows)
		for number, row in enumerate(doc.get(table), 1):
			row.idx = number
