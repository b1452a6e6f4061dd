"""Records that prove the milestones about units: inspections, readings, originals, transfers (R45-R50).

Readers as in ``milestone_proofs``. The units to be delivered are counted, not only those with a record: three inspection sheets
of three do not complete a delivery of twenty units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from fangxiu_app.delivery.reads_handover import months, problem
from fangxiu_app.delivery.rules_handover import (
	ACCEPT,
	NOT_INSPECTED,
	PROXY,
	Problem,
	proxy_due,
	waits_for_proxy,
)
from fangxiu_app.delivery.rules_milestones import Fact

#: Both are read before a flat is handed over (R48).
METERS = {"Water", "Electricity"}


def _latest(days: Iterable) -> date | None:
	return max((getdate(day) for day in days if day), default=None)


def _rounds(scope) -> dict[str, list[frappe._dict]]:
	"""Inspections with the owner by unit, oldest first, each with its problems that are not closed; read once."""
	if "rounds" not in scope.shared:
		scope.shared["rounds"] = _read_rounds(scope)
	return scope.shared["rounds"]


def _read_rounds(scope) -> dict[str, list[dict]]:
	fields = ["name", "unit", "round", "state", "opinion", "inspected_at", "signed_at", "originals_received_at"]
	filters = {"project": ("in", scope.projects), "round": ("!=", "Pre-inspection")}
	rows = frappe.get_all("Handover Inspection", filters, fields, order_by="inspected_at asc", limit=0)
	item, doc = frappe.qb.DocType("Inspection Item"), frappe.qb.DocType("Handover Inspection")
	query = frappe.qb.from_(item).join(doc).on(doc.name == item.parent)
	query = query.where(doc.project.isin(scope.projects) & (item.state != "Closed"))
	query = query.where(item.responsible == "Project Department")
	states = defaultdict(list)
	for parent, state, day in query.select(item.parent, item.state, item.rectified_on).run():
		states[parent].append((state, day))
	found = defaultdict(list)
	for row in rows:
		row.open = states[row.name]
		found[row.unit].append(row)
	return found


def _units(scope, done: Callable[[list[dict]], object]) -> dict[str, Fact]:
	"""How many of the units to be delivered are as far as ``done`` says of their rounds, which returns the day."""
	rounds, facts = _rounds(scope), {}
	for name in scope.units:
		units = scope.to_deliver(name)
		days = {unit["unit_code"]: done(rounds[unit["name"]]) for unit in units}
		left = tuple(code for code, day in days.items() if not day)
		facts[name] = Fact(len(units) - len(left), len(units), _latest(days.values()), left)
	return facts


def _signed(scope) -> dict[str, Fact]:
	"""R45: every problem is closed, and the owner has signed that, or the repair centre in the owner's place (R46)."""
	proxies = _accepted_for_owner(scope)

	def done(rounds: list[frappe._dict]):
		signed = [row for row in rounds if row.state == "Owner Signed"]
		closed = not any(row.open for row in rounds)
		if rounds and rounds[0].unit in proxies:
			return proxies[rounds[0].unit]
		return signed[-1].signed_at if signed and signed[-1].opinion == ACCEPT and closed else None

	return _units(scope, done)


def _sheets(scope) -> dict[str, Fact]:
	"""R47: an inspection sheet for every unit that is delivered."""
	return _units(scope, lambda rounds: rounds[0].inspected_at if rounds else None)


def _originals(scope) -> dict[str, Fact]:
	"""R49: the signed original of every unit is filed; a unit accepted in the owner's place without any signature has none."""
	proxies = _accepted_for_owner(scope)

	def done(rounds: list[frappe._dict]):
		filed = _latest(row.originals_received_at for row in rounds)
		unsigned = rounds and not any(row.state == "Owner Signed" for row in rounds)
		return filed or (proxies.get(rounds[0].unit) if unsigned else None)

	return _units(scope, done)


def _readings(scope) -> dict[str, Fact]:
	"""R48: water and electricity of every unit are read, and no meter charge of it waits for its confirmation."""
	reading, inspection = frappe.qb.DocType("Meter Reading"), frappe.qb.DocType("Handover Inspection")
	query = frappe.qb.from_(reading).join(inspection).on(inspection.name == reading.parent)
	query = query.where(inspection.project.isin(scope.projects) & (inspection.round != "Pre-inspection"))
	read = defaultdict(set)
	for unit, kind in query.select(inspection.unit, reading.kind).run():
		read[unit].add(kind)
	transfer = frappe.qb.DocType("Unit Transfer")
	query = frappe.qb.from_(reading).join(transfer).on(transfer.name == reading.parent)
	query = query.where(transfer.project.isin(scope.projects) & (transfer.state == "Handed Over"))
	for unit, kind in query.select(transfer.unit, reading.kind).run():
		read[unit].add(kind)
	charges = {"project": ("in", scope.projects), "state": "Draft"}
	waiting = set(frappe.get_all("Meter Charge", charges, pluck="unit"))

	def done(rounds: list[frappe._dict]):
		whole = rounds and METERS <= read[rounds[0].unit] and rounds[0].unit not in waiting
		return rounds[-1].inspected_at if whole else None

	return _units(scope, done)


