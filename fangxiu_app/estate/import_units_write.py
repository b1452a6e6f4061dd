"""Writes a checked unit list: compares with what is stored, then inserts and updates in sets."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.estate import import_customers, import_units_merge, import_units_words
from fangxiu_app.estate.import_units_check import Buildings
from fangxiu_app.estate.import_units_file import PLAIN, UnitRow
from fangxiu_app.estate.rules_unit_fields import derive_unit
from fangxiu_app.importing import bulk
from fangxiu_app.importing.columns import Problem

STORED = ("name", "floor", "delivery_state", "deemed_handover_date", "riser", "title", "search_text", *PLAIN)
OWNER = ("name", "parent", "idx", "owner_name", "phone", "customer", "is_primary", "from_date", "to_date")
TENANT = ("parent", "tenant_name", "phone", "to_date")
METER = ("name", "parent", "idx", "kind", "meter_no", "initial_reading", "reading_date")


@dataclass
class Plan:
	"""Everything that will be written. Counts are of units: one with a new owner counts as updated."""

	buildings: dict[str, dict]
	total: int = 0
	new_units: list[dict] = field(default_factory=list)
	changed_units: dict[str, dict] = field(default_factory=dict)
	owners: import_units_merge.Rows = field(default_factory=import_units_merge.Rows)
	meters: import_units_merge.Rows = field(default_factory=import_units_merge.Rows)
	versions: list[dict] = field(default_factory=list)
	problems: list[Problem] = field(default_factory=list)

	def counts(self) -> dict[str, int]:
		created, updated = len(self.new_units), len(self.changed_units)
		return {
			"created": created,
			"updated": updated,
			"unchanged": self.total - created - updated,
			"buildings": len(self.buildings),
			"owners": len(self.owners.new),
		}


def make_plan(units: list[UnitRow], buildings: Buildings) -> Plan:
	"""Compare the list with what is stored. Reads with a constant number of statements per batch; writes nothing."""
	plan = Plan(buildings.new, len(units))
	names = [unit.name for unit in units]
	stored = {row.name: row for row in bulk.by_names("Unit Archive", names, STORED)}
	owners = _by_parent(bulk.by_names("Unit Owner", stored, OWNER, key="parent"))
	meters = _by_parent(bulk.by_names("Unit Meter", stored, METER, key="parent"))
	tenants = _by_parent(bulk.by_names("Unit Tenant", stored, TENANT, key="parent"))
	for unit in units:
		rows = (table.get(unit.name, []) for table in (owners, meters, tenants))
		_plan_unit(plan, unit, stored.get(unit.name), *rows)
	return plan


def write(plan: Plan, progress: Callable[[int, str], None] = lambda percent, text: None) -> None:
	"""Write the plan: buildings through their controller (there are few), everything else in sets."""
	for name, values in plan.buildings.items():
		frappe.get_doc({"doctype": "Estate Building", **values}).insert(set_name=name)
	_name_customers(plan)
	progress(78, _("Writing the units"))
	bulk.insert("Unit Archive", plan.new_units)
	progress(84, _("Writing owners and meters"))
	bulk.insert("Unit Owner", bulk.children("Unit Archive", "owners", plan.owners.new))
	bulk.insert("Unit Meter", bulk.children("Unit Archive", "meters", plan.meters.new))
	bulk.update("Unit Owner", plan.owners.changed)
	bulk.update("Unit Meter", plan.meters.changed)
	bulk.update("Unit Archive", plan.changed_units)
	progress(93, _("Writing the search words"))
	import_units_words.renew({unit["name"]: unit["search_text"] for unit in plan.new_units} | _found_otherwise(plan))
	bulk.insert("Version", plan.versions)


def _found_otherwise(plan: Plan) -> dict[str, str]:
	"""Stored units that are found by other words now."""
	changed = plan.changed_units.items()
	return {name: values["search_text"] for name, values in changed if "search_text" in values}


def _plan_unit(plan: Plan, unit: UnitRow, stored, owners: list, meters: list, tenants: list) -> None:
	people = import_units_merge.owners(unit, owners)
	readings = import_units_merge.meters(unit, meters)
	floor = unit.row.get("floor") or (stored and stored.floor) or unit.floor
	derived = derive_unit(
		unit.building_no,
		unit.entrance,
		unit.room_no,
		floor,
		[(row["owner_name"], row["phone"] or "") for row in people.current],
		[(row["tenant_name"], row["phone"] or "") for row in tenants if not row["to_date"]],
	)
	values = {
		"floor": derived.floor or 0,
		"riser": derived.riser,
		"title": derived.title,
		"search_text": derived.search_text,
		"delivery_state": unit.row.get("delivery_state")
		or (stored.delivery_state if stored else _state(unit)),
		**unit.plain,
	}
	if stored is None:
		plan.new_units.append(_new_unit(unit, derived.unit_code, values))
	else:
		plan.problems += [*_late_acceptance(unit, stored), *_unsold(unit, people.current)]
		changed = {key: value for key, value in values.items() if (stored[key] or None) != (value or None)}
		if changed or people.touched or readings.touched:
			# with its delivery state even if nothing else differs: the unit's own time of change moves with its rows
			plan.changed_units[unit.name] = changed or {"delivery_state": stored.delivery_state}
			plan.versions.append(_version(unit.name, stored, changed, people, readings))
	plan.owners.extend(people)
	plan.meters.extend(readings)


def _new_unit(unit: UnitRow, unit_code: str, values: dict) -> dict:
	return {
		"name": unit.name,
		"project": unit.project,
		"building": unit.building,
		"entrance": unit.entrance,
		"room_no": unit.room_no,
		"unit_code": unit_code,
		**dict.fromkeys(PLAIN),
		**values,
		"area": values.get("area") or 0,
	}


def _state(unit: UnitRow) -> str:
	return "Delivered" if unit.plain.get("handover_date") else "Not Delivered"


def _late_acceptance(unit: UnitRow, stored) -> list[Problem]:
	"""Checks the list's dates against stored dates that stay: the form would refuse the pair, so the import does too."""
	given = [name for name in ("handover_date", "completion_acceptance_date") if name in unit.plain]
	accepted = unit.plain.get("completion_acceptance_date") or stored.completion_acceptance_date
	handed = unit.plain.get("handover_date") or stored.handover_date
	days = [day for day in (handed, stored.deemed_handover_date) if day and accepted and day < accepted]
	return (
		[unit.row.problem(given[0], "handover_before_acceptance", days[0], accepted)]
		if given and days
		else []
	)


