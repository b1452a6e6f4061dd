"""Rows of a table in a document."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import frappe
from frappe.model import no_value_fields

from fangxiu_app.core.wording import _

#: What jobs mark on a clock while a form is open, without changing its time of last change: no difference of the form's.
MARKED = ("fired", "next_step_at")


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


def number(doc) -> None:
	"""Number rows by their places where the numbers do not rise: a request may say any number, and rows are read in their order."""
	for df in doc.meta.get_table_fields():
		rows = doc.get(df.fieldname) or []
		if any((one.idx or 0) >= (other.idx or 0) for one, other in pairwise(rows)):
			for place, row in enumerate(rows, 1):
				row.idx = place


def reordered(old, new) -> bool:
	"""Whether stored rows that are still there come in another order, or after a new one."""
	names = [row.name for row in new or ()]
	known = [row.name for row in old or () if row.name in set(names)]
	return names[: len(known)] != known


def check_order(before, doc, error: type[Exception]) -> None:
	"""Raise ``error`` where rows of a submitted document change their places: what was signed is read in its order."""
	for df in doc.meta.get_table_fields() if before and before.docstatus == 1 else ():
		if reordered(before.get(df.fieldname), doc.get(df.fieldname)):
			refuse_order(doc, df.fieldname, error)


def refuse_order(doc, table: str, error: type[Exception]) -> None:
	"""Say that the rows of a table stay in their order."""
	frappe.throw(
		_("{0} of {1}: the rows stay in the order in which they were signed. Reload the page; what was otherwise goes into a comment.").format(
			frappe.bold(_(doc.meta.get_label(table), context=doc.doctype)), frappe.bold(doc.name)
		),
		error,
		title=_("Signed"),
	)


def claimed(rows) -> list:
	"""Rows that say they are stored: they have a name, and are not marked as new."""
	return [row for row in rows or () if row.name and not row.get("__islocal")]


def not_stored(rows: list, mine: set[str], stored: Callable[[], set[str]]):
	"""The first row whose name is none of ``mine`` nor of ``stored`` (asked only then), letter by letter, or that stands there twice."""
	seen: set[str] = set()
	known = None
	for row in rows:
		if row.name not in mine and known is None:
			known = stored()
		if row.name in seen or row.name not in (mine | (known or set())):
			return row
		seen.add(row.name)
	return None


def differ(df, old, new, differs: Callable) -> bool:
	"""Whether two states of the table ``df`` have other rows, or one of a row's values is another by ``differs(field, old, new)``.

	Marks of jobs (``MARKED``) are left out.
	"""
	old, new = old or [], new or []
	if [str(row.get("name") or "") for row in old] != [str(row.get("name") or "") for row in new]:
		return True
	fields = [one for one in frappe.get_meta(df.options).fields if one.fieldtype not in no_value_fields and one.fieldname not in MARKED]
	return any(differs(one, a.get(one.fieldname), b.get(one.fieldname)) for a, b in zip(old, new, strict=True) for one in fields)
