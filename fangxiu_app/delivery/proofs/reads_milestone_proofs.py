"""Records that prove a milestone (R20-R50): one reader per kind of proof, each for all batches at once.

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

from fangxiu_app.core.wording import _
from fangxiu_app.delivery.proofs import reads_agreement_proofs, reads_delivery_proofs, reads_report_proofs
from fangxiu_app.delivery.rules_handover import NOT_INSPECTED
from fangxiu_app.delivery.rules_milestones import Fact
from fangxiu_app.estate.reads_units import is_private
from fangxiu_app.parts.reads_spare_parts import last_checks, progress


@dataclass
class Scope:
	"""The batches in question, with their agreements and units; read once, shared by the readers."""

	batches: list[dict]
	today: date
	agreements: dict[str, list[dict]] = field(default_factory=dict)
	units: dict[str, list[dict]] = field(default_factory=dict)
	#: (batch, proof) → the milestone's own number and due day.
	rules: dict[tuple[str, str], dict] = field(default_factory=dict)
	#: What several readers look at, read by the first of them.
	shared: dict[str, dict] = field(default_factory=dict)

	@classmethod
	def of(cls, batches: list[dict], today: date) -> Scope:
		scope = cls(batches, today)
		rows = frappe.get_all(
			"Delivery Milestone", {"batch": ("in", scope.names)}, ["batch", "proof", "wanted", "due_date"]
		)
		scope.rules = {(row.batch, row.proof): row for row in rows}
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

	def number(self, batch: str, proof: str, usual: int) -> int:
		"""How many records the batch's own milestone wants, or the usual number."""
		return (self.rules.get((batch, proof)) or {}).get("wanted") or usual

	def delivery_day(self, batch: str) -> date | None:
		"""The first day of the delivery, D."""
		return next((getdate(one["delivery_date"]) for one in self.batches if one["name"] == batch), None)

	def due(self, batch: str, proof: str) -> date | None:
		return (self.rules.get((batch, proof)) or {}).get("due_date")

	def to_deliver(self, batch: str) -> list[dict]:
		"""Units that are delivered to an owner: all but the unsold, not deliverable and not collected ones (R50)."""
		return [unit for unit in self.units[batch] if unit["delivery_state"] not in NOT_INSPECTED]

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
	fields = "name project contractor contractor_name status signed_on authorised_on authorisation_file".split()
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
		.select(unit.name, unit.project, unit.building, unit.delivery_state, unit.unit_code)
		.select(Case().when(whole, 1).else_(0).as_("complete"))
		.where(unit.project.isin(_projects(batches)) & is_private(unit))
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
	"""R21: engineers stationed by today and still there, until the delivery begins."""
	last = {batch["name"]: min(scope.today, getdate(batch["delivery_date"])) for batch in scope.batches}
	found = defaultdict(list)
	for row in _rows("Stationed Engineer", scope, ["from_date", "to_date"]):
		until = getdate(row.to_date) if row.to_date else last[row.parent]
		if getdate(row.from_date) <= scope.today and until >= last[row.parent]:
			found[row.parent].append(row.from_date)
	return {
		name: Fact(len(found[name]), 1, min(map(getdate, found[name]), default=None)) for name in scope.names
	}


def _needs(kind: str | None) -> Callable[[Scope], dict[str, Fact]]:
	"""R33: the plan has rows; R34, R35: everything of a kind is done."""

	def read(scope: Scope) -> dict[str, Fact]:
		found = defaultdict(list)
		for row in _rows("Need Item", scope, ["name", "kind", "need", "planned_on", "done_on"]):
			if kind in (None, row.kind):
				found[row.parent].append(row)
		if kind is None:
			return {name: Fact(1, 1, _latest(row.planned_on for row in r)) for name, r in found.items()}
		facts = {}
		for name, rows in found.items():
			left = [row for row in rows if not row.done_on]
			day = _latest(row.done_on for row in rows)
			named = tuple(row.need for row in left), tuple(row.name for row in left)
			facts[name] = Fact(len(rows) - len(left), len(rows), day, *named)
		return facts

	return read


