"""Columns of our custom fields on other apps' tables, which Frappe keeps when the fields are deleted: empty ones are dropped.

A column with values stays: with it ledger entries and bills find their documents when the app is installed again.
"""

from __future__ import annotations

import frappe

from fangxiu_app.ledger.service_accounts import DIMENSION
from fangxiu_app.setup import custom_fields


def drop_empty() -> None:
	"""Drop every column of ours that no row has a value in and no field of anybody needs any more. Idempotent."""
	for doctype, fields in _ours().items():
		if not frappe.db.table_exists(doctype, cached=False):
			continue
		kinds = _columns(f"tab{doctype}")
		needed = set(frappe.get_meta(doctype, cached=False).get_valid_columns())
		left = [field for field in fields if field in kinds and field not in needed]
		empty = ", ".join(f"drop column `{field}`" for field in left if not _in_use(doctype, field, kinds[field]))
		if empty:
			frappe.db.sql_ddl(f"alter table `tab{doctype}` {empty}")
			frappe.cache.hdel("table_columns", f"tab{doctype}")


def _ours() -> dict[str, list[str]]:
	"""DocType of others → names of our columns: the custom fields, and the agreement that ERPNext adds as a dimension."""
	found = {doctype: [row["fieldname"] for row in rows] for doctype, rows in custom_fields.CUSTOM_FIELDS.items()}
	for doctype in frappe.get_hooks("accounting_dimension_doctypes"):
		found.setdefault(doctype, []).append(frappe.scrub(DIMENSION))
	return found


def _columns(table: str) -> dict[str, str]:
	"""Name → type; Frappe's own question for it answers for all databases of the server (15.56.1)."""
	question = "select column_name, column_type from information_schema.columns where table_schema = %s and table_name = %s"
	return dict(frappe.db.sql(question, (frappe.conf.db_name, table)))


def _in_use(doctype: str, field: str, kind: str) -> bool:
	nothing = "" if "char" in kind or "text" in kind else 0
	table = frappe.qb.DocType(doctype)
	return bool(frappe.qb.from_(table).select(table.name).where(table[field] != nothing).limit(1).run())
