"""Requests may not filter, sort or group by telephone and identity numbers that the user reads covered (adr/0127).

Otherwise some forty filters on single digits would reveal a number. Fields named after a number are refused in filters, sorting,
grouping and functions; in free texts, searches for digits are refused: "like %138%", then "%1380%", would find the rest.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

import frappe
from frappe import _

from fangxiu_app.core.access import gate, personal
from fangxiu_app.core.access.doctypes import BUSINESS_NUMBERS, CHILD_PARENTS, PROJECT_DOCTYPES

#: Arguments that ask by a value, whatever method has them.
ASKING = re.compile(r"filter|order_by|sort|group|aggregate|^field$|searchfield|field_map|^stats$")
#: Arguments that bring a document or its words along; each other one may name a field.
_BRINGING = re.compile(r"doc|data|args|values|text|txt|content|description|message|^name$|fields|fieldname")
_SHOWING = ("fields", "fieldname")
_CALL = re.compile(r"\(|\bas\b", re.IGNORECASE)
_PATH = re.compile(r"/(?:resource|document)/([^/]+)")
_TEXTS = ("Text", "Small Text", "Long Text", "Text Editor", "HTML Editor", "Markdown Editor", "Code", "JSON")
#: Short texts that are a code, a heading, a place or the name of a thing or firm: asked for by digits every day. All others may hold
#: whom somebody spoke to, with his telephone behind the name.
_CODES = re.compile(
	r"(^|_)(no|code|title|topic|subject|clause|lot|riser|room|entrance|uom|slot|hash|digest|seal|key|sha256|source|criterion|figure|kind|type"
	r"|action|status|responsibility|company|deposit|brand|colour|hours|class|told|fired|basis|language|evaluation|on|matter|aspect|department"
	r"|address|email|need|row|qualification|area|place|location|used|scope|position|task)$"
	r"|^(contractor|supplier|third_party|item|part|template|defect|trade|location|rule|calendar|batch|file|bank)_name$"
)
#: Nobody types into these, whatever a text of the same name holds elsewhere.
_CHOSEN = ("Link", "Select", "Check", "Date", "Datetime")
#: Texts about documents of ours that other DocTypes keep.
_TELLING = ("Comment", "Communication", "Version", "ToDo", "Notification Log")
#: Kinds of characters that the database may take for a digit: digits of every script, and numerals as 〡 (U+3021) and Ⅷ.
NUMBERS = ("Nd", "Nl", "No")
#: Frappe's copy of the comments, in every table.
_COMMENTS = "_comments"


def check_request() -> None:
	"""Hook before a method is called: refuses filters and sorting by numbers the user reads covered. Raises PermissionError."""
	frappe.local.fx_reader = frappe.session.user
	if personal.sees_telephones():
		return
	form = frappe.local.form_dict
	_narrow(form)
	asking = {name: _fields_of(name, value) for name, value in form.items() if value and _asks(str(name), value)}
	showing = [form[name] for name in _SHOWING if form.get(name)]
	if not asking and not showing:
		return
	doctype = listed(form)
	if _by_number(doctype, asking, showing):
		_refuse(
			_(
				"Lists are not searched, sorted or grouped by telephones or identity numbers that your roles read covered. Look for the unit, the name or the number of the document."
			)
		)
	named = any(has_digits(value) or "filter" not in name for name, value in asking.items())
	texts = free_texts(doctype) if (named or showing) and not _is_report(form) else frozenset()
	if any(_by_text(texts, name, value) for name, value in asking.items()) or any(_disguised(texts, one) for one in showing):
		_refuse(
			_(
				"Texts are not searched by digits, sorted or grouped, as your roles read the telephones in them covered. Search by words, or look for the unit or the number of the document."
			)
		)


def _asks(name: str, value) -> bool:
	"""Whether an argument asks by a value: known by its name, or because all it says is the name of such a field."""
	if ASKING.search(name):
		return True
	if _BRINGING.search(name) or not any(map(personal.is_number_field, _leaves(read(value)))):
		return False
	called = list(gate.called(frappe.request.path, frappe.local.form_dict))
	return any(not method.startswith(("fangxiu_app.", "document:fangxiu:")) for method in called)


def _fields_of(name: str, value):
	"""What an argument asks by; of the map by which a calendar is told its fields, those fields."""
	found = read(value) if name == "field_map" else value
	return list(found.values()) if isinstance(found, dict) and name == "field_map" else value


def _leaves(value) -> Iterator[str]:
	for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
		yield from _leaves(one)
	if isinstance(value, str):
		yield value.rpartition(".")[2].strip("` ")


def _narrow(form) -> None:
	"""Limits a search for digits to codes, because users also write telephones into names."""
	doctype = listed(form)
	if not (form.get("txt") and has_digits(form["txt"]) and doctype in PROJECT_DOCTYPES):
		return
	meta, closed = frappe.get_meta(doctype), free_texts(doctype)
	meta.search_fields = ",".join(name for name in meta.get_search_fields() if name not in closed)


def free_texts(doctype: str) -> frozenset[str]:
	"""Names of the text fields of ``doctype`` that may contain a number; for an unknown DocType those of all our DocTypes."""
	if doctype in _TELLING:
		return frozenset((*_texts_of(doctype), _COMMENTS))
	if doctype and doctype not in PROJECT_DOCTYPES and doctype not in CHILD_PARENTS:
		return frozenset((_COMMENTS,))
	kept = frappe.cache.get_value("fx_asked_texts", _our_texts)
	chosen = {df.fieldname for df in frappe.get_meta(doctype).fields if df.fieldtype in _CHOSEN} if doctype else set()
	return frozenset((*kept, _COMMENTS)) - chosen


def _our_texts() -> list[str]:
	return sorted({name for doctype in (*PROJECT_DOCTYPES, *CHILD_PARENTS) for name in _texts_of(doctype)})


def _texts_of(doctype: str) -> Iterator[str]:
	"""Its long texts, and the short ones that hold no code; in a document with a telephone also every name."""
	fields = frappe.get_meta(doctype).fields
	beside = any(personal.is_telephone_field(df.fieldname) for df in fields)
	for df in fields:
		name = df.fieldname
		said = df.fieldtype == "Data" and (not is_code(name) or (beside and name.endswith("_name")))
		if df.fieldtype in _TEXTS or said:
			yield name


def is_code(name: str) -> bool:
	"""Whether a short text of this name holds a code, heading, place, or the name of a thing or firm."""
	return bool(_CODES.search(name)) and name != "receiver_address"


def _refuse(words: str) -> None:
	frappe.throw(words, frappe.PermissionError, title=_("Number Covered"))


def _by_number(doctype: str, asking: dict, showing: list) -> bool:
	open_here = BUSINESS_NUMBERS.get(doctype, ())
	for value in asking.values():
		allowed = () if "Agreement Worker" in str(value) else open_here
		words = {word for text in _names(value) for word in re.findall(r"\w+", text)}
		if any(personal.is_number_field(word) and word not in allowed for word in words):
			return True
	return any(_disguised(None, one) for one in showing)


def _by_text(texts: frozenset[str], argument: str, value) -> bool:
	if "filter" not in argument:  # an order or a group
		return any(word in texts for name in _names(value) for word in re.findall(r"\w+", name))
	return any(
		has_digits(condition) and any(word in texts for word in re.findall(r"\w+", name))
		for name, condition in _conditions(read(value))
	)


def has_digits(value: object) -> bool:
	"""Whether there is a digit in a condition's value, in whichever script or form the database takes for one."""
	return any(unicodedata.category(sign) in NUMBERS for sign in unicodedata.normalize("NFKD", str(value)))


