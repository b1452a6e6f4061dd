"""The two-sided warranty answer for a unit and a warranty item, in words (design 5, practice 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import getdate

from fangxiu_app.domain.duration import Term
from fangxiu_app.domain.warranty import PartTerm, UnitDates, WarrantyAnswer, answer
from fangxiu_app.messages import explain
from fangxiu_app.repair import settings

TERM_FIELDS = (
	"owner_amount",
	"owner_unit",
	"contractor_amount",
	"contractor_unit",
	"restart_on_repair",
	"source",
)


@dataclass(frozen=True, slots=True)
class Cover:
	"""A warranty answer and its explanation in the session's language."""

	answer: WarrantyAnswer
	text: str


def cover(unit, warranty_item: str, on: date, last_repair_done: date | None = None) -> Cover:
	"""Who is covered until when, and who pays, for ``warranty_item`` of ``unit`` (a Unit Archive) on day ``on``."""
	found = answer(part_term(unit, warranty_item), unit_dates(unit), on, last_repair_done)
	return Cover(found, explain(found))


def part_term(unit, warranty_item: str) -> PartTerm:
	"""The project's own terms for the item (住宅质量保证书 prevails, R83), else the item's statutory defaults."""
	item = frappe.get_cached_doc("Warranty Item", warranty_item)
	terms = _project_terms(unit, warranty_item) or item
	rules = settings.load()
	return PartTerm(
		part=warranty_item,
		owner=_term(terms, "owner", rules) or _term(item, "owner", rules),
		contractor=_term(terms, "contractor", rules) or _term(item, "contractor", rules),
		legal_minimum=_term(item, "minimum", rules),
		season=rules.seasons.get(item.season_kind) if item.season_kind else None,
		restarts=bool(terms.restart_on_repair),
		source=terms.source or item.source or "",
	)


def unit_dates(unit) -> UnitDates:
	"""Dates the clocks run from; the building's completion acceptance serves where the unit has none."""
	accepted = unit.completion_acceptance_date or frappe.get_cached_value(
		"Building", unit.building, "completion_acceptance_date"
	)
	return UnitDates(
		*(getdate(day) if day else None for day in (accepted, unit.handover_date, unit.deemed_handover_date))
	)


def _project_terms(unit, warranty_item: str):
	book = unit.quality_warranty or frappe.db.get_value(
		"Quality Warranty", {"project": unit.project, "is_default": 1}, "name"
	)
	return book and frappe.db.get_value(
		"Warranty Term", {"parent": book, "warranty_item": warranty_item}, TERM_FIELDS, as_dict=True
	)


def _term(row, side: str, rules: settings.Rules) -> Term | None:
	unit, amount = row.get(f"{side}_unit"), row.get(f"{side}_amount")
	if not unit:
		return None
	return Term(amount or rules.design_life_years, unit) if unit == "Design Life" else Term(amount, unit)
