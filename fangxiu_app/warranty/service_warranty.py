"""Explains for a unit and a warranty item who is covered until when, towards owner and contractor, and who pays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import cint, getdate

from fangxiu_app.core.messages import refuse, show
from fangxiu_app.core.time.duration import Term
from fangxiu_app.core.wording import _
from fangxiu_app.estate import service_places
from fangxiu_app.estate.rules_place import COMMON
from fangxiu_app.warranty import rules_lawful_terms
from fangxiu_app.warranty.reads_warranty_terms import TERM_FIELDS, as_part_term, repairs_done
from fangxiu_app.warranty.rules_warranty import PartTerm, UnitDates, WarrantyAnswer, answer


@dataclass(frozen=True, slots=True)
class Cover:
	"""A warranty answer and its explanation in the session's language."""

	answer: WarrantyAnswer
	text: str


def cover(unit, warranty_item: str, location: str, on: date) -> Cover:
	"""Who is covered until when, and who pays, for ``warranty_item`` at ``location`` of ``unit`` on day ``on``.

	Earlier repairs of the same part count where the term restarts with a repair.
	"""
	term = part_term(unit, warranty_item)
	repairs = repairs_done(unit.name, warranty_item, location) if term.restarts else []
	found = answer(term, unit_dates(unit), on, earlier_repairs=repairs)
	return Cover(found, explain(found))


def check_terms(row, season_kind: str | None, idx: int = 0) -> None:
	"""Raise for a term without its amount or unit, or one counted in seasons where the item has no season."""
	where = _("Row {0}:").format(idx) + " " if idx else ""
	for side in ("owner", "contractor", "minimum"):
		unit, amount = row.get(f"{side}_unit"), row.get(f"{side}_amount")
		if amount and not unit:
			frappe.throw(_("{0}choose what {1} counts: years, months, days or seasons.").format(where, _(row.meta.get_label(f"{side}_amount"))))
		if unit and unit != "Design Life" and not amount:
			frappe.throw(_("{0}enter how many of {1} the term has.").format(where, _(unit)))
		if unit == "Season" and not season_kind:
			frappe.throw(
				_("{0}the term counts seasons. Choose heating or cooling on the warranty item.").format(where)
			)


def check_lawful(row, item: str, with_least: bool = True) -> None:
	"""Raise RefusedError for a term below the law's least for the item (R83); ``with_least``: the row has a least from handover."""
	least = _term_of(row, "minimum") if with_least else None
	refuse(rules_lawful_terms.below(item, _term_of(row, "contractor"), least, with_least, owner=_term_of(row, "owner")))


def complete(row) -> None:
	"""A term that a row of a project's book leaves empty is the item's own, and stands in the book as that (R83)."""
	item = frappe.get_cached_doc("Warranty Item", row.warranty_item)
	for side in ("owner", "contractor"):
		if not row.get(f"{side}_unit") and not row.get(f"{side}_amount"):
			row.update({name: item.get(name) for name in (f"{side}_unit", f"{side}_amount")})


def _term_of(row, side: str) -> Term | None:
	unit = row.get(f"{side}_unit")
	return Term(cint(row.get(f"{side}_amount")), unit) if unit else None


def part_term(unit, warranty_item: str) -> PartTerm:
	"""The project's own terms for the item (住宅质量保证书 prevails, R83), else the item's statutory defaults."""
	return as_part_term(warranty_item, _project_terms(unit, warranty_item))


def owner_ends(terms: list[PartTerm], dates: UnitDates, on: date) -> dict[str, date | None]:
	"""Part → last day of the owner's cover, for a unit of these dates."""
	return {term.part: answer(term, dates, on).owner_until for term in terms}


def unit_dates(unit) -> UnitDates:
	"""Dates the clocks run from; the building's completion acceptance serves where the unit has none.

	For a common part those of the building, or the estate, it belongs to.
	"""
	if unit.kind == COMMON:
		accepted, handed_over = service_places.first_dates(unit)
		return UnitDates(*(getdate(day) if day else None for day in (accepted, handed_over)))
	accepted = unit.completion_acceptance_date or frappe.get_cached_value(
		"Estate Building", unit.building, "completion_acceptance_date"
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


def explain(answer) -> str:
	"""A warranty answer in words: who is covered until when, and who pays."""
	texts = {
		"owner_until": _("Owner covered until {0}."),
		"contractor_until": _("Contractor liable until {0}."),
		"deemed_handover": _("Handover counts from the delivery notice of {0}."),
		"floor_applied": _("The law extends the owner's cover to {0}."),
		"restarted": _("The term began anew with the repair of {0}."),
		"not_handed_over": _("Not handed over yet: the owner's warranty has not begun."),
		"no_acceptance_date": _(
			"No completion acceptance date: enter it on the building, the contractor's warranty is unknown without it."
		),
		"gap": _("The contractor is no longer liable: from {0} to {1} the developer pays."),
		"owner_expired": _("The owner's warranty ended on {0}."),
	}
	payers = {
		"Contractor": _("The contractor pays."),
		"Developer": _("The developer pays."),
		"Owner": _("Paid repair, or over to the property company."),
		"Unknown": _("Who pays cannot be judged yet."),
	}
	parts = [texts[reason.code].format(*map(show, reason.params)) for reason in answer.reasons]
	# a Chinese full stop brings its own space
	return re.sub(r"(?<=[。；]) ", "", " ".join([*parts, payers[answer.payer]]))
