"""Values from requests: converted to the type of their field, or refused with a message (``core/values.py``).

Endpoints read their JSON by :func:`mapping`, :func:`rows` and :func:`names`, services their times by :func:`moment` and
:func:`day`; every project document converts its own fields before its rules look at them (:func:`convert`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial

import frappe
from frappe import _
from frappe.utils import escape_html

from fangxiu_app.core import values as read
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.values import ValueProblem


class BadValueError(frappe.ValidationError):
	"""A value in a request does not fit the type of its field."""


#: Frappe's field types → how a value of it is read. Others (links to files, code, colours) are text without a limit.
KINDS: dict[str, Callable] = {
	"Int": read.whole,
	"Check": read.yes_no,
	"Float": read.number,
	"Currency": read.number,
	"Percent": read.number,
	"Date": read.day,
	"Datetime": read.moment,
	"Time": read.clock,
	"Data": partial(read.text, most=read.MOST_DATA),
	"Link": partial(read.text, most=read.MOST_DATA),
	"Dynamic Link": partial(read.text, most=read.MOST_DATA),
	"Select": partial(read.text, most=read.MOST_DATA),
	"Small Text": partial(read.text, most=read.MOST_TEXT),
}
#: Kinds whose stored value equals what was sent; text stays the very string it was where nothing is wrong with it.
NUMBERS = ("Int", "Check", "Float", "Currency", "Percent")
TABLES = ("Table", "Table MultiSelect")
#: Arguments that say which page of a list is wanted, whatever method has them.
PAGING = frozenset(("start", "page_length", "page_len", "limit", "limit_start", "limit_page_length", "limit_offset"))
#: Arguments that hold e-mail addresses: Frappe's own methods look for them in any text.
ADDRESSES = frozenset(("recipients", "recipient", "cc", "bcc", "sender", "email", "email_id", "usr", "user"))
#: Characters of an address (RFC 5321, 4.5.3.1.3).
MOST_ADDRESS = 254
#: Of a list of them, in which Frappe looks for each comma through all that follows.
MOST_ADDRESSES = 10_000
_APART = re.compile(r"[\s,;]+")


def moment(value: object, label: str = "") -> datetime | None:
	"""The time in ``value``; None where it is empty. Raises BadValueError naming ``label`` (translated already)."""
	return _named(read.moment, value, label or _("Time"))


def day(value: object, label: str = "") -> date | None:
	"""The date in ``value``; None where it is empty. Raises BadValueError naming ``label``."""
	return _named(read.day, value, label or _("Date"))


def number(value: object, label: str = "") -> float | None:
	"""The finite number in ``value``; None where it is empty. Raises BadValueError naming ``label``."""
	return _named(read.number, value, label or _("Number"))


def whole(value: object, label: str = "") -> int | None:
	"""The whole number in ``value``; None where it is empty. Raises BadValueError naming ``label``."""
	return _named(read.whole, value, label or _("Number"))


def yes_no(value: object, label: str = "") -> bool:
	"""Whether the box is ticked. Raises BadValueError naming ``label``."""
	return _named(read.yes_no, value, label or _("Tick"))


def text(value: object, label: str = "", most: int | None = None) -> str:
	"""The words in ``value``. Raises BadValueError naming ``label`` for a list or object, or above ``most`` letters."""
	return _named(partial(read.text, most=most), value, label or _("Text"))


def one_of(value: object, choices: tuple[str, ...], label: str) -> str:
	"""The one of ``choices`` that was sent. Raises BadValueError for anything else, also for nothing."""
	found = _named(partial(read.one_of, choices=choices), value, label)
	return found or _throw(ValueProblem("no_choice", ""), label, 0)


def doctype(value: object) -> str:
	"""The kind of document that was sent. Raises BadValueError for what is none."""
	if not isinstance(value, str) or not value or not frappe.db.exists("DocType", value, cache=True):
		_throw(ValueProblem("no_choice", ""), _("Document Type"), 0)
	return value


def page(length: object, usual: int, most: int) -> int:
	"""How many rows are asked for: from 1 to ``most``, ``usual`` where nothing or none was. Raises BadValueError."""
	return max(1, min(whole(length, _("Number")) or usual, most))


def mapping(value: object, label: str = "") -> dict:
	"""The object in ``value``, sent as JSON or text of it; empty where nothing came. Raises BadValueError."""
	return _named(read.mapping, value, label or _("Values"))


def rows(value: object, label: str = "") -> list[dict]:
	"""The list of objects in ``value``, sent as JSON or text of it. Raises BadValueError naming the row."""
	return _named(read.rows, value, label or _("Rows"))


def names(value: object, label: str = "") -> list[str]:
	"""The list of names in ``value``, sent as JSON or text of it. Raises BadValueError."""
	return _named(read.names, value, label or _("Names"))


def lists(value: object, label: str = "") -> list[list]:
	"""The list of lists in ``value``, as list views send filters, or text of it. Raises BadValueError naming the row."""
	return _named(read.lists, value, label or _("Filters"))


def filters(value: object) -> dict | list | None:
	"""A list view's filters, as an object or a list, sent as JSON or text of it. Raises BadValueError."""
	found = _named(read.decoded, value, _("Filters"))
	if found is None or isinstance(found, dict):
		for name, wanted in (found or {}).items():
			if isinstance(wanted, list) and len(wanted) != 2:  # Frappe takes a list for operator and value
				_throw(ValueProblem("no_list", wanted), name, 0)
		return found
	return lists(found)


