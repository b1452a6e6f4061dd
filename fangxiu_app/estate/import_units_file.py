"""The unit list (房屋清单): its columns, and one parsed unit per row. Uses no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fangxiu_app.estate.rules_unit_code import divide, normalise
from fangxiu_app.estate.rules_unit_fields import derive_unit, floor_of_room, name_key
from fangxiu_app.importing.cells import choice, code, day, decimal, person, phone, storey, text
from fangxiu_app.importing.columns import Column, ListKind, Note, Problem, Row
from fangxiu_app.importing.words import DELIVERY_STATES, METERS, UNSOLD

#: As many owners as a title deed usually names.
OWNERS = (
	("", "", "Owner"),
	("2", "第二", "Second Owner"),
	("3", "第三", "Third Owner"),
	("4", "第四", "Fourth Owner"),
)
KINDS = {stored: word for word, stored in METERS.items()}
READING = decimal(0, 99_999_999)

COLUMNS: tuple[Column, ...] = (
	Column(
		"project",
		"项目",
		text(),
		aliases=("Project", "项目名称", "楼盘"),
		example="翠湖天地一期",
		note="选了项目可不填",
	),
	Column(
		"building_no",
		"楼栋",
		code(),
		True,
		("Building", "楼号", "栋号", "幢号", "楼幢", "楼栋号", "楼宇", "幢"),
		"3",
		"3、3栋、3# 均可",
	),
	Column("entrance", "单元", code(), aliases=("Entrance", "单元号"), example="2"),
	Column("floor", "楼层", storey, aliases=("Floor", "所在层", "层"), example=15, note="不填则由房间号推得"),
	Column("room_no", "房间号", code(), True, ("Room", "Room No.", "室号", "房号"), "1501"),
	Column("house_type", "户型", text(), aliases=("House Type", "房型"), example="三室两厅"),
	Column(
		"area",
		"面积",
		decimal(0.01, 100_000),
		aliases=("Area", "建筑面积", "面积(m2)", "建筑面积(m2)"),
		example=118.5,
	),
	Column("lot", "标段", text(40), aliases=("Lot",), example="1标段", note="同一楼栋须一致"),
	Column(
		"delivery_state",
		"交付状态",
		choice(DELIVERY_STATES),
		aliases=("Delivery State", "状态"),
		example="已交付",
		note="不填：有交付日期为已交付，否则为未交付",
	),
	Column(
		"completion_acceptance_date",
		"竣工验收日期",
		day,
		aliases=("Completion Acceptance Date", "竣工日期", "竣备日期"),
		example="2025-03-20",
	),
	Column(
		"handover_date",
		"交付日期",
		day,
		aliases=("Handover Date", "收房日期", "交房日期"),
		example="2025-06-30",
	),
	*(
		column
		for key, word, english in OWNERS
		for column in (
			Column(
				f"owner{key}_name",
				f"{word}业主姓名",
				person,
				aliases=(f"{english} Name", english, f"{word}业主"),
				example="" if key else "王晓明",
			),
			Column(
				f"owner{key}_phone",
				f"{word}业主电话",
				phone,
				aliases=(f"{english} Phone", f"{word}业主手机", f"{word}联系电话"),
				example="" if key else "13800001501",
			),
		)
	),
	*(
		column
		for word, stored in METERS.items()
		for column in (
			Column(f"{stored}_no", f"{word}号", code(60), aliases=(f"{stored} Meter No.",)),
			Column(
				f"{stored}_reading",
				f"{word}底数",
				READING,
				aliases=(f"{stored} Meter Reading", f"{word}读数"),
			),
		)
	),
	Column("meter_kind", "其他表类型", choice(METERS), aliases=("Meter", "表类型")),
	Column("meter_no", "其他表号", code(60), aliases=("Meter No.", "表号")),
	Column("meter_reading", "其他表底数", READING, aliases=("Meter Reading", "表底数")),
	Column("remark", "备注", text(1000), aliases=("Remark", "说明")),
)

LIST = ListKind(
	"房屋导入模板.xlsx",
	"房屋",
	COLUMNS,
	{"delivery_state": tuple(DELIVERY_STATES)[:6], "meter_kind": tuple(METERS)},
	"Unit Archive",
)

#: Columns that are stored on the unit as they are.
PLAIN = ("house_type", "area", "completion_acceptance_date", "handover_date", "remark")


@dataclass
class UnitRow:
	"""One unit as the file gives it. ``project`` is filled in once it is known."""

	row: Row
	building_no: str
	entrance: str
	room_no: str
	unit_code: str
	floor: int | None
	owners: list[tuple[str, str]]
	meters: list[tuple[str, str, float | None]]
	project: str = ""
	building: str = ""
	stored_name: str = ""
	plain: dict[str, object] = field(default_factory=dict)
	notes: list[Note] = field(default_factory=list)

	@property
	def name(self) -> str:
		return self.stored_name or f"{self.project}-{self.unit_code}"


def parse(rows: Iterable[Row]) -> tuple[list[UnitRow], list[Problem]]:
	"""Units of the rows that name building and room, and everything that contradicts itself inside a row."""
	units, problems = [], []
	for row in rows:
		notes, found = _unsold(row)
		owners, more = _owners(row)
		problems += [*found, *more, *_dates(row)]
		meters, found = read_meters(row)
		problems += found
		if row.get("building_no") and row.get("room_no"):
			unit, found = _unit(row, owners, meters)
			problems += found
			if unit:
				unit.notes = notes
				units.append(unit)
	return units, problems


def _unit(row: Row, owners: list, meters: list) -> tuple[UnitRow | None, list[Problem]]:
	written = [row.get(name, "") for name in ("building_no", "entrance", "room_no")]
	place = divide(*written)
	if place is None:
		return None, [row.problem("room_no", "room_unclear", written[2], written[0], written[1] or "–")]
	building, entrance, room = place
	derived = derive_unit(building, entrance, room, row.get("floor"), owners)
	unit = UnitRow(
		row=row,
		building_no=building,
		entrance=entrance,
		room_no=room,
		unit_code=derived.unit_code,
		floor=derived.floor,
		owners=owners,
		meters=meters,
	)
	read_plain(unit)
	return unit, _room(unit)


def read_plain(unit: UnitRow) -> None:
	"""What the unit's row says in the columns that are stored as they are."""
	unit.plain = {name: unit.row.values[name] for name in PLAIN if name in unit.row.values}


