"""Changes of a delivery batch by which something would be owed no more: a later D or C, buildings and agreements that leave (R19, R20, R28, R41)."""

from __future__ import annotations

import frappe
from frappe.utils import cint, get_datetime, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_handover, service_deliveries
from fangxiu_app.delivery import reads_milestones as reads
from fangxiu_app.delivery import rules_milestones as rules
from fangxiu_app.delivery.rules_batch_days import left
from fangxiu_app.estate import rules_place

#: Table of a batch → its link, and the DocType of which an empty table means all of the project.
SCOPE = {"buildings": ("building", "Estate Building"), "agreements": ("agreement", "Warranty Agreement")}
#: How many overdue milestones a refusal names.
NAMED = 3


def check_move(before, batch) -> None:
	"""A later D or C takes no milestone off the overdue ones, and none loses its day, unless the repair manager moves it. Raises RefusedError."""
	if roles.MANAGER in frappe.get_roles():
		return
	found: dict[str, list[str]] = {}
	for row, fact in _milestones(before):
		code = _lost(fact, row.due_date, service_deliveries.due_of(row, batch), getdate(today()))
		found.setdefault(code, []).append(f"{row.title}（{row.clause}）")
	found.pop("", None)
	refuse([Violation(code, (len(rows), "、".join(rows[:NAMED]))) for code, rows in found.items()])


def _lost(fact, old, new, today) -> str:
	"""What a milestone would lose by its new day: that it is overdue, its day, or nothing."""
	if rules.escapes(fact, old, new, today):
		return "batch_overdue"
	return "batch_undue" if new is None and old and not fact.fulfilled else ""


def leaving(before, batch) -> dict[str, list[str]]:
	"""DocType → what belonged to the batch and belongs to it no more. A query for a table that was empty and is not."""
	found = {}
	for table, (field, doctype) in SCOPE.items():
		old, new = ([row.get(field) for row in one.get(table)] for one in (before, batch))
		every = frappe.get_all(doctype, {"project": batch.project}, pluck="name") if new and not old else []
		if gone := left(old or every, new):
			found[doctype] = gone
	return found


def check_leaving(before, batch, gone: dict[str, list[str]]) -> None:
	"""It leaves for a reason, and no building in which the batch has delivered a flat. Raises RefusedError.

	The reason is asked for last: nobody writes one for what is refused anyway.
	"""
	if not gone:
		return
	if roles.MANAGER not in frappe.get_roles() and (overdue := _overdue(before)):
		refuse([Violation("batch_leaving_overdue", (_named(gone), len(overdue), "、".join(overdue[:NAMED])))])
	begun = min(getdate(before.delivery_date), get_datetime(before.creation).date())
	given = reads_handover.delivered_in(gone.get("Estate Building", []), begun)
	refuse([Violation("batch_building_delivered", (rules_place.building(row.building_no), cint(row.delivered))) for row in given])
	if not (batch.move_reason or "").strip():
		refuse([Violation("batch_leaving_reason", (_named(gone),))])


def _overdue(before) -> list[str]:
	"""Milestones of a batch that are overdue as it stood: what leaves might be what they wait for."""
	day = getdate(today())
	return [f"{row.title}（{row.clause}）" for row, fact in _milestones(before) if rules.escapes(fact, row.due_date, None, day)]


def _milestones(before) -> list[tuple]:
	"""The milestones of a batch that are owed, each with what proves it as the batch stood."""
	known = reads.facts([before.as_dict()], getdate(today()))
	owed = [row for row in reads.rows([before.name]) if row.proof != rules.MARKER]
	return [(row, rules.required(reads.fact_of(row, known), row.wanted, row.proof)) for row in owed]


def note_leaving(batch, gone: dict[str, list[str]], rows: list[str]) -> None:
	"""Keep who took what out of the batch, and why, beside it: buildings, agreements, ``rows`` of its plans."""
	named = "、".join(filter(None, (_named(gone), *rows)))
	text = _("{0} left the batch: {1}").format(named, (batch.move_reason or "").strip())
	batch.add_comment("Info", frappe.utils.escape_html(text))


def _named(gone: dict[str, list[str]]) -> str:
	blocks = frappe.get_all("Estate Building", {"name": ("in", gone.get("Estate Building") or [""])}, pluck="building_no", order_by="name")
	return "、".join([*map(rules_place.building, blocks), *gone.get("Warranty Agreement", ())])
