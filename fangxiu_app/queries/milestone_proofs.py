"""What proves a milestone (R20-R50): one reader per kind, each for all batches at once.

A reader returns Fact(have, wanted, day of the latest record) by batch. A batch without buildings means all buildings
of its project, without agreements all agreements of its project that are not terminated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.utils import getdate
from pypika.terms import Case, ExistsCriterion

from fangxiu_app.domain.milestones import MONTH, Fact, shift
from fangxiu_app.queries import report_proofs
from fangxiu_app.queries.spare_parts import last_checks, progress


@dataclass
class Scope:
	"""The batches that are asked about, with their agreements and units; read once, shared by the readers."""

	batches: list[dict]
	today: date
	agreements: dict[str, list[dict]] = field(default_factory=dict)
	units: dict[str, list[dict]] = field(default_factory=dict)

	@classmethod
	def of(cls, batches: list[dict], today: date) -> Scope:
		scope = cls(batches, today)
		scope.agreements = _chosen(
			batches, "Delivery Batch Agreement", "agreement", _agreements(batches), "name"
		)
		scope.units = _chosen(batches, "Delivery Batch Building", "building", _units(batches), "building")
		return scope

	@property
	def names(self) -> list[str]:
		return [batch["name"] for batch in self.batches] or [""]

	@property
	def projects(self) -> list[str]:
		return sorted({batch["project"] for batch in self.batches}) or [""]

	def by_unit(self, rows: Iterable[dict]) -> dict[str, list[dict]]:
		"""Rows with a ``unit``, by the batch the unit belongs to."""
		found = defaultdict(list)
		for row in rows:
			found[row["unit"]].append(row)
		return {
			name: [row for unit in units for row in found[unit["name"]]] for name, units in self.units.items()
		}


def _projects(batches: list[dict]) -> list[str]:
	return sorted({batch["project"] for batch in batches}) or [""]


def _agreements(batches: list[dict]) -> list[dict]:
	fields = ["name", "project", "contractor", "status", "signed_on", "authorised_on", "authorisation_file"]
	filters = {"project": ("in", _projects(batches)), "status": ("!=", "Terminated")}
	return frappe.get_all("Warranty Agreement", filters, fields)


def _units(batches: list[dict]) -> list[dict]:
	"""Units of the batches' projects; ``complete``: with house type, area, a meter, and an owner unless unsold (R41)."""
	unit, owner, meter = map(frappe.qb.DocType, ("Unit Archive", "Unit Owner", "Unit Meter"))

	def has(row) -> ExistsCriterion:
		return ExistsCriterion(frappe.qb.from_(row).select(row.name).where(row.parent == unit.name))

	whole = (unit.house_type != "") & (unit.area > 0) & has(meter)
	whole &= (unit.delivery_state == "Unsold") | has(owner)
	return (
		frappe.qb.from_(unit)
		.select(unit.name, unit.project, unit.building, unit.delivery_state)
		.select(Case().when(whole, 1).else_(0).as_("complete"))
		.where(unit.project.isin(_projects(batches)))
	).run(as_dict=True)


def _chosen(batches: list[dict], table: str, link: str, rows: list[dict], key: str) -> dict[str, list[dict]]:
	"""Rows of each batch: those it names in a table, or all of its project."""
	named = defaultdict(set)
	names = [batch["name"] for batch in batches] or [""]
	for row in frappe.get_all(table, {"parent": ("in", names)}, ["parent", f"{link} as value"]):
		named[row.parent].add(row.value)
	return {
		batch["name"]: [
			row
			for row in rows
			if row["project"] == batch["project"]
			and (not named[batch["name"]] or row[key] in named[batch["name"]])
		]
		for batch in batches
	}


def _latest(days: Iterable) -> date | None:
	return max((getdate(day) for day in days if day), default=None)


def _staffing(scope: Scope) -> dict[str, Fact]:
	"""R21: engineers stationed by today."""
	found = defaultdict(list)
	for row in _rows("Stationed Engineer", scope, ["from_date"]):
		if getdate(row.from_date) <= scope.today:
			found[row.parent].append(row.from_date)
	return {
		name: Fact(len(found[name]), 1, min(map(getdate, found[name]), default=None)) for name in scope.names
	}


