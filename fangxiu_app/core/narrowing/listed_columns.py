"""A list shows a field to whoever reads it, whichever fields are asked for beside it (adr/0182).

Frappe (15.56.1, ``DatabaseQuery.apply_fieldlevel_read_permissions``) takes refused fields out of the list it walks along, so that the one
behind each is not looked at; of a function or a sum it looks at the first field, or at none. Every list passes there: of the desk, of REST,
of a picker, of an export. So each field is handed to it alone. This is the one method of Frappe that is wrapped: no hook sees the fields.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from frappe.desk.reportview import extract_fieldnames
from frappe.model.db_query import DatabaseQuery

#: What makes a field a function or a sum of fields.
_RECKONED = re.compile(r"[(+\-/%,|&^<>=!]|\w[\s`]*\*")


def keep() -> None:
	"""Before a method or a job is called: lists of this process look at each field. Done once."""
	held = DatabaseQuery.apply_fieldlevel_read_permissions
	if not hasattr(held, "__wrapped__"):
		DatabaseQuery.apply_fieldlevel_read_permissions = _one_by_one(held)


def _one_by_one(look: Callable) -> Callable:
	@functools.wraps(look)
	def apply(query: DatabaseQuery) -> None:
		asked = list(query.fields)
		if query.flags.ignore_permissions or (not any(map(_named, asked)) and _left(query, look, *asked) == asked):
			return
		shown = []
		for field in asked:
			fits = all(_left(query, look, one) == [one] for one in _named(field))
			shown += _left(query, look, field) if fits else [None] * bool(query.as_list)
		query.fields = shown

	return apply


def _left(query: DatabaseQuery, look: Callable, *fields: str) -> list:
	"""What Frappe leaves of fields: themselves, less (nothing to show, where rows are lists), or all that ``*`` stands for."""
	query.fields = list(fields)
	look(query)
	return query.fields


def _named(field: str) -> list[str]:
	"""The fields that a function or a sum names, as a list asks for them."""
	if not _RECKONED.search(field):
		return []
	names = [name.replace("`", "") for name in extract_fieldnames(field) if name]
	return [f"`{'`.`'.join(name.split('.'))}`" if "." in name else name for name in names if name != "*" and not name.isnumeric()]
