"""What milestones of a batch count: rows that are taken away, and buildings that stand in another batch (R21, R32-R35, R41, R45)."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.delivery import reads_batch_buildings, rules_batch_days
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
	"""A building stands in one batch that is not completed, or two deliveries would count the same flats. Raises RefusedError."""
	if batch.completion_date and getdate(batch.completion_date) < getdate(today()):
		return
	found = reads_batch_buildings.elsewhere(batch.name or "", [row.building for row in batch.buildings])
	refuse([Violation("batch_building_twice", (rules_place.building(row.building_no), row.title)) for row in found])