def _needs(kind: str | None) -> Callable[[Scope], dict[str, Fact]]:
	"""R33: the plan has rows; R34, R35: everything of a kind is done."""

	def read(scope: Scope) -> dict[str, Fact]:
		found = defaultdict(list)
		for row in _rows("Need Item", scope, ["kind", "planned_on", "done_on"]):
			if kind in (None, row.kind):
				found[row.parent].append(row)
		if kind is None:
			return {name: Fact(len(r), 1, _latest(row.planned_on for row in r)) for name, r in found.items()}
		return {
			name: Fact(sum(bool(row.done_on) for row in r), len(r), _latest(row.done_on for row in r))
			for name, r in found.items()
		}

	return read


def _agreement_fact(done: Callable[[dict], object]) -> Callable[[Scope], dict[str, Fact]]:
	"""How many agreements of the batch are as far as ``done`` says, which returns the day or nothing."""

	def read(scope: Scope) -> dict[str, Fact]:
		facts = {}
		for name, rows in scope.agreements.items():
			days = [day for day in map(done, rows) if day]
			facts[name] = Fact(len(days), len(rows), _latest(days))
		return facts

	return read


def _signed(row: dict):
	return row["signed_on"] if row["status"] == "Signed" else None


def _authorised(row: dict):
	return row["authorised_on"] if row["authorisation_file"] else None


def _talks(scope: Scope) -> dict[str, Fact]:
	"""R27: interviews with every general contractor; where none is marked as such, with every contractor."""
	held = _last_day("Agreement Talk", "talk_date", scope)
	kinds = dict(
		frappe.get_all(
			"Supplier", {"fx_contractor_kind": ("is", "set")}, ["name", "fx_contractor_kind"], as_list=True
		)
	)
	facts = {}
	for name, rows in scope.agreements.items():
		general = [row for row in rows if kinds.get(row["contractor"]) == "General Contractor"] or rows
		days = [held[row["name"]] for row in general if row["name"] in held]
		facts[name] = Fact(len(days), len(general), _latest(days))
	return facts


def _trainings(scope: Scope) -> dict[str, Fact]:
	"""R30: days on which the contractors' staff were trained, up to today; one training may be in several agreements."""
	held = defaultdict(set)
	for row in _agreement_rows("Agreement Training", "training_date", scope):
		if getdate(row.day) <= scope.today:
			held[row.parent].add(getdate(row.day))
	facts = {}
	for name, rows in scope.agreements.items():
		days = sorted(set().union(*(held[row["name"]] for row in rows)))
		facts[name] = Fact(len(days), 2, days[1] if len(days) > 1 else None)
	return facts


def _meeting(kind: str) -> Callable[[Scope], dict[str, Fact]]:
	"""R29, R32: a meeting of the kind with signed minutes."""

	def read(scope: Scope) -> dict[str, Fact]:
		filters = {
			"batch": ("in", scope.names),
			"kind": kind,
			"minutes_file": ("is", "set"),
			"held_on": ("<=", scope.today),
		}
		rows = frappe.get_all("Meeting Record", filters, ["batch", "held_on"], order_by="held_on desc")
		return {row.batch: Fact(1, 1, getdate(row.held_on)) for row in rows}

	return read


def _briefing(scope: Scope) -> dict[str, Fact]:
	"""R39: contract relations and risk points written down, signed by both."""
	signed = {name: ("is", "set") for name in ("briefed_on", "briefed_by", "received_by")}
	rows = frappe.get_all(
		"Briefing", {"batch": ("in", scope.names), **signed}, ["name", "batch", "briefed_on"]
	)
	names = [row.name for row in rows] or [""]
	full = set(frappe.get_all("Contract Relation", {"parent": ("in", names)}, pluck="parent"))
	full &= set(frappe.get_all("Risk Point", {"parent": ("in", names)}, pluck="parent"))
	return {row.batch: Fact(1, 1, getdate(row.briefed_on)) for row in rows if row.name in full}