def _unsold(unit: UnitRow, current: list[dict]) -> list[Problem]:
	"""未售 as owner of a flat that has an owner: the stored owner is kept."""
	note = next((note for note in unit.notes if note.code == "read_as_unsold"), None)
	if not note or not current:
		return []
	return [unit.row.problem("owner_name", "unsold_but_owned", current[0]["owner_name"])]


def _name_customers(plan: Plan) -> None:
	"""Give every owner row that has no customer yet its own."""
	rows = [row for row in plan.owners.new if not row["customer"]]
	keys = [import_customers.key_of(row["owner_name"], row["phone"], row["parent"]) for row in rows]
	asked = {name: import_customers.key_of(*key) for name, key in plan.owners.without_customer.items()}
	found, _new = import_customers.ensure([*keys, *asked.values()])
	for row, key in zip(rows, keys, strict=True):
		row["customer"] = found[key]
	for name, key in asked.items():
		plan.owners.changed.setdefault(name, {})["customer"] = found[key]


def _version(name: str, stored, changed: dict, people: import_units_merge.Rows, readings: import_units_merge.Rows) -> dict:
	"""The line in the unit's history that the form would have left."""
	data = {
		"changed": [[key, stored[key], value] for key, value in changed.items()],
		"added": [["owners", row] for row in people.new] + [["meters", row] for row in readings.new],
		"removed": [],
		"row_changed": people.history("owners") + readings.history("meters"),
	}
	return {
		"ref_doctype": "Unit Archive",
		"docname": name,
		"data": json.dumps(data, default=str, ensure_ascii=False),
	}


def _by_parent(rows: list) -> dict[str, list]:
	found: dict[str, list] = {}
	for row in rows:
		found.setdefault(row.parent, []).append(row)
	return found
