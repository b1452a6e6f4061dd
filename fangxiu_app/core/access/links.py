"""Checks all links of a document with one statement instead of one per link.

Frappe asks the database for the name behind each link, and the project check asks once more for each link to a project
document. :func:`prime` answers both beforehand: masters from Frappe's document cache, everything else with one UNION.
Frappe's own check then runs unchanged on what it finds in its value cache; a link that leads nowhere is still refused.
"""

from __future__ import annotations

from functools import reduce
from operator import add

import frappe

from fangxiu_app.core.access.doctypes import MASTERS, PROJECT_DOCTYPES


def prime(doc) -> dict[tuple[str, str], str]:
	"""Names behind the links of ``doc`` and its rows into the value cache; (DocType, name) → project of those read."""
	cache = frappe.db.value_cache
	cache[("DocType", doc.doctype, "name")] = ((doc.doctype,),)  # the document's version links to it
	wanted: dict[str, set[str]] = {}
	for doctype, name in _links(doc):
		if doctype in PROJECT_DOCTYPES or (doctype, name, "name") not in cache:
			wanted.setdefault(doctype, set()).add(name)
	for doctype in set(wanted) & set(MASTERS):
		for name in wanted.pop(doctype):
			found = frappe.get_cached_value(doctype, name, "name")
			if found:
				cache[(doctype, name, "name")] = ((found,),)
	return _read(wanted) if wanted else {}


def _read(wanted: dict[str, set[str]]) -> dict[tuple[str, str], str]:
	projects = {}
	for doctype, name, project in reduce(add, (_names(*pair) for pair in sorted(wanted.items()))).run():
		for typed in wanted[doctype]:
			if typed.casefold() == name.casefold():  # the database compares without case
				frappe.db.value_cache[(doctype, typed, "name")] = ((name,),)
				if doctype in PROJECT_DOCTYPES:
					projects[(doctype, typed)] = project
	return projects


def _links(doc):
	for owner in (doc, *doc.get_all_children()):
		for df in owner.meta.get_link_fields():
			name = owner.get(df.fieldname)
			if name and isinstance(name, str) and df.options and not frappe.get_meta(df.options).issingle:
				yield df.options, name


def _names(doctype: str, names: set[str]):
	table = frappe.qb.DocType(doctype)
	project = table.project if doctype in PROJECT_DOCTYPES else frappe.qb.terms.ValueWrapper("")
	query = frappe.qb.from_(table).select(frappe.qb.terms.ValueWrapper(doctype), table.name, project)
	return query.where(table.name.isin(sorted(names)))