def _parts(step: str) -> Callable[[Scope], dict[str, Fact]]:
	"""R36, R37: rows of the batch's lists that are as far as ``step``."""

	def read(scope: Scope) -> dict[str, Fact]:
		lists = frappe.get_all("Spare Parts", {"batch": ("in", scope.names)}, ["name", "batch"])
		batch_of = {row.name: row.batch for row in lists}
		found = defaultdict(list)
		for row in progress(list(batch_of)) if lists else ():
			if row.planned:
				found[batch_of[row.spare_parts]].append(row[step] >= row.planned)
		days = _days_of_parts(step, list(batch_of), batch_of)
		return {name: Fact(sum(done), len(done), days.get(name)) for name, done in found.items()}

	return read


def _days_of_parts(step: str, lists: list[str], batch_of: dict[str, str]) -> dict[str, date]:
	doctype, day, link = {
		"ordered": ("Purchase Order", "transaction_date", "fx_spare_parts"),
		"handed_over": ("Parts Handover", "handover_date", "spare_parts"),
	}[step]
	if not lists:  # an empty list would match the rows without a link
		return {}
	rows = frappe.get_all(
		doctype, {link: ("in", lists), "docstatus": 1}, [f"{link} as list", f"{day} as day"]
	)
	found: dict[str, date] = {}
	for row in rows:
		batch = batch_of[row.list]
		found[batch] = max(found.get(batch, date.min), getdate(row.day))
	return found


def _store(scope: Scope) -> dict[str, Fact]:
	"""R38: the repair centre's store was checked, in order, and the check is not past its day."""
	filters = {"fx_project": ("in", scope.projects), "fx_store_kind": "Repair Centre"}
	store_of = dict(frappe.get_all("Warehouse", filters, ["fx_project", "name"], as_list=True))
	checks = last_checks(list(store_of.values()))
	facts = {}
	for batch in scope.batches:
		check = checks.get(store_of.get(batch["project"]))
		good = check and check.result == "Pass" and getdate(check.next_due) >= scope.today
		facts[batch["name"]] = Fact(int(bool(good)), 1, getdate(check.checked_on) if check else None)
	return facts


def _unit_files(scope: Scope) -> dict[str, Fact]:
	"""R41: units whose file has all it needs."""
	return {
		name: Fact(sum(unit["complete"] for unit in units), len(units)) for name, units in scope.units.items()
	}


def _inspections(scope: Scope) -> dict[str, list[dict]]:
	"""First inspections by batch."""
	fields = ["name", "unit", "state", "inspected_at", "signed_at", "originals_received_at"]
	filters = {"project": ("in", scope.projects), "round": "First"}
	return scope.by_unit(frappe.get_all("Handover Inspection", filters, fields, limit=0))


def _inspected(day: str, done: Callable[[dict], bool]) -> Callable[[Scope], dict[str, Fact]]:
	"""R45, R49: first inspections that are as far as ``done``."""

	def read(scope: Scope) -> dict[str, Fact]:
		return {
			name: Fact(sum(map(done, rows)), len(rows), _latest(row[day] for row in rows if done(row)))
			for name, rows in _inspections(scope).items()
		}

	return read


def _readings(scope: Scope) -> dict[str, Fact]:
	"""R48: inspected units with meter readings."""
	reading, inspection = frappe.qb.DocType("Meter Reading"), frappe.qb.DocType("Handover Inspection")
	query = frappe.qb.from_(reading).join(inspection).on(inspection.name == reading.parent)
	query = query.where(inspection.project.isin(scope.projects)).select(reading.parent).distinct()
	with_readings = set(query.run(pluck=True))
	facts = {}
	for name, rows in _inspections(scope).items():
		done = [row for row in rows if row.name in with_readings]
		facts[name] = Fact(len(done), len(rows), _latest(row.inspected_at for row in done))
	return facts


def _transferred(scope: Scope, kinds: tuple[str, ...]) -> dict[str, list[dict]]:
	filters = {"project": ("in", scope.projects), "kind": ("in", kinds), "state": "Handed Over"}
	return scope.by_unit(frappe.get_all("Unit Transfer", filters, ["unit", "handed_over_at"], limit=0))


