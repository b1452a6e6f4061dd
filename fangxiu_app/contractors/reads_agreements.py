"""Which contractor answers for a defect: signed agreements by lot, building and trade."""

from __future__ import annotations

from datetime import date

import frappe

from fangxiu_app.contractors.rules_agreement import MILESTONES, TRAININGS, Cover
from fangxiu_app.estate import reads_delivery_days


def find_agreement(project: str, building: str, lot: str | None, trade: str, on: date):
	"""The signed agreement whose scope fits best, as (agreement, contractor, contractor_name), or None. One query."""
	return choose(scopes(project, on), building, lot, trade)


def works_for(project: str, contractor: str) -> bool:
	"""Whether a contractor has a signed agreement or an approved order in the project. Two queries at most."""
	signed = {"project": project, "contractor": contractor, "status": "Signed"}
	ordered = {"project": project, "third_party": contractor, "docstatus": 1}
	return bool(frappe.db.exists("Warranty Agreement", signed) or frappe.db.exists("Third Party Order", ordered))


def choose(rows: list, building: str, lot: str | None, trade: str):
	"""The scope row that fits best, or None.

	The most specific row wins: building before lot before trade; an empty cell covers everything. Of equals the latest
	signed wins.
	"""
	fitting = [row for row in rows if fits(row, building, lot, trade)]
	return max(fitting, key=_weight, default=None)


def scopes(project: str, on: date) -> list:
	"""Scope rows of the project's agreements that are signed and valid on a day. One query."""
	agreement, scope = frappe.qb.DocType("Warranty Agreement"), frappe.qb.DocType("Agreement Scope")
	return (
		frappe.qb.from_(agreement)
		.join(scope)
		.on((scope.parent == agreement.name) & (scope.parenttype == "Warranty Agreement"))
		.select(
			agreement.name,
			agreement.contractor,
			agreement.contractor_name,
			agreement.signed_on,
			scope.building,
			scope.lot,
			scope.trade,
		)
		.where((agreement.project == project) & (agreement.status == "Signed"))
		.where(agreement.valid_from.isnull() | (agreement.valid_from <= on))
		.where(agreement.valid_to.isnull() | (agreement.valid_to >= on))
	).run(as_dict=True)


def signed_beside(project: str, contractor: str, name: str) -> list[Cover]:
	"""What the contractor's other signed agreements in the project answer for. One query."""
	agreement, scope = frappe.qb.DocType("Warranty Agreement"), frappe.qb.DocType("Agreement Scope")
	query = (
		frappe.qb.from_(agreement)
		.join(scope)
		.on((scope.parent == agreement.name) & (scope.parenttype == "Warranty Agreement"))
		.select(agreement.name, agreement.valid_from, agreement.valid_to, scope.building, scope.lot, scope.trade)
		.where((agreement.project == project) & (agreement.contractor == contractor))
		.where((agreement.status == "Signed") & (agreement.name != name))
		.orderby(agreement.name)
	)
	found: dict[tuple, set] = {}
	for row in query.run(as_dict=True):
		found.setdefault((row.name, row.valid_from, row.valid_to), set()).add(row_of(row))
	return [Cover(one, frozenset(rows), start, end) for (one, start, end), rows in found.items()]


def due_days(project: str, delivery_day: date) -> dict[str, date]:
	"""Last day of each of ``MILESTONES`` as the delivery that begins on that day has it; the earliest, where several do.

	Where the project has no such delivery yet, as the usual template counts it. Four queries at most.
	"""
	batches = _batches(project, delivery_day)
	found = reads_delivery_days.days(batches).values() if batches else [reads_delivery_days.days_from(delivery_day)]
	return {proof: min(days[proof] for days in found if proof in days) for proof in MILESTONES if any(proof in days for days in found)}


def trainings_wanted(project: str, delivery_day: date) -> int:
	"""How many trainings the milestone of that delivery, or of the usual template, wants; 0 where it names no number."""
	batches = [row.name for row in _batches(project, delivery_day)]
	doctype, filters = "Delivery Milestone", {"batch": ("in", batches)}
	if not batches:
		template = frappe.db.get_value("Milestone Template", {"is_default": 1})
		doctype, filters = "Milestone Template Row", {"parent": template or ""}
	return max(frappe.get_all(doctype, {**filters, "proof": TRAININGS}, pluck="wanted"), default=0)


def _batches(project: str, delivery_day: date) -> list:
	filters = {"project": project, "delivery_date": delivery_day}
	return frappe.get_all("Delivery Batch", filters, ["name", "delivery_date", "completion_date"])


def row_of(row) -> tuple[str, str, str]:
	"""A row of the scope as it is compared."""
	return (row.building or "", row.lot or "", row.trade or "")


def fits(row, building: str, lot: str | None, trade: str) -> bool:
	"""Whether a row of a scope has this place and trade; an empty cell covers everything."""
	return (
		row.building in (None, "", building) and row.lot in (None, "", lot) and row.trade in (None, "", trade)
	)


def _weight(row):
	return (bool(row.building), bool(row.lot), bool(row.trade), row.signed_on or date.min, row.name)