def of_field(df, value: object, row: int = 0) -> object:
	"""``value`` as the field ``df`` keeps it; unchanged where the type takes anything. Raises BadValueError with the label."""
	kind = KINDS.get(df.fieldtype, read.text)
	try:  # not by _named: every field of every document that is saved comes here, and its label is translated only to be refused
		return kind(value)
	except ValueProblem as problem:
		_throw(problem, _(df.label or df.fieldname, context=df.parent), row)


def fields(doctype: str, sent: dict, names: Iterable[str]) -> dict:
	"""The fields ``names`` of a DocType from ``sent``, each converted to its type; empty ones are left out. Raises BadValueError."""
	meta, found = frappe.get_meta(doctype), {}
	for name in names:
		df, value = meta.get_field(name), sent.get(name)
		if df is None:
			value = text(value, name)
		elif df.fieldtype in TABLES:
			value = rows(value, _(df.label or name, context=df.parent))
		elif value is not None:
			value = of_field(df, value)
		if value not in (None, "", []):
			found[name] = value
	return found


def clean_request() -> None:
	"""Before every request: removes characters that the database cannot store from its arguments, and bounds what has a bound.

	What methods of ours are given as text and shows nothing on a page is nothing: a reason has to be read.
	Raises BadValueError for a page no list has, and for an address longer than any: Frappe's pattern for those takes minutes for it.
	"""
	form = frappe.local.form_dict
	called = f"{frappe.request.path} {form.get('cmd')}"
	ours = "fangxiu_app." in called
	if "run_doc_method" in called:
		form.update(read.visible_args(form, PROJECT_DOCTYPES))
	for name, value in form.items():
		try:
			form[name] = read.visible(read.cleaned(value)) if ours else read.cleaned(value)
		except RecursionError:
			_throw(ValueProblem("nested_too_deep", ""), name, 0)
		if name in PAGING and read.is_beyond(value):
			_throw(ValueProblem("number_too_large", value), name, 0)
		if name in ADDRESSES:
			check_address(value, name)


def check_address(value: object, label: str) -> None:
	"""Refuse an e-mail address that is longer than any can be, also in a list of them, and too long a list.

	Raises BadValueError naming ``label``.
	"""
	text = ",".join(map(str, value)) if isinstance(value, list) else str(value or "")
	if len(text) > MOST_ADDRESSES:
		_throw(ValueProblem("too_long", text, MOST_ADDRESSES), label, 0)
	if len(text) > MOST_ADDRESS and max(map(len, _APART.split(text))) > MOST_ADDRESS:
		_throw(ValueProblem("too_long", text, MOST_ADDRESS), label, 0)


