"""Unit lists imported on a real site: all of it, again without change, in a constant number of statements."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from fangxiu_app.estate.import_units import import_units
from fangxiu_app.importing import bulk
from tests.site.helpers.workbook import HEADERS, empty_project, flats, state, xlsx


@pytest.fixture
def project(estate) -> str:
	return empty_project(estate)


def counted(monkeypatch) -> list:
	"""Statements sent to the database from here on."""
	sent: list = []
	original = frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda *args, **values: sent.append(args[0]) or original(*args, **values)
	)
	return sent


#: A list as an office keeps it: title above, many spellings, one flat unsold.
LIST = xlsx(
	["翠湖天地房屋明细"],
	[*HEADERS, "第二业主姓名", "燃气表号", "备注"],
	[
		"3栋",
		"2单元",
		"1501室",
		None,
		"三室两厅",
		118.5,
		"2标段",
		"已交付",
		date(2025, 3, 20),
		"2025/6/30",
		"王晓明",
		"138-0000-1501",
		"W1",
		3.5,
		"李娜",
		"G1",
		"边户",
	],
	["3", 2, 1601, 16, None, None, None, "未售", "2025-03-20", None, None, None, None, None],
)


@pytest.mark.clause("R6", "R11", "R41")
def test_a_list_is_counted(project):
	report = import_units(LIST, "a.xlsx", project, dry_run=False)
	assert {key: report[key] for key in ("written", "rows", "created", "updated", "buildings", "owners")} == {
		"written": True,
		"rows": 2,
		"created": 2,
		"updated": 0,
		"buildings": 1,
		"owners": 2,
	}


@pytest.mark.clause("R6", "R11", "R41")
def test_units_owners_and_meters_stand_as_listed(project):
	import_units(LIST, "a.xlsx", project, dry_run=False)
	unit = frappe.get_doc("Unit Archive", f"{project}-3-2-1501")
	assert (unit.building, unit.floor, unit.riser, unit.area) == (f"{project}-3", 15, "3-2-01", 118.5)
	assert (unit.delivery_state, unit.handover_date, unit.remark) == ("Delivered", date(2025, 6, 30), "边户")
	assert unit.title == "3-2-1501 王晓明" and "13800001501" in unit.search_text
	owners = [(row.owner_name, row.phone, row.is_primary) for row in unit.owners]
	assert owners == [("王晓明", "13800001501", 1), ("李娜", None, 0)]
	assert [(row.kind, row.meter_no, row.initial_reading) for row in unit.meters] == [
		("Water", "W1", 3.5),
		("Gas", "G1", 0),
	]


def test_customers_and_buildings_come_along(project):
	import_units(LIST, "a.xlsx", project, dry_run=False)
	owner = frappe.db.get_value("Unit Owner", {"parent": f"{project}-3-2-1501", "is_primary": 1}, "customer")
	customer = frappe.get_doc("Customer", owner)
	assert (customer.customer_name, customer.customer_type, customer.mobile_no) == (
		"王晓明",
		"Individual",
		"13800001501",
	)
	assert not frappe.db.get_value("Customer Group", customer.customer_group, "is_group")
	building = frappe.get_doc("Estate Building", f"{project}-3")
	assert (building.building_no, building.lot, building.completion_acceptance_date) == (
		"3",
		"2标段",
		date(2025, 3, 20),
	)
	unsold = frappe.get_doc("Unit Archive", f"{project}-3-2-1601")
	assert (unsold.delivery_state, unsold.owners, unsold.title) == ("Unsold", [], "3-2-1601")


def test_the_form_finds_nothing_to_change_in_an_imported_unit(project):
	import_units(xlsx(HEADERS, *flats(1, 1, 1, 1)), "a.xlsx", project, dry_run=False)
	unit = frappe.get_doc("Unit Archive", f"{project}-1-1-101")
	before = unit.as_dict(convert_dates_to_str=True)
	unit.save()
	after = frappe.get_doc("Unit Archive", unit.name).as_dict(convert_dates_to_str=True)
	for field in ("unit_code", "floor", "riser", "title", "search_text", "delivery_state"):
		assert after[field] == before[field]


def test_again_changes_no_row(project):
	content = xlsx(HEADERS, *flats(2, 2, 3, 2))
	import_units(content, "a.xlsx", project, dry_run=False)
	before = state()
	report = import_units(content, "a.xlsx", project, dry_run=False)
	assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 24)
	assert state() == before


def test_a_dry_run_writes_nothing(project):
	before = state()
	report = import_units(xlsx(HEADERS, *flats(1, 1, 2, 2)), "a.xlsx", project, dry_run=True)
	assert (report["ok"], report["written"], report["created"]) == (True, False, 4)
	assert state() == before


def test_only_what_differs_is_updated_and_its_history_kept(project):
	rows = [list(row) for row in flats(1, 1, 2, 1)]
	import_units(xlsx(HEADERS, *rows), "a.xlsx", project, dry_run=False)
	rows[0][HEADERS.index("户型")] = "四室两厅"
	rows[0][HEADERS.index("业主姓名")] = "新业主"
	rows[0][HEADERS.index("水表底数")] = 9
	rows[1][HEADERS.index("户型")] = None
	report = import_units(xlsx(HEADERS, *rows), "a.xlsx", project, dry_run=False)
	assert (report["created"], report["updated"], report["unchanged"], report["owners"]) == (0, 1, 1, 1)
	unit = frappe.get_doc("Unit Archive", f"{project}-1-1-101")
	assert (unit.house_type, unit.meters[0].initial_reading, unit.title) == ("四室两厅", 9, "1-1-101 新业主")
	assert [(row.owner_name, row.is_primary, bool(row.to_date)) for row in unit.owners] == [
		("业主1", 0, True),
		("新业主", 1, False),
	]
	other = frappe.get_doc("Unit Archive", f"{project}-1-1-201")
	assert other.house_type == "三室两厅"
	versions = frappe.get_all("Version", {"ref_doctype": "Unit Archive", "docname": unit.name}, pluck="data")
	changed = frappe.parse_json(versions[0])
	assert ["house_type", "三室两厅", "四室两厅"] in changed["changed"]
	assert changed["added"][0][1]["owner_name"] == "新业主"
	assert len(versions) == 1 and not frappe.db.exists("Version", {"docname": other.name})


def test_an_updated_unit_is_not_read_from_a_stale_cache(project):
	rows = [list(row) for row in flats(1, 1, 1, 1)]
	import_units(xlsx(HEADERS, *rows), "a.xlsx", project, dry_run=False)
	name = f"{project}-1-1-101"
	assert frappe.get_cached_doc("Unit Archive", name).house_type == "三室两厅"
	rows[0][HEADERS.index("户型")] = "复式"
	import_units(xlsx(HEADERS, *rows), "a.xlsx", project, dry_run=False)
	assert frappe.get_cached_doc("Unit Archive", name).house_type == "复式"


def test_every_row_may_name_its_own_project(estate):
	titles = [frappe.db.get_value("Project", name, "project_name") for name in (estate.a, estate.b)]
	content = xlsx(["项目", "楼栋", "房间号"], [titles[0], "91", "101"], [estate.b, "92", "101"])
	report = import_units(content, "a.xlsx", None, dry_run=False)
	assert report["created"] == 2
	assert frappe.db.exists("Unit Archive", {"project": estate.a, "unit_code": "91-101"})
	assert frappe.db.exists("Unit Archive", {"project": estate.b, "unit_code": "92-101"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_chinese_offices(project, encoding):
	content = "楼栋,单元,房间号,业主姓名\n3栋,2单元,1501,王晓明\n".encode(encoding)
	assert import_units(content, "a.csv", project, dry_run=False)["created"] == 1
	assert frappe.db.get_value("Unit Archive", f"{project}-3-2-1501", "title") == "3-2-1501 王晓明"


def test_the_number_of_statements_does_not_grow_with_the_list(project, monkeypatch):
	def statements(building: str, floors: int) -> int:
		rows = [[building, *row[1:]] for row in flats(1, 1, floors, 4)]
		sent = counted(monkeypatch)
		report = import_units(xlsx(HEADERS, *rows), "a.xlsx", project, dry_run=False)
		monkeypatch.undo()
		assert report["created"] == floors * 4
		return len(sent)

	statements("甲", 1)
	few, many = statements("乙", 5), statements("丙", 60)
	assert 0 < many <= few + 2


def test_two_thousand_units(project):
	report = import_units(xlsx(HEADERS, *flats(10, 2, 25, 4)), "a.xlsx", project, dry_run=False)
	assert (report["created"], report["owners"], report["buildings"]) == (2000, 2000, 10)
	assert frappe.db.count("Unit Archive", {"project": project}) == 2000
	assert len(bulk.by_names("Unit Meter", [f"{project}-10-2-2504"], ["meter_no"], key="parent")) == 1
