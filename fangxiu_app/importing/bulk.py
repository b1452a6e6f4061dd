"""Inserts and updates rows in sets: a constant number of statements for a batch, with the same stamps as Frappe's own saves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import frappe
from frappe.model.naming import parse_naming_series
from frappe.utils import cint, now

STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
#: Names asked for in one statement.
CHUNK = 2000
#: Texts weighed in one statement: each is a column of its row.
WEIGHED = 1000
_PLAIN = re.compile(r"[-0-9A-Z\u4e00-\u9fa5]*")


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
			f"insert into `tab{doctype}` ({columns}) values {', '.join([line] * len(chunk))}",  # nosec B608 - fields of the DocType; values are bound
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
	doctype: str, names: Iterable[str], fields: Sequence[str], key: str = "name", **filters: object
) -> list[frappe._dict]:
	"""Rows whose ``key`` is one of ``names``, without permission checks: the caller has checked the scope.

	The database compares, which treats more texts as equal than Python does: see :func:`weights`.
	"""
	wanted = list(dict.fromkeys(names))
	found: list[frappe._dict] = []
	for start in range(0, len(wanted), CHUNK):
		chunk = wanted[start : start + CHUNK]
		found += frappe.get_all(
			doctype, {key: ("in", chunk), **filters}, list(fields), order_by="idx asc, creation asc"
		)
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
	"""Move the counter of ``prefix`` on by ``count``; returns its former value. The row stays locked until the commit."""
	series = frappe.qb.DocType("Series")
	rows = frappe.qb.from_(series).select(series.current).where(series.name == prefix).for_update().run()
	if not rows:
		frappe.qb.into(series).columns(series.name, series.current).insert(prefix, count).run()
		return 0
	frappe.qb.update(series).set(series.current, series.current + count).where(series.name == prefix).run()
	return cint(rows[0][0])


def free_names(doctype: str, wanted: Sequence[str]) -> list[str]:
	"""Names for new documents: those ``wanted``, with an ending where the database takes one for a name that is there."""
	stored = [row.name for row in by_names(doctype, wanted, ("name",))]
	known = weights([*stored, *wanted])
	taken, names = {known[name] for name in stored}, []
	for name in wanted:
		names.append(f"{name}-{frappe.generate_hash(length=6)}" if known[name] in taken else name)
		taken.add(known[name])
	return names


def weights(texts: Iterable[str]) -> dict[str, object]:
	"""What the database compares of each text: equal for two that its collation takes for the same name.

	（ and (, a and A, a full-width and a plain blank, and all characters that Unicode has added since 2000 are equal there.
	Where all texts are of digits, capitals and common Chinese characters, they are compared as they are, without asking.
	"""
	wanted = list(dict.fromkeys(texts))
	if all(map(_PLAIN.fullmatch, wanted)):
		return {text: text for text in wanted}
	found: dict[str, object] = {}
	collation = _collation()
	for start in range(0, len(wanted), WEIGHED):
		chunk = wanted[start : start + WEIGHED]
		columns = ", ".join([f"weight_string(convert(%s using utf8mb4) collate {collation})"] * len(chunk))
		row = frappe.db.sql(f"select {columns}", [text.rstrip() for text in chunk])[0]
		found |= dict(zip(chunk, row, strict=True))
	return found


def _collation() -> str:
	"""The collation of document names, as the site's tables were made with it."""
	rows = frappe.db.sql(
		"select collation_name from information_schema.columns"
		" where table_schema = database() and table_name = 'tabCustomer' and column_name = 'name'"
	)
	return rows[0][0]
