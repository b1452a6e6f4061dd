"""The sheet of a patrol or spot check: its checklist, whether it is complete, its photos kept as evidence (R12, R100, R103)."""

from __future__ import annotations

import frappe
from frappe.utils import cint, cstr, flt, get_datetime

from fangxiu_app.core.files import evidence
from fangxiu_app.core.kept_record import keeps
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.site_work import reads_work
from fangxiu_app.tickets.site_work import rules_patrol as rules
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS, Check

#: Visits that fill in the six aspects, and whether each is scored.
SHEETS = {"Patrol": False, "Spot Check": True}


def checklist_for(trade: str | None, defect_type: str | None) -> str | None:
	"""The checklist of a class of work: the defect type's own, else its trade's, else the one for all other work."""
	for filters in ({"defect_type": defect_type}, {"trade": trade, "defect_type": ("is", "not set")}):
		if all(filters.values()):
			found = frappe.get_all("Patrol Scope", filters, pluck="parent", order_by="parent", limit=1)
			if found:
				return found[0]
	return frappe.db.get_value("Patrol Checklist", {"is_general": 1})


def sheet(ticket) -> tuple[str | None, list[dict]]:
	"""(checklist, rows) for a ticket: one row per aspect, with what to look at; the six aspects always, in their order."""
	name = checklist_for(ticket.trade, ticket.defect_type)
	items = frappe.get_cached_doc("Patrol Checklist", name).items if name else []
	return name, [
		{
			"aspect": aspect,
			"item": "\n".join(row.check_item for row in items if row.aspect == aspect),
		}
		for aspect in ASPECTS
	]


def prepare(visit) -> None:
	"""Before a sheet is saved: its checklist, the text of aspects left empty, its score. Raises RefusedError."""
	ticket = frappe.db.get_value("Repair Ticket", visit.ticket, ["trade", "defect_type"], as_dict=True)
	visit.checklist, rows = sheet(ticket or frappe._dict())
	items = {row["aspect"]: row["item"] for row in rows}
	for row in visit.checks:
		row.item = row.item or items.get(row.aspect)
		row.score = cint(row.score) if SHEETS[visit.kind] and row.result != "Not Applicable" else None
	checks = _checks(visit)
	faulty = reads_work.open_faults([visit.ticket]).get(visit.ticket, ())
	refuse(rules.check_sheet(checks, SHEETS[visit.kind]) + rules.answered(checks, faulty) + _progress(visit))
	visit.score = rules.score(checks)


def check_running(visit) -> None:
	"""A patrol walks through a running repair: refuse one at a time nobody worked. Raises RefusedError."""
	periods = reads_work.periods([visit.ticket]).get(visit.ticket, [])
	at = get_datetime(visit.arrived_at)
	if not rules.within(at, periods):
		refuse([Violation("no_work_to_patrol", (at,))])


COLUMNS = ("aspect", "item", "result", "score", "remark", "photo")
LINE = ("progress_percent", "work_done", "next_work", "score", "checklist")
NUMBERS = ("progress_percent", "score")


def stays(before, visit) -> bool:
	"""Whether a saved sheet is unchanged; a photo that was left out may be added."""
	return _kept(before, visit, LINE) and same_checks(before, visit)


def same_checks(before, visit) -> bool:
	"""Whether the ticked lines of a saved visit are unchanged; a photo that was left out may be added."""
	if len(before.checks) != len(visit.checks):
		return False
	return all(_kept(*rows, COLUMNS) for rows in zip(before.checks, visit.checks, strict=True))


def _kept(before, row, names: tuple[str, ...]) -> bool:
	return keeps(_named(before, names), _named(row, names), ("photo",))


def _named(row, names: tuple[str, ...]) -> dict[str, str]:
	return {name: cstr(flt(row.get(name)) if name in NUMBERS else row.get(name)) for name in names}


def keep_photos(visit, before=None) -> None:
	"""New photos of the sheet become evidence: private, hashed, never changed."""
	known = {row.photo for row in before.checks} if before else set()
	for row in visit.checks:
		if row.photo and row.photo not in known:
			caption = _(row.aspect)
			evidence.keep(visit.ticket, row.photo, "Photo", "Repair", caption, visit.name, visit.arrived_at)


def _checks(visit) -> list[Check]:
	scored = SHEETS[visit.kind]
	return [
		Check(row.aspect, row.result, row.remark or "", cint(row.score) if scored else None)
		for row in visit.checks
		if row.aspect in ASPECTS
	]


def _progress(visit) -> list[Violation]:
	"""R12: each day's line says how far the work is, what was done and what comes next."""
	if visit.kind != "Patrol":
		return []
	missing = [name for name in ("work_done", "next_work") if not (visit.get(name) or "").strip()]
	found = [Violation("progress_missing", (tuple(visit.meta.get_label(name) for name in missing),))]
	if not missing:
		found = []
	if not 0 <= (visit.progress_percent or 0) <= rules.BEST:
		found.append(Violation("progress_out_of_range", (visit.progress_percent,)))
	return found
