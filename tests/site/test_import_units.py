"""Unit lists imported on a real site: everything or nothing, again without change, inside the user's projects only."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from fangxiu_app.access import roles
from fangxiu_app.api import importing as api
from fangxiu_app.importing import bulk, customers, jobs
from fangxiu_app.importing.template import build
from fangxiu_app.importing.units import import_units
from tests.site.workbook import HEADERS, flats, xlsx

TABLES = ("Unit Archive", "Unit Owner", "Unit Meter", "Building", "Customer", "Version")


@pytest.fixture
def project(estate) -> str:
	"""A project without buildings that the manager of project A may work in too."""
	company = frappe.get_all("Company", pluck="name")[0]
	name = f"Empty {frappe.generate_hash(length=6)}"
	made = frappe.get_doc({"doctype": "Project", "project_name": name, "company": company}).insert().name
	for role in (roles.MANAGER, roles.CLERK, roles.ADMINISTRATOR):
		user = estate.users[role]
		frappe.get_doc(
			{"doctype": "User Permission", "user": user, "allow": "Project", "for_value": made}
		).insert()
	return made


def state() -> dict:
	"""Number of rows and newest change of everything an import writes."""
	return {
		table: tuple(
			frappe.get_all(table, fields=["count(name) as n", "max(modified) as m"], as_list=True)[0]
		)
		for table in TABLES
	}


def upload(content: bytes, name: str = "房屋.xlsx", **values) -> str:
	file = frappe.get_doc(
		{"doctype": "File", "file_name": name, "content": content, "is_private": 1, **values}
	)
	return file.insert().file_url


def counted(monkeypatch) -> list:
	"""Statements sent to the database from here on."""
	sent: list = []
	original = frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda *args, **values: sent.append(args[0]) or original(*args, **values)
	)
	return sent


@pytest.mark.clause("R6", "R11", "R41")
def test_a_list_becomes_units_owners_meters_and_buildings(project):
	report = import_units(
		xlsx(
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
		),
		"a.xlsx",
		project,
		dry_run=False,
	)
	assert {key: report[key] for key in ("written", "rows", "created", "updated", "buildings", "owners")} == {
		"written": True,
		"rows": 2,
		"created": 2,
		"updated": 0,
		"buildings": 1,
		"owners": 2,
	}
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
	customer = frappe.get_doc("Customer", unit.owners[0].customer)
	assert (customer.customer_name, customer.customer_type, customer.mobile_no) == (
		"王晓明",
		"Individual",
		"13800001501",
	)
	assert not frappe.db.get_value("Customer Group", customer.customer_group, "is_group")
	building = frappe.get_doc("Building", unit.building)
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
	expected = {
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
	assert set(found) == set(expected)
	for place, words in expected.items():
		assert words in found[place], (place, found[place])
	assert report["error_count"] == len(expected)
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


def test_every_row_may_name_its_own_project(estate):
	titles = [frappe.db.get_value("Project", name, "project_name") for name in (estate.a, estate.b)]
	content = xlsx(["项目", "楼栋", "房间号"], [titles[0], "91", "101"], [estate.b, "92", "101"])
	report = import_units(content, "a.xlsx", None, dry_run=False)
	assert report["created"] == 2
	assert frappe.db.exists("Unit Archive", {"project": estate.a, "unit_code": "91-101"})
	assert frappe.db.exists("Unit Archive", {"project": estate.b, "unit_code": "92-101"})


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
)
def test_files_that_are_no_list(estate, content, name, words):
	with pytest.raises(frappe.ValidationError, match=words):
		import_units(content, name, estate.a)


def test_too_many_rows(estate, monkeypatch):
	monkeypatch.setattr("fangxiu_app.importing.sheet.read.__defaults__", (None, 3))
	with pytest.raises(frappe.ValidationError, match="more than 3 rows"):
		import_units(xlsx(HEADERS, *flats(1, 1, 2, 2)), "a.xlsx", estate.a)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_chinese_offices(project, encoding):
	content = "楼栋,单元,房间号,业主姓名\n3栋,2单元,1501,王晓明\n".encode(encoding)
	assert import_units(content, "a.csv", project, dry_run=False)["created"] == 1
	assert frappe.db.get_value("Unit Archive", f"{project}-3-2-1501", "title") == "3-2-1501 王晓明"


def test_one_customer_per_name_and_number(project):
	headers = ["楼栋", "房间号", "业主姓名", "业主电话"]
	content = xlsx(
		headers,
		["1", "101", "张伟", "13800000001"],
		["1", "102", "张伟", "138 0000 0001"],
		["1", "103", "张伟", "13800000002"],
		["1", "104", "张伟", None],
		["1", "105", "张伟", None],
	)
	import_units(content, "a.xlsx", project, dry_run=False)
	names = [f"{project}-1-{room}" for room in range(101, 106)]
	rows = frappe.get_all("Unit Owner", {"parent": ("in", names)}, ["parent", "customer"])
	found = {row.parent[-3:]: row.customer for row in rows}
	assert all(frappe.db.exists("Customer", customer) for customer in found.values())
	assert found["101"] == found["102"]
	assert len({found[room] for room in ("101", "103", "104", "105")}) == 4


def test_a_known_customer_is_found_again(project):
	key = customers.key_of("赵小云", "13811112222", "")
	first, new = customers.ensure([key])
	assert new == 1
	import_units(
		xlsx(["楼栋", "房间号", "业主姓名", "业主电话"], ["1", "101", "赵小云", "13811112222"]),
		"a.xlsx",
		project,
		dry_run=False,
	)
	owner = frappe.get_all("Unit Owner", {"parent": f"{project}-1-101"}, pluck="customer")
	assert owner == [first[key]]


def test_customers_are_named_by_series_where_the_site_does_so(project):
	frappe.db.set_default("cust_master_name", "Naming Series")
	frappe.clear_cache()
	try:
		first, _new = customers.ensure([("钱一", "13800000011", ""), ("钱二", "13800000012", "")])
		single = frappe.get_doc(
			{"doctype": "Customer", "customer_name": "钱三", "customer_type": "Individual"}
		).insert()
	finally:
		frappe.db.set_default("cust_master_name", "Customer Name")
		frappe.clear_cache()
	numbers = [int(name.rsplit("-", 1)[1]) for name in [*first.values(), single.name]]
	assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
	assert all(name.startswith("CUST-") for name in first.values())


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


def test_the_endpoint_answers_short_lists_at_once(estate, project, as_user):
	as_user(estate.users[roles.MANAGER])
	url = upload(xlsx(HEADERS, *flats(1, 1, 2, 2)))
	assert api.units(url, project)["created"] == 4
	assert frappe.db.count("Unit Archive", {"project": project}) == 0
	assert api.units(url, project, dry_run=False)["written"]
	assert frappe.db.count("Unit Archive", {"project": project}) == 4


def test_the_endpoint_reads_no_file_of_somebody_else(estate, project, as_user):
	url = upload(xlsx(HEADERS, *flats(1, 1, 1, 1)), "geheim.xlsx")
	as_user(estate.users[roles.MANAGER])
	for file_url in (url, "/private/files/does-not-exist.xlsx"):
		with pytest.raises(frappe.PermissionError, match="may not read it"):
			api.units(file_url, project)


def test_long_lists_run_in_the_background_as_the_user(estate, project, as_user, monkeypatch):
	user = estate.users[roles.MANAGER]
	as_user(user)
	url = upload(xlsx(HEADERS, *flats(2, 2, 32, 4)), "lang.xlsx")
	queued = {}
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: queued.update(method=method, **values))
	job = api.units(url, project, dry_run=False)["job"]
	assert api.state(job) == {"state": "running"}
	assert (queued["queue"], queued["method"]) == ("long", jobs.run)
	values = {key: queued[key] for key in ("key", "file_url", "project", "dry_run", "language")}
	jobs.run(**values)
	found = api.state(job)
	assert found["state"] == "done", found
	assert found["report"]["created"] == 512
	as_user(estate.users[roles.CLERK])
	assert api.state(job) == {"state": "unknown"}


def test_a_failed_job_says_why(estate, project, as_user, monkeypatch):
	as_user(estate.users[roles.MANAGER])
	monkeypatch.setattr(frappe.db, "rollback", lambda: None)
	jobs.run("k1", "/private/files/gone.xlsx", project, False, "en")
	found = api.state("k1")
	assert found["state"] == "failed" and "Upload it again" in found["message"]


def test_the_template_is_accepted_when_filled_in(project):
	import io

	import openpyxl

	_name, content = build("units")
	book = openpyxl.load_workbook(io.BytesIO(content))
	example = [cell.value for cell in book["示例"][2]]
	book["房屋"].append([None, *example[1:]])
	buffer = io.BytesIO()
	book.save(buffer)
	report = import_units(buffer.getvalue(), "a.xlsx", project, dry_run=False)
	assert (report["errors"], report["created"]) == ([], 1)
	assert frappe.db.get_value("Unit Archive", f"{project}-3-2-1501", "handover_date") == date(2025, 6, 30)


def test_the_empty_template_says_that_it_is_empty(project):
	_name, content = build("units")
	report = import_units(content, "a.xlsx", project)
	assert (report["rows"], report["created"]) == (0, 0)


def test_the_endpoint_knows_its_templates(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	api.template("units")
	assert frappe.response.type == "binary" and frappe.response.filecontent[:2] == b"PK"
	with pytest.raises(frappe.ValidationError, match="no template"):
		api.template("nonsense")
