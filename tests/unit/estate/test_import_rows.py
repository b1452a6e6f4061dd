"""Rows of a unit list, and how their owners and meters meet those that are stored."""

from datetime import date

from fangxiu_app.estate import import_units_merge
from fangxiu_app.estate.import_units_file import COLUMNS, parse
from fangxiu_app.importing.reading import read_rows

TODAY = date(2026, 11, 23)


def units(headers: list, *lines: list):
	rows, problems = read_rows(
		[(1, headers), *((number, line) for number, line in enumerate(lines, 2))], COLUMNS
	)
	assert problems == []
	return parse(rows)


def unit(**cells):
	found, problems = units(["楼栋", "单元", "房间号", *cells], ["3栋", "2单元", "1501室", *cells.values()])
	assert problems == []
	return found[0]


def stored_owner(**values):
	return {
		"name": "o1",
		"idx": 1,
		"owner_name": "王晓明",
		"phone": "13800001501",
		"customer": "C1",
		"is_primary": 1,
		"from_date": None,
		"to_date": None,
		**values,
	}


def test_a_unit_is_one_however_it_is_written():
	found, problems = units(
		["楼栋", "单元", "房间号"], ["3栋", "2单元", "1501室"], ["三", 2, "15层01"], ["3#", "2", 1501]
	)
	assert problems == []
	assert {(u.unit_code, u.building_no, u.entrance, u.room_no, u.floor) for u in found} == {
		("3-2-1501", "3", "2", "1501", 15)
	}


def test_what_contradicts_itself_in_a_row():
	headers = [
		"楼栋",
		"房间号",
		"楼层",
		"竣工验收日期",
		"交付日期",
		"业主电话",
		"其他表号",
		"业主姓名",
		"第二业主姓名",
	]
	_units, problems = units(
		headers,
		["3", "1501", 14],
		["3", "1502", 15, "2025-03-20", "2025-03-19"],
		["3", "1503", None, None, None, "13800001501"],
		["3", "1504", None, None, None, None, "X1"],
		["3", "1505", None, None, None, None, None, "王", "王"],
		["3", "。"],
	)
	assert sorted((p.row, p.column, p.code) for p in problems) == [
		(2, "C", "floor_contradicts_room"),
		(3, "E", "handover_before_acceptance"),
		(4, "F", "owner_name_missing"),
		(5, "G", "meter_kind_missing"),
		(6, "I", "double_owner"),
		(7, "B", "no_room"),
	]


def test_meters_of_every_kind():
	found = unit(水表号="W1", 水表底数=3.5, 电表底数=0, 其他表类型="热力表", 其他表号="H1")
	assert found.meters == [("Water", "W1", 3.5), ("Electricity", "", 0), ("Heating", "H1", None)]


def test_the_same_owner_again_changes_nothing():
	found = import_units_merge.owners(unit(业主姓名="王晓明", 业主电话="138 0000 1501"), [stored_owner()], TODAY)
	assert not found.touched
	assert [row["owner_name"] for row in found.current] == ["王晓明"]


def test_a_blank_owner_keeps_the_stored_one():
	found = import_units_merge.owners(unit(户型="三室"), [stored_owner()], TODAY)
	assert not found.touched and len(found.current) == 1


def test_a_new_number_is_the_same_owner_with_another_customer():
	found = import_units_merge.owners(unit(业主姓名="王晓明", 业主电话="13900001501"), [stored_owner()], TODAY)
	assert found.changed == {"o1": {"phone": "13900001501", "customer": None}}
	assert found.without_customer == {"o1": ("王晓明", "13900001501", "-3-2-1501")}
	assert found.new == []


def test_a_number_is_not_erased_by_a_blank_cell():
	assert not import_units_merge.owners(unit(业主姓名="王晓明"), [stored_owner()], TODAY).touched


def test_a_new_owner_ends_the_former_one_and_becomes_primary():
	found = import_units_merge.owners(unit(业主姓名="李娜", 业主电话="13900002222"), [stored_owner()], TODAY)
	assert found.changed == {"o1": {"to_date": TODAY, "is_primary": 0}}
	assert [(row["owner_name"], row["is_primary"], row["idx"]) for row in found.new] == [("李娜", 1, 2)]
	assert [row["owner_name"] for row in found.current] == ["李娜"]


def test_a_second_owner_joins_and_the_stored_primary_stays():
	both = unit(业主姓名="李娜", 第二业主姓名="王晓明", 第二业主电话="13800001501")
	found = import_units_merge.owners(both, [stored_owner()], TODAY)
	assert found.changed == {}
	assert [(row["owner_name"], row["is_primary"]) for row in found.current] == [("王晓明", 1), ("李娜", 0)]


def test_two_owners_of_one_name_are_two():
	twins = unit(业主姓名="张伟", 业主电话="13800000001", 第二业主姓名="张伟", 第二业主电话="13800000002")
	first = import_units_merge.owners(twins, [], TODAY)
	stored = [stored_owner(**row, name=f"o{row['idx']}") | {"customer": "C"} for row in first.new]
	assert len(first.new) == 2
	assert not import_units_merge.owners(twins, stored, TODAY).touched


def test_a_former_owner_is_left_alone():
	former = stored_owner(name="o0", owner_name="前业主", to_date=date(2025, 1, 1), is_primary=0)
	assert not import_units_merge.owners(unit(业主姓名="王晓明"), [former, stored_owner(idx=2)], TODAY).touched


def test_meters_are_found_by_kind_or_number():
	stored = [{"name": "m1", "idx": 1, "kind": "Water", "meter_no": "W1", "initial_reading": 3.5}]
	assert not import_units_merge.meters(unit(水表号="W1", 水表底数=3.5), stored).touched
	assert import_units_merge.meters(unit(水表底数=4), [dict(stored[0])]).changed == {"m1": {"initial_reading": 4}}
	assert import_units_merge.meters(unit(水表号="W2"), [dict(stored[0])]).changed == {"m1": {"meter_no": "W2"}}
	found = import_units_merge.meters(unit(电表号="E1"), stored)
	assert found.changed == {} and [(row["kind"], row["idx"]) for row in found.new] == [("Electricity", 2)]