def _not_inspected(scope: Scope) -> dict[str, Fact]:
	"""R50: unsold, not deliverable and not collected units that the project department has handed over."""
	kinds = ("Unsold", "Not Deliverable", "Not Collected")
	done, facts = _transferred(scope, kinds), {}
	for name, units in scope.units.items():
		moved = {row.unit for row in done[name]}
		owed = moved | {unit["name"] for unit in units if unit["delivery_state"] in kinds}
		facts[name] = Fact(len(moved), len(owed), _latest(row.handed_over_at for row in done[name]))
	return _nothing_due(scope, facts)


def _proxies(scope: Scope) -> dict[str, Fact]:
	"""R46: rectified a month ago and not signed: accepted on the owner's behalf. None due is nothing to do."""
	waiting = _inspections(scope)
	done = _transferred(scope, ("Proxy Acceptance",))
	limit = shift(scope.today, -1, MONTH)
	facts = {}
	for name in scope.units:
		accepted = {row.unit for row in done[name]}
		due = {
			row.unit
			for row in waiting[name]
			if row.state == "Rectified" and getdate(row.inspected_at) <= limit
		}
		facts[name] = Fact(
			len(accepted), len(accepted | due), _latest(row.handed_over_at for row in done[name])
		)
	return _nothing_due(scope, facts)


def _nothing_due(scope: Scope, facts: dict[str, Fact]) -> dict[str, Fact]:
	"""Once delivery has been completed for a month, having no such unit is as good as having dealt with all."""
	for batch in scope.batches:
		day = batch["completion_date"]
		over = day and shift(getdate(day), 1, MONTH) <= scope.today
		if over and not facts[batch["name"]].wanted:
			facts[batch["name"]] = Fact(1, 1)
	return facts


def _rows(table: str, scope: Scope, fields: list[str]) -> list[dict]:
	return frappe.get_all(
		table, {"parent": ("in", scope.names), "parenttype": "Delivery Batch"}, ["parent", *fields]
	)


def _agreement_rows(table: str, day: str, scope: Scope) -> list[dict]:
	names = [row["name"] for rows in scope.agreements.values() for row in rows]
	return frappe.get_all(table, {"parent": ("in", names or [""])}, ["parent", f"{day} as day"])


def _last_day(table: str, day: str, scope: Scope) -> dict[str, date]:
	found: dict[str, date] = {}
	for row in _agreement_rows(table, day, scope):
		if getdate(row.day) <= scope.today:
			found[row.parent] = max(found.get(row.parent, date.min), getdate(row.day))
	return found


#: Kind of proof → its reader. "Manual" and "Marker" have none.
READERS: dict[str, Callable[[Scope], dict[str, Fact]]] = {
	"Staffing": _staffing,
	"Needs Plan": _needs(None),
	"Office Site": _needs("Office Site"),
	"Office Equipment": _needs("Equipment"),
	"Agreement Talks": _talks,
	"Agreements Signed": _agreement_fact(_signed),
	"Trainings": _trainings,
	"Authorisations": _agreement_fact(_authorised),
	"Repair Meeting": _meeting("Repair Meeting"),
	"Responsibilities": _meeting("Responsibilities"),
	"Spare Parts Ordered": _parts("ordered"),
	"Spare Parts Handed Over": _parts("handed_over"),
	"Store Condition": _store,
	"Unit Files": _unit_files,
	"First Inspections Signed": _inspected("signed_at", lambda row: row["state"] == "Owner Signed"),
	"Meter Readings": _readings,
	"Originals Archived": _inspected("originals_received_at", lambda row: bool(row["originals_received_at"])),
	"Proxy Acceptances": _proxies,
	"Briefing": _briefing,
	"Pre-delivery Weekly Report": lambda scope: report_proofs.pre_delivery(scope.batches),
	"Repair Weekly Report": lambda scope: report_proofs.repair(scope.batches),
	"Transfers": _not_inspected,
}
