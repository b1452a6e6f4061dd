"""Merges owners and meters of one unit from the list with the stored ones. Standard library only.

Nobody is deleted: an owner the list no longer names gets an end date. Blank cells change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fangxiu_app.estate.import_units_file import UnitRow
from fangxiu_app.estate.rules_unit_fields import name_key


@dataclass
class Rows:
	"""Child rows to write: new ones, changed ones (name → fields), and who still needs a customer (name → key parts)."""

	new: list[dict] = field(default_factory=list)
	changed: dict[str, dict] = field(default_factory=dict)
	without_customer: dict[str, tuple[str, str, str]] = field(default_factory=dict)
	current: list[dict] = field(default_factory=list)
	before: dict[str, dict] = field(default_factory=dict)

	@property
	def touched(self) -> bool:
		return bool(self.new or self.changed or self.without_customer)

	def change(self, row: dict, **values: object) -> None:
		"""Set fields of a stored row, if they differ."""
		differing = {key: value for key, value in values.items() if (row[key] or None) != (value or None)}
		if differing:
			self.before.setdefault(row["name"], dict(row))
			self.changed.setdefault(row["name"], {}).update(differing)
			row.update(differing)

	def extend(self, other: Rows) -> None:
		self.new += other.new
		self.changed |= other.changed
		self.without_customer |= other.without_customer

	def history(self, table: str) -> list[list]:
		"""Changed rows as Frappe's versions write them: table, index, row name, [field, old, new]."""
		return [
			[
				table,
				self.before[name]["idx"] - 1,
				name,
				[[key, self.before[name][key], new] for key, new in values.items()],
			]
			for name, values in self.changed.items()
		]


def owners(unit: UnitRow, stored: list[dict], today: date | None = None) -> Rows:
	"""Owners after the import. Same name: the same owner, perhaps with a new number; an owner no longer listed has moved out."""
	found = Rows()
	open_rows = [row for row in stored if not row["to_date"]]
	if unit.owners:
		left = list(open_rows)
		open_rows = [row for name, phone in unit.owners if (row := _keep(found, left, unit, name, phone))]
		for row in left:
			found.change(row, to_date=today or date.today(), is_primary=0)
		_number(found, stored)
	_mark_primary(found, open_rows)
	found.current = sorted([*open_rows, *found.new], key=lambda row: (not row["is_primary"], row["idx"]))
	return found


def meters(unit: UnitRow, stored: list[dict]) -> Rows:
	"""Meters after the import: found by number, or by kind where the unit has one of that kind."""
	found = Rows()
	for kind, number, reading in unit.meters:
		same_kind = [row for row in stored if row["kind"] == kind]
		match = next((row for row in same_kind if number and row["meter_no"] == number), None)
		if match is None and len(same_kind) == 1:
			match = same_kind[0]
		if match is None:
			found.new.append(
				{
					"parent": unit.name,
					"idx": len(stored) + len(found.new) + 1,
					"kind": kind,
					"meter_no": number or None,
					"initial_reading": reading or 0,
				}
			)
			continue
		if number:
			found.change(match, meter_no=number)
		if reading is not None:
			found.change(match, initial_reading=reading)
	return found


def _keep(found: Rows, left: list[dict], unit: UnitRow, name: str, phone: str) -> dict | None:
	"""Take this owner's stored row out of ``left`` and bring it up to date; None after adding a new one."""
	same_name = [row for row in left if name_key(row["owner_name"] or "") == name_key(name)]
	row = next(
		(row for row in same_name if (row["phone"] or "") == phone), same_name[0] if same_name else None
	)
	if row is None:
		found.new.append(
			{
				"parent": unit.name,
				"idx": 0,
				"owner_name": name,
				"phone": phone or None,
				"customer": None,
				"is_primary": 0,
			}
		)
		return None
	left.remove(row)
	if phone and (row["phone"] or "") != phone:
		found.change(row, phone=phone, customer=None)
	if not row["customer"]:
		found.without_customer[row["name"]] = (name, row["phone"] or "", unit.name)
	return row


def _number(found: Rows, stored: list[dict]) -> None:
	last = max((row["idx"] for row in stored), default=0)
	for offset, row in enumerate(found.new, 1):
		row["idx"] = last + offset


def _mark_primary(found: Rows, open_rows: list[dict]) -> None:
	"""One primary owner, as the form asks for: the stored one if there is one, else the first."""
	if any(row["is_primary"] for row in open_rows):
		return
	if open_rows and found.touched:
		found.change(open_rows[0], is_primary=1)
	elif found.new:
		found.new[0]["is_primary"] = 1
