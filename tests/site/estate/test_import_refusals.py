"""Unit lists that are refused: wrong cells, wrong files, wrong projects, missing rights. Nothing is written then."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.estate.import_units import import_units
from tests.site.helpers.workbook import HEADERS, empty_project, flats, state, xlsx


@pytest.fixture
def project(estate) -> str:
	return empty_project(estate)


#: Where the list below is wrong, and a word of what is said about it.
EXPECTED = {
	(1, "O", "户主"): "unknown",
	(2, "C", "房间号"): "mandatory",
	(3, "F", "面积"): "not between",
	(4, "J", "交付日期"): "not a date",
	(5, "J", "交付日期"): "before the completion",
	(6, "L", "业主电话"): "not a phone number",
	(7, "H", "交付状态"): "Possible are",
	(8, "E", "户型"): "200 characters",
	(9, "K", "业主姓名"): "formula",
	(10, "D", "楼层"): "does not fit",
	(11, "P", "其他表号"): "kind",
	(12, "G", "标段"): "belongs to lot",
	(13, "C", "房间号"): "stands in row 11",
}


def test_ten_different_errors_are_all_named_and_nothing_is_written(project, estate):
	before = state()
	rows = [list(row) for row in flats(1, 1, 6, 2)]
	column = HEADERS.index

	rows[0][column("房间号")] = None
	rows[1][column("面积")] = -5
	rows[2][column("交付日期")] = "明年"
	rows[3][column("交付日期")] = "2025-03-01"
	rows[4][column("业主电话")] = "12345"
	rows[5][column("交付状态")] = "交付中"
	rows[6][column("户型")] = "长" * 200
	rows[7][column("业主姓名")] = "=HYPERLINK(1)"
	rows[8][column("楼层")] = 9
	rows[10][column("标段")] = "9标段"
	rows[11][column("房间号")], rows[11][column("楼层")] = "502", 5
	lines = [[*HEADERS, "户主", "其他表号"]] + [[*row, None, None] for row in rows]
	lines[10][-1] = "X1"
	report = import_units(xlsx(*lines), "a.xlsx", project, dry_run=False)
	assert not report["ok"] and not report["written"]
	found = {(error["row"], error["column"], error["header"]): error["message"] for error in report["errors"]}
	assert set(found) == set(EXPECTED)
	for place, words in EXPECTED.items():
		assert words in found[place], (place, found[place])
	assert report["error_count"] == len(EXPECTED)
	assert state() == before


def test_a_missing_column_and_a_missing_project_are_named(project):
	report = import_units(xlsx(["楼栋", "户型"], ["1", "三室"]), "a.xlsx", None, dry_run=True)
	assert [(error["row"], error["header"]) for error in report["errors"]] == [(1, "房间号"), (2, "")]
	assert "column is missing" in report["errors"][0]["message"]
	assert "project is missing" in report["errors"][1]["message"]


def test_dates_of_the_list_meet_those_that_are_stored(project):
	import_units(xlsx(HEADERS, *flats(1, 1, 1, 1)), "a.xlsx", project, dry_run=False)
	later = xlsx(["楼栋", "单元", "房间号", "竣工验收日期"], ["1", "1", "101", "2026-01-01"])
	report = import_units(later, "a.xlsx", project, dry_run=False)
	assert [(error["column"], error["row"]) for error in report["errors"]] == [("D", 2)]
	assert frappe.db.get_value("Unit Archive", f"{project}-1-1-101", "completion_acceptance_date") == date(
		2025, 3, 20
	)


def test_foreign_and_unknown_projects_get_the_same_answer(estate, as_user):
	title = frappe.db.get_value("Project", estate.b, "project_name")
	as_user(estate.users[roles.MANAGER])
	content = xlsx(
		["项目", "楼栋", "房间号"], [title, "1", "101"], [estate.b, "1", "102"], ["不存在", "1", "103"]
	)
	report = import_units(content, "a.xlsx", None, dry_run=False)
	assert [
		error["message"].replace(word, "X")
		for error, word in zip(report["errors"], (title, estate.b, "不存在"), strict=True)
	] == [report["errors"][2]["message"].replace("不存在", "X")] * 3
	assert not frappe.db.exists("Unit Archive", {"project": estate.b, "unit_code": "1-102"})


def test_a_row_of_another_project_than_the_chosen_one_is_refused(estate):
	report = import_units(
		xlsx(["项目", "楼栋", "房间号"], [estate.b, "1", "109"]), "a.xlsx", estate.a, dry_run=False
	)
	assert "was chosen" in report["errors"][0]["message"]


def test_nobody_imports_into_a_foreign_project(estate, as_user):
	as_user(estate.users[roles.MANAGER])
	with pytest.raises(frappe.PermissionError):
		import_units(xlsx(HEADERS, *flats(1, 1, 1, 1)), "a.xlsx", estate.b, dry_run=True)


@pytest.mark.parametrize("role", [roles.PROPERTY_DESK, roles.COST_DEPARTMENT, roles.CALL_CENTRE])
def test_who_may_not_create_units_may_not_import_them(estate, as_user, role):
	as_user(estate.users[role])
	with pytest.raises(frappe.PermissionError):
		import_units(xlsx(HEADERS, *flats(1, 1, 1, 1)), "a.xlsx", estate.a, dry_run=True)


def test_a_clerk_imports_units_but_brings_no_new_building_along(estate, as_user):
	as_user(estate.users[roles.CLERK])
	content = xlsx(["楼栋", "单元", "房间号"], ["3", "2", "2201"], ["88", "1", "101"])
	report = import_units(content, "a.xlsx", estate.a, dry_run=False)
	assert [(error["row"], error["column"]) for error in report["errors"]] == [(3, "A")]
	report = import_units(
		xlsx(["楼栋", "单元", "房间号"], ["3", "2", "2201"]), "a.xlsx", estate.a, dry_run=False
	)
	assert report["created"] == 1
	assert frappe.db.get_value("Unit Archive", f"{estate.a}-3-2-2201", "owner") == estate.users[roles.CLERK]


@pytest.mark.parametrize(
	("content", "name", "words"),
	[
		(b"hello", "a.xlsx", "not an Excel workbook"),
		(b"PK\x03\x04broken", "a.xlsx", "not an Excel workbook"),
		(b"\xd0\xcf\x11\xe0" + b"0" * 512, "a.xls", "old or password-protected"),
		(xlsx(), "a.xlsx", "empty"),
		(xlsx(["甲", "乙"], [1, 2]), "a.xlsx", "known headers"),
		(b"0" * (20 * 1024 * 1024 + 1), "a.xlsx", "larger than 20 MB"),
		(b"\0\1\2", "a.csv", "neither UTF-8 nor GB18030"),
	],
	# a workbook's bytes carry the time it was made: two processes would collect different names
	ids=["text", "broken", "old", "empty", "strange headers", "too large", "no encoding"],
)
def test_files_that_are_no_list(estate, content, name, words):
	with pytest.raises(frappe.ValidationError, match=words):
		import_units(content, name, estate.a)


def test_too_many_rows(estate, monkeypatch):
	monkeypatch.setattr("fangxiu_app.importing.sheet.MAX_ROWS", 3)
	with pytest.raises(frappe.ValidationError, match="more than 3 rows"):
		import_units(xlsx(HEADERS, *flats(1, 1, 2, 2)), "a.xlsx", estate.a)
