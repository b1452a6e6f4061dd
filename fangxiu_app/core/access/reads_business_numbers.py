"""Which telephones are those of companies and colleagues, and so read by everybody.

What somebody writes who reads telephones covered does not uncover one: otherwise ten thousand guesses typed into a contact, or one
after the other into his own account, would show which of them is an owner's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, reduce
from operator import add

import frappe

from fangxiu_app.core import personal_numbers, phone
from fangxiu_app.core.access.doctypes import BUSINESS_NUMBERS, CHILD_PARENTS, PROJECT_DOCTYPES

#: How the names of fields with a telephone end.
TELEPHONES = ("phone", "mobile", "mobile_no", "phone_no", "fax", "sent_to")
_APART = re.compile(r"[/、,，;；]")


def found(sees: Callable[[str], bool]) -> set[str]:
	"""Their digits. ``sees`` says of a user whether he reads telephones in full.

	A number that was last written by who reads them covered counts unless it is some person's in a document of a project; of
	contacts, which everybody may make, only what others wrote counts. One query per table, two more for the doubtful ones.
	"""
	sees = cache(sees)
	sure, doubtful = [], []
	for doctype, fields in BUSINESS_NUMBERS.items():
		for *texts, writer in frappe.get_all(doctype, fields=[*fields, "modified_by"], as_list=True):
			(sure if sees(writer) else doubtful).extend(texts)
	sure += [number for number, writer in _contacts() if sees(writer)]
	numbers = _digits(sure)
	open_to_doubt = {part.strip() for text in doubtful if text for part in _APART.split(text)} - {""}
	return numbers | (_digits(open_to_doubt) - _digits(_of_people(open_to_doubt)))


def _contacts() -> list[tuple[str, str]]:
	"""Telephones of the contacts of suppliers and companies, each with who wrote it last."""
	number, link = frappe.qb.DocType("Contact Phone"), frappe.qb.DocType("Dynamic Link")
	query = frappe.qb.from_(number).join(link).on((link.parent == number.parent) & (link.parenttype == "Contact"))
	return query.where(link.link_doctype.isin(("Supplier", "Company"))).select(number.phone, number.modified_by).run()


def _of_people(texts: set[str]) -> set[str]:
	"""Those of the numbers that stand in a field for a person's telephone, as forms write it."""
	written = {one for text in texts for one in (text, phone.written(text)) if one}
	if not written:
		return set()
	queries = []
	for doctype, field in _personal_fields():
		table = frappe.qb.DocType(doctype)
		queries.append(frappe.qb.from_(table).select(table[field]).where(table[field].isin(sorted(written))))
	return {row[0] for row in reduce(add, queries).run()}


def _personal_fields() -> Iterator[tuple[str, str]]:
	for doctype in (*PROJECT_DOCTYPES, *CHILD_PARENTS):
		for df in frappe.get_meta(doctype).fields:
			if df.fieldname.endswith(TELEPHONES) and df.fieldname not in BUSINESS_NUMBERS.get(doctype, ()):
				yield doctype, df.fieldname


def _digits(texts: Iterable[str | None]) -> set[str]:
	parts = (part for text in texts if text for part in _APART.split(text))
	return {personal_numbers.digits(re.split("转", part)[0]) for part in parts} - {""}
