"""Lists are sorted and grouped by named fields, and filtered by them: no position, function or sub-query of a request runs.

Frappe (15.56.1) hands both on to the database; it looks for "select" only together with "from", and a position names a field without
its name, so that a list could be sorted by numbers its reader sees covered. For people of this app, and whoever reads numbers covered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import frappe
from frappe import _

from fangxiu_app.core.access import asking, incoming, personal
from fangxiu_app.core.access.methods import KEEPERS, OURS

#: Arguments that name the fields of an order or of groups, whatever method has them.
ORDERS = ("order_by", "group_by", "sort_by", "sort_field")
_COLUMN = re.compile(
	r"(?:(?:`tab[^`()]+`|tab\w+)\.)?(?:`[^\W\d]\w*`|[^\W\d]\w*)(?:\s+(?:asc|desc))?", re.IGNORECASE
)
#: What no name of a field has.
_CALLED = re.compile(r"[()';]|\bselect\b", re.IGNORECASE)


def check_request() -> None:
	"""Hook before a method is called. Raises BadValueError for an order, group or filter by anything but a field."""
	form = frappe.local.form_dict
	orders = {name: form[name] for name in ORDERS if form.get(name)}
	names = list(_filtered(form))
	if not orders and not any(map(_CALLED.search, names)):
		return
	held = set(frappe.get_roles())
	if held & KEEPERS or not (held & OURS or not personal.sees_telephones()):
		return
	wrong = [name for name, value in orders.items() if not all(map(is_columns, value if isinstance(value, list) else [value]))]
	if wrong or any(map(_CALLED.search, names)):
		frappe.throw(
			_("Field {0}: {1}").format(
				frappe.bold(", ".join(wrong) or _("Filters")), _("only names of fields are taken here. Reload the page and choose one of the list.")
			),
			incoming.BadValueError,
			title=_("Not Readable"),
		)


def is_columns(text: object) -> bool:
	"""Whether an order or group names fields only, each with its direction."""
	return all(_COLUMN.fullmatch(part.strip()) for part in str(text).split(",") if part.strip())


def _filtered(form) -> Iterator[str]:
	"""Names of fields in the filters of a request, and in the map by which a calendar is told its fields."""
	for name, value in form.items():
		if not value or not ("filter" in name or name == "field_map"):
			continue
		value = asking.read(value)
		if name == "field_map":
			yield from (str(one) for one in (value.values() if isinstance(value, dict) else [value]))
		elif isinstance(value, dict):
			yield from map(str, value)
		else:
			yield from _of_list(value)


def _of_list(value) -> Iterator[str]:
	for part in value if isinstance(value, list) else ():
		if isinstance(part, dict):
			yield from map(str, part)
		elif isinstance(part, list):
			yield from map(str, part[:2] if len(part) > 3 else part[:1])