def check_addresses(doc, method: str | None = None) -> None:
	"""Hook before any document is checked: the same for its fields of e-mail addresses, also in its rows."""
	for part in (doc, *doc.get_all_children()):
		for df in part.meta.get_data_fields():
			if df.options == "Email":
				check_address(part.get(df.fieldname), _(df.label or df.fieldname, context=df.parent))


def convert(doc) -> None:
	"""Convert every field of a document and its rows to its type. Raises BadValueError naming field and row."""
	_convert(doc, 0)
	for df in doc.meta.get_table_fields():
		for row in doc.get(df.fieldname) or ():
			_convert(row, row.idx or 0)


def check_rows(df, value: object) -> None:
	"""Refuse what is no list of rows for the table ``df``. Raises BadValueError with its label."""
	if not isinstance(value, list | tuple | type(None)):
		_throw(ValueProblem("no_list", value), _(df.label or df.fieldname, context=df.parent), 0)
	for place, row in enumerate(value or (), 1):
		if not hasattr(row, "get"):
			_throw(ValueProblem("no_row", row, place), _(df.label or df.fieldname, context=df.parent), 0)


def _convert(doc, row: int) -> None:
	stored = doc.__dict__
	for df in doc.meta.fields:
		value = stored.get(df.fieldname)
		if value is None or df.fieldtype in TABLES or df.fieldtype in frappe.model.no_value_fields:
			continue
		found = of_field(df, value, row)
		if found is None and df.fieldtype in NUMBERS:
			continue
		if not isinstance(value, str) or found != value:
			stored[df.fieldname] = _kept(df, value, found)


def _kept(df, value, found):
	"""Keep a valid date or time as the caller wrote it, because controllers compare both forms."""
	if df.fieldtype in ("Date", "Datetime", "Time"):
		return value if value != "" else None
	return int(found) if df.fieldtype == "Check" else found


def _named(kind: Callable, value: object, label: str, row: int = 0):
	try:
		return kind(value)
	except ValueProblem as problem:
		_throw(problem, label, row)


def _throw(problem: ValueProblem, label: str, row: int) -> None:
	where = _("Row {0}, {1}").format(row, label) if row else label
	words = _texts()[problem.code].format(escape_html(problem.shown), problem.limit)
	frappe.throw(_("Field {0}: {1}").format(frappe.bold(where), words), BadValueError, title=_("Not Readable"))


def _texts() -> dict[str, str]:
	"""What is wrong and what would be right: {0} is what came, {1} the limit or the row."""
	return {
		"no_text": _("{0} is no text. Reload the page and enter it again."),
		"too_long": _("the text is longer than {1} characters. Shorten it."),
		"no_number": _("{0} is no number. Enter digits, such as 12.5."),
		"no_whole_number": _("{0} is no whole number. Enter one without a fraction."),
		"number_too_large": _("{0} is too large. Check the number."),
		"no_yes_no": _("{0} is neither yes nor no. Tick the box, or leave it empty."),
		"no_time": _("{0} is no time. Enter it as 2026-01-31 14:30."),
		"no_date": _("{0} is no date. Enter it as 2026-01-31."),
		"no_clock": _("{0} is no time of day. Enter it as 14:30."),
		"no_choice": _("{0} is not offered. Choose one of the list."),
		"no_json": _("{0} is not readable. Reload the page and enter it again."),
		"no_mapping": _("{0} is not readable. Reload the page and enter it again."),
		"no_list": _("{0} is no list. Reload the page and enter it again."),
		"no_row": _("row {1} ({0}) is not readable. Remove it and enter it again."),
		"nested_too_deep": _("it is nested too deep. Reload the page and enter it again."),
	}
