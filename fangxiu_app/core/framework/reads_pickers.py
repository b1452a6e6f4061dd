"""How documents are shown in a link field's list: a readable name, then in small type what distinguishes it (ADR 0087)."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import cstr, escape_html, format_datetime, formatdate

from fangxiu_app.core.access.doctypes import MASTERS, PROJECT_DOCTYPES
from fangxiu_app.core.numbers import plain_number

#: Documents of ERPNext and Frappe our people choose, and what is said of each besides name and code.
FOREIGN: dict[str, tuple[str, ...]] = {
	"Project": (),
	"User": (),
	"Supplier": (),
	"Customer": (),
	"Item": ("item_group",),
	"Warehouse": (),
	"UOM": (),
	"Company": (),
	"Purchase Invoice": ("supplier_name", "bill_no", "posting_date"),
	"Sales Invoice": ("customer_name", "posting_date"),
}
#: Said instead of a document's search fields.
FACTS: dict[str, tuple[str, ...]] = FOREIGN | {
	"Unit Archive": ("delivery_state", "project"),
	"Estate Building": ("lot",),
	"Delivery Batch": ("delivery_date",),
	"Spare Parts": ("delivery_date",),
}
#: Named after their project, by a number or by an address: the name says nothing a title does not.
NAMELESS = ("Unit Archive", "Estate Building", "User", "Project")
#: Fields that name a document of these by its title.
TITLES = {
	"Project": "project_name",
	"Supplier": "supplier_name",
	"User": "full_name",
	"Customer": "customer_name",
}


def dress(doctype: str, rows: list[dict]) -> list[dict]:
	"""The rows of a search that found them with the user's rights, with label and description for people.

	One query, and one for each kind of document the rows name. Other DocTypes than ours and those named above stay as they are.
	"""
	if not rows or doctype not in (*PROJECT_DOCTYPES, *MASTERS, *FOREIGN):
		return rows
	meta = frappe.get_meta(doctype)
	title = meta.title_field if meta.show_title_field_in_link else None
	fields = [field for field in _facts(meta) if field != title]
	names = [row["value"] for row in rows]
	wanted = ["name", *fields, *([title] if title else [])]
	stored = {row.name: row for row in frappe.get_all(doctype, {"name": ("in", names)}, wanted)}
	titles = _titles(meta, fields, stored.values())
	for row in rows:
		values = stored.get(row["value"])
		if values is None:
			continue
		label = cstr(values.get(title)) if title else ""
		row.pop("label", None)
		if label:
			row["label"] = label
		code = [row["value"]] if label and label != row["value"] and doctype not in NAMELESS else []
		said = [_said(meta.get_field(field), values.get(field), titles) for field in fields]
		row["description"] = escape_html(" · ".join(dict.fromkeys(part for part in (*code, *said) if part)))
	return _told_apart(doctype, rows)


def exact_first(rows: list[dict], typed: str) -> list[dict]:
	"""What is called just as it was typed stands first: Enter takes the first row. The rest keeps its order."""
	wanted = typed.strip().casefold()
	if not wanted:
		return rows
	names = [{cstr(row.get("label")).casefold(), cstr(row["value"]).casefold()} for row in rows]
	return [row for first in (True, False) for row, own in zip(rows, names, strict=True) if (wanted in own) is first]


def _facts(meta) -> list[str]:
	fields = FACTS.get(meta.name)
	return [
		field for field in (meta.get_search_fields() if fields is None else fields) if meta.has_field(field)
	]


def _said(field, value: object, titles: dict) -> str:
	"""One fact as text: a choice translated, a document by its title, a day as a day, a quantity without empty decimals; nothing for a tick."""
	if value in (None, "") or field.fieldtype == "Check":
		return ""
	if field.fieldtype == "Link":
		return titles.get((field.options, value)) or _(cstr(value))
	if field.fieldtype == "Select":
		return _(cstr(value), context=field.parent)
	if field.fieldtype == "Date":
		return formatdate(value)
	if field.fieldtype == "Datetime":
		return format_datetime(value, "yyyy-MM-dd HH:mm")
	return plain_number(value) if field.fieldtype == "Float" else cstr(value)


def _titles(meta, fields: list[str], rows: Iterable) -> dict[tuple[str, str], str]:
	"""(DocType, name) → title of what the rows link to."""
	rows = list(rows)
	found: dict[tuple[str, str], str] = {}
	for field in fields:
		target = meta.get_field(field).options
		names = (
			{row[field] for row in rows if row[field]} if meta.get_field(field).fieldtype == "Link" else set()
		)
		if names and target in TITLES:
			pairs = frappe.get_all(
				target, {"name": ("in", list(names))}, ["name", TITLES[target]], as_list=True
			)
			found |= {(target, name): title for name, title in pairs}
	return found


def _told_apart(doctype: str, rows: list[dict]) -> list[dict]:
	"""Adds the address where two people have the same name."""
	if doctype == "User":
		labels = [row.get("label") for row in rows]
		for row in rows:
			if labels.count(row.get("label")) > 1:
				row["description"] = escape_html(row["value"])
	return rows
