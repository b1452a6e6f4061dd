"""Columns on tables of others, made before the custom fields that need them.

A change of a table ends the transaction (MariaDB): Frappe's ``create_custom_fields`` (15.56.1) writes the fields of every DocType and
changes the tables afterwards, so one that is killed in between leaves fields without columns, and no voucher of that DocType can be
saved by anybody (``Unknown column … in 'INSERT INTO'``). A column without a field is seen by nobody.
"""

from __future__ import annotations

import frappe
from frappe.model.meta import Meta


def ensure(fields: dict[str, list[dict]]) -> None:
	"""Make the columns that are missing for these fields (DocType → rows as of a Custom Field), one change for each table.

	Asks one question where none is missing. Commits where one is made, as every change of a table does.
	"""
	known = _columns([f"tab{doctype}" for doctype in fields])
	for doctype, rows in fields.items():
		there = known.get(f"tab{doctype}")
		missing = [row for row in rows if there and row["fieldname"] not in there]
		if missing:
			meta = Meta(doctype)  # not the one that Frappe keeps
			for row in missing:
				meta.append("fields", dict(row))  # it adds to what it is given
			frappe.db.updatedb(doctype, meta)


def _columns(tables: list[str]) -> dict[str, set[str]]:
	"""Table → names of its columns; a Single has none."""
	columns = frappe.qb.Schema("information_schema").columns
	found: dict[str, set[str]] = {}
	for table, column in (
		frappe.qb.from_(columns)
		.select(columns.table_name, columns.column_name)
		.where((columns.table_schema == frappe.conf.db_name) & columns.table_name.isin(tables))
	).run():
		found.setdefault(table, set()).add(column)
	return found
