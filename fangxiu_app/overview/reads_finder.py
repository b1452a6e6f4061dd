"""What the desk's search bar (Ctrl+G) finds: units by code, people and phones, documents by number, contractors (ADR 0086)."""

from __future__ import annotations

import re
import unicodedata

import frappe

from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.estate.reads_units import search_units
from fangxiu_app.estate.rules_unit_search import mobile
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Rows of each kind: the search bar is meant for finding one document.
MOST = 5
#: Months back in which a ticket is looked for by its bare number.
MONTHS = 36
_NUMBER = re.compile(r"([A-Z]{2,4})-[0-9A-Z-]*")


def find(text: str) -> list[dict]:
	"""Rows ``{doctype, name, label, more}`` the user may read, the surest first. Every list is read with the user's rights.

	Owners and tenants are found as their unit: nobody reads them outside of it (ADR 0005).
	"""
	text = " ".join(unicodedata.normalize("NFKC", text).split())[:60]
	if len(text) < 2:
		return []
	# a bare number is a room or the end of a phone before it is a ticket
	return [*_numbered(text), *_units(text), *_called(text), *_tickets_of_number(text), *_contractors(text)]


def _units(text: str) -> list[dict]:
	if not frappe.has_permission("Unit Archive", "read"):
		return []
	units = search_units(text, limit=MOST)
	rows = [
		_row("Unit Archive", unit.name, unit.title, unit.project_name or "", unit.delivery_state)
		for unit in units
	]
	sure = units[0].name if units and (units[0].exact or len(units) == 1) else None
	return rows[:1] + _tickets({"unit": sure, "status": ("not in", FINAL)}) + rows[1:] if sure else rows


def _called(text: str) -> list[dict]:
	"""Tickets whose caller has this number, who is no owner perhaps: family, tenant, neighbour."""
	number = mobile(text)
	return _tickets({"caller_phone": number}) if number else []


def _tickets(filters: dict) -> list[dict]:
	if not frappe.has_permission("Repair Ticket", "read"):
		return []
	fields = ["name", "unit_code", "location", "defect_type", "status"]
	rows = frappe.get_list("Repair Ticket", filters, fields, order_by="reported_at desc", limit=MOST)
	return [
		_row(
			"Repair Ticket",
			row.name,
			_joined(row.unit_code, row.location, row.defect_type),
			row.name,
			row.status,
		)
		for row in rows
	]


def _numbered(text: str) -> list[dict]:
	"""Documents by their number, also unfinished."""
	compact = text.replace(" ", "").upper()
	found = _NUMBER.fullmatch(compact)
	doctype = found and _numbers().get(found[1])
	if doctype == "Repair Ticket":
		return _tickets({"name": ("like", f"{compact}%")})
	if not doctype or not frappe.has_permission(doctype, "read"):
		return []
	names = frappe.get_list(doctype, {"name": ("like", f"{compact}%")}, pluck="name", limit=MOST)
	return [_row(doctype, name, name, "", "") for name in names]


def _tickets_of_number(text: str) -> list[dict]:
	"""A ticket by the digits at its end."""
	if not (text.isdecimal() and 3 <= len(text) <= 5):
		return []
	return _tickets({"name": ("in", _ticket_names(int(text)))})


def _ticket_names(number: int) -> list[str]:
	"""Names a ticket with this number may have had in the last months: keys to look up, no list to read through."""
	today = frappe.utils.getdate()
	months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(MONTHS)]
	return [f"RT-{year % 100:02}{month + 1:02}-{number:05}" for year, month in months]


def _numbers() -> dict[str, str]:
	"""First letters of a document's number → its DocType."""
	series = {doctype: frappe.get_meta(doctype).autoname or "" for doctype in PROJECT_DOCTYPES}
	return {
		name.split("-")[0]: doctype for doctype, name in series.items() if re.match(r"[A-Z]{2,4}-\.", name)
	}


def _contractors(text: str) -> list[dict]:
	"""Firms by a part of their name. Owners who were once paid a compensation are suppliers too, but not found here."""
	if text.replace(" ", "").isdecimal() or not frappe.has_permission("Supplier", "read"):
		return []
	filters = [
		["supplier_name", "like", f"%{text}%"],
		["supplier_type", "!=", "Individual"],
		["disabled", "=", 0],
	]
	rows = frappe.get_list(
		"Supplier", filters, ["name", "supplier_name"], order_by="supplier_name", limit=MOST
	)
	return [_row("Supplier", row.name, row.supplier_name, "", "") for row in rows]


def _row(doctype: str, name: str, label: str, place: str, state: str) -> dict:
	return {"doctype": doctype, "name": name, "label": label, "place": place, "state": state}


def _joined(*parts: str | None) -> str:
	return " · ".join(part for part in parts if part)
