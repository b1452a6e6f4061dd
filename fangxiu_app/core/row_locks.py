"""Locks rows by their primary keys, and nothing else.

A locking search through any other index also locks the gaps between the rows it finds: whoever inserts a neighbouring row then
waits, and two such requests can deadlock.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from pypika import Table


def claim(doctype: str, names: Iterable[str], fields: Iterable[str] = (), wait: bool = False) -> list[frappe._dict]:
	"""Lock the rows of these names and return them with ``fields`` as of the latest commit, in the order of their names.

	Rows that somebody else holds are left out, unless this waits for them. Whether a row still is what was looked for, the
	caller asks of what it gets. One statement, none without names.
	"""
	names = sorted(set(names))
	if not names:
		return []
	table = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(table).force_index("PRIMARY").select(table.name, *(table[name] for name in fields))
	)
	query = query.where(table.name.isin(names)).orderby(table.name)
	return query.for_update(skip_locked=not wait).run(as_dict=True)


class _Keyed(Table):
	"""A table in an UPDATE, with the hint that MariaDB takes behind its name."""

	def get_sql(self, **kwargs) -> str:
		return super().get_sql(**kwargs) + " FORCE INDEX (PRIMARY)"


def by_key(doctype: str) -> Table:
	"""The table of a DocType for an UPDATE of rows by their names.

	For a list of names in a small table MariaDB prefers to walk through all of it, and locks each row it passes.
	"""
	return _Keyed(f"tab{doctype}")