def _transfers(scope) -> list[frappe._dict]:
	"""Units handed to the repair centre: unit, kind, handed_over_at; read once."""
	if "transfers" not in scope.shared:
		filters = {"project": ("in", scope.projects), "state": "Handed Over"}
		fields = ["unit", "kind", "handed_over_at"]
		scope.shared["transfers"] = frappe.get_all("Unit Transfer", filters, fields, limit=0)
	return scope.shared["transfers"]


def _accepted_for_owner(scope) -> dict[str, date]:
	"""Units the repair centre has accepted in the owner's place, with the day (R46)."""
	return {row.unit: getdate(row.handed_over_at) for row in _transfers(scope) if row.kind == PROXY}


def _not_inspected(scope) -> dict[str, Fact]:
	"""R50: unsold, not deliverable and not collected units that the project department has handed over."""
	done, facts = scope.by_unit(row for row in _transfers(scope) if row.kind in NOT_INSPECTED), {}
	for name, units in scope.units.items():
		moved = {row.unit for row in done[name]}
		codes = {unit["name"]: unit["unit_code"] for unit in units}
		owed = moved | {unit["name"] for unit in units if unit["delivery_state"] in NOT_INSPECTED}
		day = _latest(row.handed_over_at for row in done[name])
		facts[name] = Fact(len(moved), len(owed), day, tuple(codes[unit] for unit in sorted(owed - moved)))
	return _nothing_due(scope, facts, "Transfers")


def _proxies(scope) -> dict[str, Fact]:
	"""R46: rectified a month ago and not finally accepted: accepted on the owner's behalf. None due is nothing to do."""
	rounds, done = _rounds(scope), _accepted_for_owner(scope)
	handed, problems, facts = {row.unit for row in _transfers(scope)}, _problems(scope), {}
	for name, units in scope.units.items():
		codes = {unit["name"]: unit["unit_code"] for unit in units}
		accepted = {unit for unit in codes if unit in done}
		waiting = (unit for unit in codes if _waits_for_owner(rounds[unit], unit in handed, problems[unit], scope.today))
		due = set(waiting)
		day = _latest(done[unit] for unit in accepted)
		left = tuple(codes[unit] for unit in sorted(due))
		facts[name] = Fact(len(accepted), len(accepted) + len(due), day, left)
	return _nothing_due(scope, facts, "Proxy Acceptances")


def _problems(scope) -> dict[str, list[Problem]]:
	"""All problems of a unit, of every round, as the transfer sees them. One query."""
	item, doc = frappe.qb.DocType("Inspection Item"), frappe.qb.DocType("Handover Inspection")
	query = frappe.qb.from_(item).join(doc).on(doc.name == item.parent).where(doc.project.isin(scope.projects))
	found = defaultdict(list)
	for unit, *row in query.select(doc.unit, item.state, item.responsible, item.rectified_on, item.counted_from, doc.round).run():
		found[unit].append(problem(*row))
	return found


def _waits_for_owner(rounds: list[frappe._dict], handed: bool, problems: list[Problem], today: date) -> bool:
	"""The owner has not finally accepted, and whoever opens the transfer today may accept on the owner's behalf."""
	opinions = [row.opinion or "" if row.state == "Owner Signed" else "" for row in rounds]
	return waits_for_proxy(opinions, handed) and proxy_due(problems, today, months())


def _nothing_due(scope, facts: dict[str, Fact], proof: str) -> dict[str, Fact]:
	"""Once the milestone's day has come, having no such unit is as good as having dealt with all."""
	for batch in scope.batches:
		day = scope.due(batch["name"], proof)
		over = day and day <= scope.today
		if over and not facts[batch["name"]].wanted:
			facts[batch["name"]] = Fact(1, 1)
	return facts


READERS = {
	"First Inspections Signed": _signed,
	"Inspection Sheets": _sheets,
	"Meter Readings": _readings,
	"Originals Archived": _originals,
	"Proxy Acceptances": _proxies,
	"Transfers": _not_inspected,
}