def _unsold(row: Row) -> tuple[list[Note], list[Problem]]:
	"""未售 in the owner's cell is a state of the flat and no name."""
	written = row.get("owner_name", "")
	if written not in UNSOLD:
		return [], []
	del row.values["owner_name"]
	state = row.values.setdefault("delivery_state", "Unsold")
	if state != "Unsold" or row.get("handover_date"):
		told = next((word for word, stored in DELIVERY_STATES.items() if stored == state), state)
		told = told if state != "Unsold" else str(row.get("handover_date"))
		return [], [row.problem("owner_name", "unsold_but_delivered", written, told)]
	return [row.problem("owner_name", "read_as_unsold", written)], []


def _owners(row: Row) -> tuple[list[tuple[str, str]], list[Problem]]:
	owners: list[tuple[str, str]] = []
	problems = []
	for key, _word, _english in OWNERS:
		name, number = row.get(f"owner{key}_name", ""), row.get(f"owner{key}_phone", "")
		if number and not name and f"owner{key}_name" not in row.refused:
			problems.append(row.problem(f"owner{key}_phone", "owner_name_missing"))
		elif name and same_owner(owners, name, number):
			problems.append(row.problem(f"owner{key}_name", "double_owner", name))
		elif name:
			owners.append((name, number))
	return owners, problems


def same_owner(owners: Iterable[tuple[str, str]], name: str, phone: str) -> bool:
	"""Whether this person is among ``owners``, however the name is spaced."""
	return any(name_key(other) == name_key(name) and number == phone for other, number in owners)


def read_meters(row: Row) -> tuple[list[tuple[str, str, float | None]], list[Problem]]:
	"""Meters of a row: (kind, number, reading)."""
	meters = [
		(kind, row.get(f"{kind}_no", ""), row.get(f"{kind}_reading"))
		for kind in KINDS
		if f"{kind}_no" in row.values or f"{kind}_reading" in row.values
	]
	other = next((name for name in ("meter_no", "meter_reading") if name in row.values), None)
	if not other:
		return meters, []
	if "meter_kind" in row.refused:
		return meters, []
	if "meter_kind" not in row.values:
		return meters, [row.problem(other, "meter_kind_missing", tuple(METERS))]
	return [*meters, (row.get("meter_kind"), row.get("meter_no", ""), row.get("meter_reading"))], []


def _dates(row: Row) -> list[Problem]:
	accepted, handed = row.get("completion_acceptance_date"), row.get("handover_date")
	if accepted and handed and handed < accepted:
		return [row.problem("handover_date", "handover_before_acceptance", handed, accepted)]
	return []


def _room(unit: UnitRow) -> list[Problem]:
	row, told = unit.row, floor_of_room(unit.room_no)
	if not normalise(unit.room_no) or not unit.building_no:
		return [row.problem("room_no", "no_room", unit.room_no)]
	if row.get("floor") and told and told != row.get("floor"):
		return [row.problem("floor", "floor_contradicts_room", row.get("floor"), unit.room_no, told)]
	return []
