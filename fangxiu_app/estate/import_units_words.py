"""The search index of units, written in sets: one row per word by which a unit is found."""

from __future__ import annotations

import frappe

from fangxiu_app.estate.rules_unit_fields import search_keys, search_text
from fangxiu_app.importing import bulk

#: Derived rows, never edited: who wrote them when says nothing, and it costs as much as the words themselves.
COLUMNS = ("name", "parent", "parenttype", "parentfield", "idx", "word")


def renew(texts: dict[str, str]) -> None:
	"""Replace the words of these units: name → search text."""
	for start in range(0, len(texts), bulk.CHUNK):
		names = list(texts)[start : start + bulk.CHUNK]
		frappe.db.delete("Unit Word", {"parent": ("in", names), "parenttype": "Unit Archive"})
	rows = [
		# named by their unit: rows of one unit lie side by side, and no name has to be thought up
		(f"{name}:{number}"[-140:], name, "Unit Archive", "words", number, key)
		for name, text in texts.items()
		for number, key in enumerate(search_keys(text), 1)
	]
	if rows:
		bulk.insert_values("Unit Word", COLUMNS, rows)


def fill_missing() -> None:
	"""Words of units that have none: those from before there was an index."""
	unit, word = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Unit Word")
	known = frappe.qb.from_(word).select(word.parent)
	rows = frappe.qb.from_(unit).select(unit.name, unit.search_text).where(unit.name.notin(known)).run()
	renew({name: text or "" for name, text in rows})


def renew_outdated() -> None:
	"""Texts and words of units written before a name's blanks were left out and each of several phones had its own word."""
	unit, owner = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Unit Owner")
	rows = (
		frappe.qb.from_(unit)
		.join(owner)
		.on(owner.parent == unit.name)
		.select(unit.name, unit.unit_code, unit.floor, unit.search_text, owner.owner_name, owner.phone)
		.where(owner.to_date.isnull())
		.orderby(unit.name)
		.orderby(owner.is_primary, order=frappe.qb.desc)
		.orderby(owner.idx)
	).run(as_dict=True)
	people: dict[str, list] = {}
	for row in rows:
		people.setdefault(row.name, []).append((row.owner_name or "", row.phone or ""))
	for row in frappe.get_all(
		"Unit Tenant", {"to_date": ("is", "not set")}, ["parent", "tenant_name", "phone"]
	):
		people.setdefault(row.parent, []).append((row.tenant_name or "", row.phone or ""))
	texts = {row.name: search_text(row.unit_code or "", row.floor, people[row.name]) for row in rows}
	changed = {row.name: texts[row.name] for row in rows if texts[row.name] != row.search_text}
	bulk.update("Unit Archive", {name: {"search_text": text} for name, text in changed.items()})
	renew(changed)