def _briefing(scope: Scope) -> dict[str, Fact]:
	"""R39: contract relations and risk points written down, signed by both."""
	rows = frappe.get_all("Briefing Record", {"batch": ("in", scope.names)}, ["name", "batch", "briefed_on", "state"])
	facts = {row.batch: Fact(missing=(_("Signatures"),), names=(row.name,)) for row in rows}
	signed = {row.batch: Fact(1, 1, getdate(row.briefed_on)) for row in rows if row.state == "Signed"}
	return facts | signed


def _parts(step: str) -> Callable[[Scope], dict[str, Fact]]:
	"""R36, R37: rows of the batch's lists that are as far as ``step``."""

	def read(scope: Scope) -> dict[str, Fact]:
		lists = frappe.get_all("Spare Parts", {"batch": ("in", scope.names)}, ["name", "batch"])
		batch_of = {row.name: row.batch for row in lists}
		found = defaultdict(list)
		for row in progress(list(batch_of)) if lists else ():
			if row.planned:
				found[batch_of[row.spare_parts]].append(row)
		days, facts = _days_of_parts(step, list(batch_of), batch_of), {}
		for name, rows in found.items():
			left = [row for row in rows if row[step] < row.planned]
			named = tuple(row.part_name for row in left), tuple({row.spare_parts for row in left or rows})
			facts[name] = Fact(len(rows) - len(left), len(rows), days.get(name), *named)
		return facts

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
	"""R38: the repair centre's store was checked, in order, and the check held on its due day, or still holds."""
	filters = {"fx_project": ("in", scope.projects), "fx_store_kind": "Repair Centre"}
	stores = frappe.get_all("Warehouse", filters, ["fx_project", "name", "warehouse_name"])
	store_of = {row.fx_project: row for row in stores}
	checks = last_checks([row.name for row in stores])
	facts = {}
	for batch in scope.batches:
		store = store_of.get(batch["project"])
		check = checks.get(store and store.name)
		until = min(scope.today, scope.due(batch["name"], "Store Condition") or scope.today)
		good = check and check.result == "Pass" and getdate(check.next_due) >= until
		day = getdate(check.checked_on) if check else None
		facts[batch["name"]] = Fact(int(bool(good)), 1, day, () if good or not store else (store.warehouse_name,))
	return facts


def _unit_files(scope: Scope) -> dict[str, Fact]:
	"""R41: units whose file has all it needs."""
	facts = {}
	for name, units in scope.units.items():
		left = tuple(unit["unit_code"] for unit in units if not unit["complete"])
		facts[name] = Fact(len(units) - len(left), len(units), None, left)
	return facts


def _rows(table: str, scope: Scope, fields: list[str]) -> list[frappe._dict]:
	return frappe.get_all(
		table, {"parent": ("in", scope.names), "parenttype": "Delivery Batch"}, ["parent", *fields]
	)


#: Kind of proof → its reader. "Manual" and "Marker" have none.
READERS: dict[str, Callable[[Scope], dict[str, Fact]]] = {
	"Staffing": _staffing,
	"Needs Plan": _needs(None),
	"Office Site": _needs("Office Site"),
	"Office Equipment": _needs("Equipment"),
	**reads_agreement_proofs.READERS,
	"Spare Parts Ordered": _parts("ordered"),
	"Spare Parts Handed Over": _parts("handed_over"),
	"Store Condition": _store,
	"Unit Files": _unit_files,
	**reads_delivery_proofs.READERS,
	"Briefing": _briefing,
	"Pre-delivery Weekly Report": lambda scope: reads_report_proofs.pre_delivery(scope.batches),
	"Repair Weekly Report": lambda scope: reads_report_proofs.repair(scope.batches),
}
