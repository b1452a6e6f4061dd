"""What milestones of a batch count: rows that are taken away, and buildings that stand in another batch (R21, R32-R35, R41, R45)."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe.utils import cint, format_date, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_batch_buildings, reads_handover, rules_batch_days
from fangxiu_app.estate import rules_place


@dataclass(frozen=True, slots=True)
class Counted:
	"""A table of a batch: the proofs that count its rows, the field that names a row, the field of how many."""

	proofs: tuple[str, ...]
	title: str
	amount: str = ""
	same: tuple[str, ...] = ()


COUNTED = {
	"needs": Counted(("Needs Plan", "Office Site", "Office Equipment"), "need", "qty", ("kind", "need")),
	"staff": Counted(("Staffing",), "engineer", same=("engineer",)),
	"duties": Counted(("Responsibilities",), "matter", same=("matter",)),
}


def taken(before, batch) -> list[str]:
	"""Names of the rows that milestones count no more, for a reason; once they are due, by the repair manager. Raises RefusedError."""
	names, proofs = [], set()
	for table, one in COUNTED.items():
		rows = rules_batch_days.taken(before.get(table), batch.get(table), one.same, one.amount)
		names += [str(row.get(one.title) or row.idx) for row in rows]
		proofs |= set(one.proofs) if rows else set()
	if not names:
		return []
	said = "、".join(names)
	due = _due(before.name, proofs) if roles.MANAGER not in frappe.get_roles() else []
	refuse([Violation("batch_rows_due", (said, "、".join(due)))] if due else [])
	if not (batch.move_reason or "").strip():
		refuse([Violation("batch_rows_reason", (said,))])
	return names


def _due(batch: str, proofs: set[str]) -> list[str]:
	"""Milestones of these proofs whose day has come."""
	filters = {"batch": batch, "proof": ("in", sorted(proofs)), "due_date": ("<=", getdate(today()))}
	rows = frappe.get_all("Delivery Milestone", filters, ["title", "clause"], order_by="due_date")
	return [f"{row.title}（{row.clause}）" for row in rows]


def check_buildings(batch) -> None:
	"""A flat belongs to one batch that is not completed, or two deliveries would count it. Raises RefusedError.

	So a building stands in one of them, and none covers the whole project beside another one. No building joins all of whose flats are delivered.
	"""
	if batch.completion_date and getdate(batch.completion_date) < getdate(today()):
		return
	named = [row.building for row in batch.buildings]
	found = reads_batch_buildings.elsewhere(batch.name or "", named)
	refuse([Violation("batch_building_twice", (rules_place.building(row.building_no), row.title)) for row in found])
	before = batch.get_doc_before_save()
	known = [row.building for row in before.buildings] if before else None
	if known is None or sorted(known) != sorted(named) or getdate(before.completion_date or today()) < getdate(today()):
		_check_whole(batch, named)
	_check_given(batch, set(known or ()))


def _check_whole(batch, named: list[str]) -> None:
	"""A batch without buildings is about the whole project, which is possible for the only open one alone."""
	others = reads_batch_buildings.open_beside(batch.name or "", batch.project)
	found = [Violation("batch_whole", (row.title,)) for row in others if not row.named]
	if others and not named:
		found.insert(0, Violation("batch_buildings_missing", ("、".join(row.title for row in others),)))
	refuse(found)


def _check_given(batch, known: set[str]) -> None:
	"""What joins has flats that are to be delivered; where some are delivered already, that is said."""
	new = {row.building: row.idx for row in batch.buildings if row.building not in known}
	given = reads_handover.delivered_in(list(new))
	full = [row for row in given if row.delivered >= row.units]
	refuse([Violation("batch_building_done", (new[row.building], rules_place.building(row.building_no), format_date(row.first_on))) for row in full])
	for row in given:
		text = _("{0}: {1} of {2} flats are delivered already, the first on {3}; their warranty runs. If this batch is not about the rest of the building, choose another building.")
		said = (frappe.bold(rules_place.building(row.building_no)), cint(row.delivered), row.units, format_date(row.first_on))
		frappe.msgprint(text.format(*said), title=_("Delivered Already"), indicator="orange")
