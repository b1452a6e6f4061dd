"""Warranty terms of parts: those of the project's 住宅质量保证书, else the statutory defaults (R83)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import cint

from fangxiu_app.core import lawful_settings
from fangxiu_app.core.time.duration import Term
from fangxiu_app.warranty.rules_warranty import PartTerm, Season

TERM_FIELDS = (
	"owner_amount",
	"owner_unit",
	"contractor_amount",
	"contractor_unit",
	"restart_on_repair",
	"source",
)


def part_terms(project: str, book: str | None = None) -> list[PartTerm]:
	"""The terms of all parts of a project, by its default book or the one named. Two queries, however many parts."""
	book = book or frappe.db.get_value("Quality Warranty", {"project": project, "is_default": 1}, "name")
	rows = frappe.get_all(
		"Warranty Term",
		{"parent": book or "", "parenttype": "Quality Warranty"},
		["warranty_item", *TERM_FIELDS],
		order_by="idx",
	)
	own = {row.warranty_item: row for row in rows}
	items = list(own) or frappe.get_all("Warranty Item", pluck="name", order_by="creation")
	return [as_part_term(item, own.get(item)) for item in items]


def as_part_term(warranty_item: str, own) -> PartTerm:
	"""The item's terms, those of ``own`` (a Warranty Term of the project, or None) first."""
	item = frappe.get_cached_doc("Warranty Item", warranty_item)
	terms = own or item
	settings = frappe.get_cached_doc("Fangxiu Settings")
	years = cint(lawful_settings.lawful("design_life_years", settings.design_life_years))
	return PartTerm(
		part=warranty_item,
		owner=_term(terms, "owner", years) or _term(item, "owner", years),
		contractor=_term(terms, "contractor", years) or _term(item, "contractor", years),
		legal_minimum=_term(item, "minimum", years),
		season=seasons(settings).get(item.season_kind) if item.season_kind else None,
		restarts=bool(terms.restart_on_repair),
		source=terms.source or item.source or "",
	)


def seasons(settings) -> dict[str, Season]:
	"""Heating and cooling seasons of the Fangxiu Settings."""
	return {kind: _season(settings, kind) for kind in ("Heating", "Cooling")}


def _season(settings, kind: str) -> Season:
	start = settings.get(f"{kind.lower()}_start").split("-")
	end = settings.get(f"{kind.lower()}_end").split("-")
	return Season(kind, int(start[0]), int(start[1]), int(end[0]), int(end[1]))


def _term(row, side: str, design_life_years: int) -> Term | None:
	unit, amount = row.get(f"{side}_unit"), row.get(f"{side}_amount")
	if not unit:
		return None
	return Term(amount or design_life_years, unit) if unit == "Design Life" else Term(amount, unit)


def repairs_done(unit: str, warranty_item: str, location: str) -> list[date]:
	"""Days on which repairs of the same part were finished and accepted: a restarting warranty counts from them."""
	filters = {"unit": unit, "warranty_item": warranty_item, "location": location, "status": "Closed"}
	filters |= {"responsibility": "Warranty", "owner_accepted_at": ("is", "set")}
	return [moment.date() for moment in frappe.get_all("Repair Ticket", filters, pluck="owner_accepted_at")]
