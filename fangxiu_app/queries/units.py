"""Find units by words in any order: "3 2 1501", a phone tail, an owner's name (screens 2)."""

from __future__ import annotations

import re
import unicodedata
from functools import reduce
from operator import or_

import frappe
from pypika.functions import Concat

from fangxiu_app.access.scope import allowed_projects
from fangxiu_app.domain.unit_code import tokens
from fangxiu_app.domain.unit_fields import key_prefixes

#: More words than this only slow the search down.
MAX_WORDS = 8


def search_units(text: str, start: int = 0, limit: int = 10, project: str | None = None) -> list:
	"""Units of the user's projects whose search text has every word of ``text``, exact code first. One query."""
	projects = allowed_projects(doctype="Unit Archive")
	words = search_words(text)
	if projects == []:
		return []
	unit, estate = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Project")
	query = (
		frappe.qb.from_(unit)
		.left_join(estate)
		.on(estate.name == unit.project)
		.select(
			unit.name,
			unit.unit_code,
			unit.title,
			unit.project,
			estate.project_name,
			unit.delivery_state,
			unit.handover_date,
		)
		.orderby(unit.unit_code)
		.limit(limit)
		.offset(start)
	)
	if projects is not None:
		query = query.where(unit.project.isin(projects))
	if project:
		query = query.where(unit.project == project)
	rare = _rarest(words)
	if rare:
		query = query.where(unit.name.isin(_units_of(rare)))
	for word in words:
		if word != rare:
			query = query.where(Concat(" ", unit.search_text, " ").like(_pattern(word)))
	return query.run(as_dict=True)


def _rarest(words: list[str]) -> str:
	"""The word that the index is asked for, the others only sift what it finds: the longest is the rarest."""
	return max((word for word in words if key_prefixes(word)), key=len, default="")


def _units_of(word: str):
	"""Units with a key that begins as the word asks; read from the index alone."""
	key = frappe.qb.DocType("Unit Word")
	found = (key.word.like(f"{_escape(prefix)}%") for prefix in key_prefixes(word))
	return frappe.qb.from_(key).select(key.parent).where(reduce(or_, found))


def primary_owners(units: list[str]) -> dict[str, frappe._dict]:
	"""Current primary owner (name, phone) of each unit. One query."""
	if not units:
		return {}
	rows = frappe.get_all(
		"Unit Owner",
		{"parent": ("in", units), "parenttype": "Unit Archive", "to_date": ("is", "not set")},
		["parent", "owner_name", "phone", "is_primary"],
		order_by="is_primary asc",
	)
	return {row.parent: row for row in rows}


def mask_phone(phone: str | None) -> str:
	"""Middle digits hidden: enough to recognise a caller, not to call from a list."""
	phone = phone or ""
	return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else phone


def search_words(text: str) -> list[str]:
	"""The words of a query: parts with digits are read as unit codes ("3栋2单元" is 3 and 2), names stay as they are."""
	words: list[str] = []
	for part in unicodedata.normalize("NFKC", text).split():
		words += tokens(part) if re.search(r"[0-9栋幢座号#]", part) else [part]
	return [word.lower() for word in words][:MAX_WORDS]


def _pattern(word: str) -> str:
	"""One or two digits mean a whole building, entrance or floor number; anything longer may be part of a word."""
	return f"% {word} %" if len(word) < 3 and word.isdecimal() else f"%{_escape(word)}%"


def _escape(word: str) -> str:
	return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