def read(value):
	"""A value of a request, as it is or as the JSON it is written in."""
	if isinstance(value, str):
		try:
			return json.loads(value)
		except (ValueError, RecursionError):
			pass
	return value


def _conditions(value) -> Iterator[tuple[str, object]]:
	"""The conditions of a filter: what names the field, and what is asked of it."""
	if isinstance(value, dict):
		yield from ((str(name), asked) for name, asked in value.items())
	elif isinstance(value, list):
		for part in value:
			if isinstance(part, list):
				yield " ".join(map(str, part[:3])), part[1:]
			elif isinstance(part, dict):
				yield from _conditions(part)
		words = [str(part) for part in value if not isinstance(part, list | dict)]
		yield " ".join(words), words
	elif value:
		yield str(value), value


def _names(value) -> Iterator[str]:
	"""The fields a filter, order or group names: of a condition all but its value."""
	value = read(value)
	for part in value if isinstance(value, list) else [value]:
		yield from map(str, part[:-1] if isinstance(part, list) else part if isinstance(part, dict) else [part])


def _disguised(texts: frozenset[str] | None, value) -> bool:
	"""Whether the condition reaches a number (or one of ``texts``) through a function or an alias."""
	value = read(value)
	if isinstance(value, str):
		value = value.split(",")
	hidden = personal.is_number_field if texts is None else texts.__contains__
	parts = map(str, value if isinstance(value, list) else [value])
	return any(_CALL.search(part) and any(map(hidden, re.findall(r"\w+", part))) for part in parts)


def listed(form) -> str:
	"""The DocType a request lists; "" where a chart, a card or a report says it."""
	path = _PATH.search(frappe.request.path) if frappe.request else None
	return str(form.get("doctype") or (path[1] if path else ""))


def _is_report(form) -> bool:
	"""Whether the filters belong to a report, whose filters are no columns."""
	methods = list(gate.called(frappe.request.path, form))
	return bool(methods) and all(method.startswith("frappe.desk.query_report.") for method in methods)
