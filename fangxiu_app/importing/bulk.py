"""Rows written in sets: a constant number of statements for a batch, stamped as Frappe stamps single documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import frappe
from frappe.model.naming import parse_naming_series
from frappe.utils import cint, now

STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
#: Names asked for in one statement.
CHUNK = 2000


def insert(doctype: str, rows: Sequence[dict]) -> None:
	"""Insert rows that all have the same keys, ``name`` optional. No controller runs: the caller has checked the rows."""
	if not rows:
		return
	stamp = {"owner": frappe.session.user, "modified_by": frappe.session.user, "docstatus": 0}
	stamp["creation"] = stamp["modified"] = now()
	complete = [{"idx": 0, **row, **stamp} for row in rows]
	for row in complete:
		row.setdefault("name", frappe.generate_hash(length=10))
	fields = [*STANDARD, *(key for key in complete[0] if key not in STANDARD)]
	insert_values(doctype, fields, [[row[field] for field in fields] for row in complete])


def insert_values(doctype: str, fields: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
	"""Insert rows of values in the order of ``fields``, many to a statement.

	``frappe.db.bulk_insert`` writes every value into the statement through the query builder, one Python call stack each:
	half of the time of a long import. Here the driver puts the values in, and what is the same in all rows stands in the
	statement once and for all.
	"""
	columns = ", ".join(f"`{field}`" for field in fields)
	for start in range(0, len(rows), CHUNK):
		chunk = rows[start : start + CHUNK]
		same = [_constant(column) for column in zip(*chunk, strict=True)]
		line = f"({', '.join(word or '%s' for word in same)})"
		varying = [at for at, word in enumerate(same) if word is None]
		frappe.db.sql(
			f"insert into `tab{doctype}` ({columns}) values {', '.join([line] * len(chunk))}",
			[row[at] for row in chunk for at in varying],
		)


def _constant(column: tuple) -> str | None:
	"""The literal of a column whose text, whole number or blank is the same in all rows; None for any other column."""
	first = column[0]
	if not (first is None or type(first) in (str, int)) or column.count(first) < len(column):
		return None
	return "null" if first is None else str(first) if type(first) is int else frappe.db.escape(first)


def children(parent_doctype: str, parentfield: str, rows: Iterable[dict]) -> list[dict]:
	"""Rows of a child table with what ties them to their ``parent``."""
	return [{"parenttype": parent_doctype, "parentfield": parentfield, **row} for row in rows]


def update(doctype: str, changes: dict[str, dict]) -> None:
	"""Set fields of many documents: name → {field: value}. Their cached copies are dropped."""
	frappe.db.bulk_update(doctype, changes, chunk_size=500)
	for name in changes:
		frappe.clear_document_cache(doctype, name)


def by_names(
	doctype: str, names: Iterable[str], fields: Sequence[str], key: str = "name"
) -> list[frappe._dict]:
	"""Rows whose ``key`` is one of ``names``, regardless of rights: the caller has checked the scope."""
	wanted = list(dict.fromkeys(names))
	found: list[frappe._dict] = []
	for start in range(0, len(wanted), CHUNK):
		chunk = wanted[start : start + CHUNK]
		found += frappe.get_all(doctype, {key: ("in", chunk)}, list(fields), order_by="idx asc, creation asc")
	return found


def series_names(series: str, doc: frappe._dict, count: int) -> list[str]:
	"""``count`` new names of a naming series, reserved with one lock instead of one per name."""
	reserved: dict[str, int] = {}

	def following(prefix: str, digits: int) -> str:
		if prefix not in reserved:
			reserved[prefix] = _reserve(prefix, count)
		reserved[prefix] += 1
		return str(reserved[prefix]).zfill(digits)

	pattern = series if "#" in series else f"{series}.#####"
	return [parse_naming_series(pattern, doc=doc, number_generator=following) for _n in range(count)]


def _reserve(prefix: str, count: int) -> int:
	"""Move the counter of ``prefix`` on by ``count``; returns where it stood. The row stays locked until the commit."""
	series = frappe.qb.DocType("Series")
	rows = frappe.qb.from_(series).select(series.current).where(series.name == prefix).for_update().run()
	if not rows:
		frappe.qb.into(series).columns(series.name, series.current).insert(prefix, count).run()
		return 0
	frappe.qb.update(series).set(series.current, series.current + count).where(series.name == prefix).run()
	return cint(rows[0][0])
