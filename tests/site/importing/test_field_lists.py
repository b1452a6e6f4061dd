"""Lists in shapes found in the field (tests/lists): taken in as a person reads them, or refused by name. Nothing is lost silently."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import frappe
import pytest

from fangxiu_app.estate import import_customers, import_units_file
from fangxiu_app.estate.import_units import import_units
from fangxiu_app.estate.reads_units import search_units
from fangxiu_app.importing import lists, texts
from tests.site.helpers.workbook import HEADERS, empty_project, flats, state, xlsx

LISTS = Path(__file__).parents[2] / "lists"


@pytest.fixture
def project(estate) -> str:
	return empty_project(estate)


def content(name: str) -> bytes:
	return next(LISTS.glob(f"{name}*.xlsx")).read_bytes()


def take(name: str, project: str, dry_run: bool = False, **choices) -> dict:
	return import_units(content(name), f"{name}.xlsx", project, dry_run, **choices)


def codes(project: str) -> list[str]:
	return frappe.get_all("Unit Archive", {"project": project}, pluck="unit_code", order_by="unit_code asc")


def owners(unit: str) -> list[tuple]:
	rows = frappe.get_doc("Unit Archive", unit).owners
	return [(row.owner_name, row.phone, row.to_date) for row in rows]


def places(report: dict) -> list[tuple]:
	return [(error["row"], error["column"]) for error in report["errors"]]


@pytest.mark.clause("R6")
def test_storage_rooms_are_units_of_their_own_and_the_flats_keep_their_owners(project):
	assert take("01a", project)["created"] == 3
	report = take("01b", project)
	assert (report["created"], report["updated"]) == (3, 0)
	assert codes(project) == ["53-1-101", "53-1-102", "53-1-201", "53-1-负101", "53-1-负102", "53-1-负201"]
	assert owners(f"{project}-53-1-101") == [("巳一", "13800005301", None)]
	assert owners(f"{project}-53-1-负201") == [("午三", "13800005313", None)]
	assert frappe.db.get_value("Unit Archive", f"{project}-53-1-负101", ["title", "floor"]) == (
		"53-1-负101 午一",
		-1,
	)
	assert [row.unit_code for row in search_units("-101", project=project)] == ["53-1-负101"]


def test_the_size_a_sheet_says_of_itself_is_not_believed(project):
	assert take("02", project)["created"] == 24


def test_of_several_sheets_the_user_chooses_and_hidden_ones_are_named(project):
	with pytest.raises(frappe.ValidationError, match=r"38#楼, 39#楼, 车位.*37#楼"):
		take("03", project)
	seen = lists.look(content("03"), "03.xlsx", import_units_file.COLUMNS)
	assert [(one["name"], one["hidden"], one["rows"], one["chosen"]) for one in seen] == [
		("37#楼", True, 4, False),
		("38#楼", False, 4, True),
		("39#楼", False, 4, True),
		("车位", False, 1, True),
	]
	report = take("03", project, sheets=[one["name"] for one in seen if one["chosen"]])
	assert report["created"] == 9
	assert [(note["sheet"], note["message"][:12]) for note in report["notes"]] == [("37#楼", "Hidden sheet")]
	assert not frappe.db.exists("Unit Archive", {"project": project, "unit_code": "37-1-101"})
	assert take("03", project, sheets=["37#楼"])["created"] == 4


def test_rows_of_two_sheets_with_one_number_are_two_rows(project):
	report = take("03", project, sheets=["38#楼", "39#楼"], dry_run=True)
	assert report["ok"] and report["created"] == 8


def test_names_the_database_takes_for_equal_are_two_customers(project):
	assert take("04", project)["created"] == 2
	made = frappe.get_all("Unit Owner", {"parent": ("like", f"{project}-40-%")}, ["owner_name", "customer"])
	assert len({row.customer for row in made}) == 2
	for row in made:
		assert frappe.db.get_value("Customer", row.customer, "customer_name") == row.owner_name


@pytest.mark.parametrize(
	"pair",
	[
		("上海（集团）", "上海(集团)"),
		("A Company", "a company"),
		("𠬠氏置业", "𠮷氏置业"),
		("甲　乙公司", "甲 乙公司"),
		("Müller", "Muller"),
	],
)
def test_the_databases_own_comparison_decides_about_names(pair):
	keys = [import_customers.key_of(name, f"1390000000{at}", "") for at, name in enumerate((*pair, *pair))]
	found, new = import_customers.ensure(keys)
	assert new == 4
	assert len({found[key] for key in keys}) == 4
	again, new = import_customers.ensure(keys)
	assert new == 0 and [again[key] for key in keys] == [found[key] for key in keys]


def test_units_and_buildings_the_database_takes_for_equal_are_imported(project):
	headers = ["楼栋", "房间号"]
	report = import_units(xlsx(headers, ["𠬠座", "101"], ["𠮷座", "101"]), "a.xlsx", project, dry_run=False)
	assert (report["created"], report["buildings"]) == (2, 2)
	again = import_units(xlsx(headers, ["𠮷座", "101"], ["𠬠座", "101"]), "a.xlsx", project, dry_run=False)
	assert again["unchanged"] == 2


def test_a_room_with_its_full_code_is_not_doubled(project):
	assert take("05", project)["created"] == 3
	assert codes(project) == ["34-2-1501", "34-2-1502", "34-2-1503"]
	headers = ["楼栋", "单元", "房号"]
	report = import_units(xlsx(headers, ["34", "2", "35-2-1501"]), "a.xlsx", project, dry_run=True)
	assert places(report) == [(2, "C")]


def test_a_second_phone_column_is_named_with_its_rows_and_can_be_left_out(project):
	report = take("06", project)
	assert places(report) == [(1, "G")] and "2, 4" in report["errors"][0]["message"]
	report = take("06", project, left_out=["Sheet1!G"])
	assert report["created"] == 3
	assert [(note["column"], "2, 4" in note["message"]) for note in report["notes"]] == [("G", True)]


def test_a_filled_column_without_any_header_is_named(project):
	report = import_units(
		xlsx(["楼栋", "房间号", None], ["1", "101", None], ["1", "102", "x"]), "a.xlsx", project
	)
	assert places(report) == [(1, "C")] and "rows 3" in report["errors"][0]["message"]


def test_errors_of_formulas_are_no_owners_and_unsold_is_a_state(project):
	report = take("07", project)
	assert places(report) == [(2, "D"), (3, "D")]
	report = import_units(
		xlsx(["楼栋", "单元", "房号", "业主姓名"], ["41", "1", "501", "未售"]),
		"a.xlsx",
		project,
		dry_run=False,
	)
	unit = frappe.get_doc("Unit Archive", f"{project}-41-1-501")
	assert (unit.delivery_state, unit.owners) == ("Unsold", [])
	assert len(report["notes"]) == 1


def test_unsold_neither_contradicts_the_state_nor_ends_an_owner_silently(project):
	headers = ["楼栋", "房号", "业主姓名", "交付状态"]
	report = import_units(xlsx(headers, ["1", "101", "未售", "已交付"]), "a.xlsx", project, dry_run=False)
	assert places(report) == [(2, "C")]
	import_units(xlsx(headers, ["1", "101", "王", None]), "a.xlsx", project, dry_run=False)
	report = import_units(xlsx(headers, ["1", "101", "未售", None]), "a.xlsx", project, dry_run=False)
	assert places(report) == [(2, "C")] and "王" in report["errors"][0]["message"]


def test_names_spaced_otherwise_are_the_same_people(project):
	assert take("08a", project)["owners"] == 3
	before = state()
	assert take("08b", project)["unchanged"] == 3
	assert state() == before
	assert [row.unit_code for row in search_units("张三", project=project)] == ["49-1-101"]


def test_one_person_with_two_spellings_is_one_customer(project):
	headers = ["楼栋", "房号", "业主姓名", "联系电话"]
	rows = [["1", "101", "张　三", "13800004991"], ["1", "102", "张三", "13800004991"]]
	import_units(xlsx(headers, *rows), "a.xlsx", project, dry_run=False)
	found = frappe.get_all("Unit Owner", {"parent": ("like", f"{project}-1-%")}, pluck="customer")
	assert len(found) == 2 and len(set(found)) == 1


def test_a_long_list_of_co_owners_is_stored_whole(project):
	assert take("09", project)["created"] == 2
	unit = frappe.get_doc("Unit Archive", f"{project}-51-1-101")
	assert len(unit.owners[0].owner_name) == 138 and len(unit.title) == 140
	unit.remark = "x"
	unit.save()


#: Column → the longest text its field holds.
LONGEST = {
	"楼栋": "B" * 20,
	"单元": "A" * 20,
	"房间号": "R" * 20,
	"户型": "长" * 140,
	"标段": "长" * 40,
	"备注": "长" * 1000,
	"业主姓名": "长" * 140,
	"第二业主姓名": "久" * 140,
	"水表号": "9" * 60,
	"其他表类型": "电表",
	"其他表号": "8" * 60,
}


def test_the_longest_texts_are_stored_and_one_character_more_is_refused_by_the_check(project):
	report = import_units(xlsx(LONGEST, LONGEST.values()), "a.xlsx", project, dry_run=False)
	assert report["created"] == 1, report["errors"]
	longer = {header: f"{text}9" for header, text in LONGEST.items() if header != "其他表类型"}
	report = import_units(xlsx(longer, longer.values()), "a.xlsx", project)
	assert {error["header"] for error in report["errors"]} >= set(longer) - {"其他表号"}
	assert all("characters" in error["message"] or "kind" in error["message"] for error in report["errors"])


def test_a_row_for_each_owner_makes_one_unit_with_its_owners(project):
	report = take("10", project)
	assert (report["created"], report["owners"], report["rows"]) == (2, 3, 3)
	assert [name for name, _phone, _to in owners(f"{project}-44-1-101")] == ["壬一", "壬二"]
	assert "row 2" in report["notes"][0]["message"]
	assert take("10", project)["unchanged"] == 2


def test_rows_of_one_unit_that_contradict_each_other_are_named(project):
	headers = ["楼栋", "房号", "面积", "业主姓名"]
	rows = [["1", "101", 89.5, "甲"], ["1", "101", 90, "乙"], ["1", "102", 1, "甲"], ["1", "102", 1, "甲"]]
	report = import_units(xlsx(headers, *rows), "a.xlsx", project)
	assert places(report) == [(3, "B"), (5, "B")]
	assert "面积" in report["errors"][0]["message"]


def test_title_two_header_rows_merged_cells_total_and_remark_are_read_as_a_person_reads_them(project):
	report = take("12", project)
	assert report["created"] == 6 and report["ok"], report["errors"]
	assert codes(project) == [f"31-{entrance}-{room}" for entrance in (1, 2) for room in (101, 102, 201)]
	said = {note["row"]: note["message"] for note in report["notes"] if not note["column"]}
	assert set(said) == {1, 2, 3, 4, 11, 12}
	assert "total" in said[11] and "remark" in said[12] and "rows 3 to 4" in said[3]
	assert {note["column"] for note in report["notes"] if note["column"]} == {"A", "I"}
	unit = frappe.get_doc("Unit Archive", f"{project}-31-2-101")
	assert (unit.owners[0].owner_name, unit.owners[0].phone) == ("赵六", "13800003104")


#: What each list is, and words of what stands in it.
OTHERS = {
	"20": ("a repair ledger", "报修问题详述", "6 rows"),
	"21": ("a directory of contractors", "楼栋范围", "4 rows"),
	"22": ("a handover list of spare parts", "存放位置", "5 rows"),
	"23": ("a ledger of warranty deposits", "保修期止", "3 rows"),
	"24": ("a price list", "收费标准", "7 rows"),
	"25": ("a table of warranty terms", "起算日", "11 rows"),
	"26": ("parking spaces", "微信", "3 rows"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_lists_are_refused_in_words_that_say_what_they_are(project, name):
	before = state()
	choices = {"sheets": ["台账"]} if name == "20" else {}
	with pytest.raises(frappe.ValidationError) as caught:
		take(name, project, **choices)
	for words in OTHERS[name]:
		assert words in str(caught.value)
	assert state() == before
	seen = lists.look(content(name), f"{name}.xlsx", import_units_file.COLUMNS)[0]
	assert not seen["fits"] and OTHERS[name][0] in seen["says"]


def test_a_list_imported_again_after_its_project_got_another_id_changes_nothing(project):
	import_units(xlsx(HEADERS, *flats(1, 1, 2, 2)), "a.xlsx", project, dry_run=False)
	renamed = frappe.rename_doc("Project", project, f"{project}-2", force=True)
	before = state()
	report = import_units(xlsx(HEADERS, *flats(1, 1, 2, 2)), "a.xlsx", renamed, dry_run=False)
	assert (report["unchanged"], report["buildings"]) == (4, 0)
	assert state() == before
	assert import_units(xlsx(HEADERS, *flats(1, 1, 3, 2)), "a.xlsx", renamed, dry_run=False)["created"] == 2
	assert frappe.db.count("Estate Building", {"project": renamed}) == 1
	with pytest.raises(frappe.DuplicateEntryError):
		frappe.get_doc({"doctype": "Estate Building", "project": renamed, "building_no": "1栋"}).insert()


def test_a_new_project_with_the_id_another_one_had_gets_its_own_units(project):
	import_units(xlsx(HEADERS, *flats(1, 1, 1, 1)), "a.xlsx", project, dry_run=False)
	renamed = frappe.rename_doc("Project", project, f"{project}-2", force=True)
	other = frappe.copy_doc(frappe.get_doc("Project", renamed))
	other.project_name = project
	other.insert(set_name=project)
	report = import_units(xlsx(HEADERS, *flats(1, 1, 1, 1)), "a.xlsx", other.name, dry_run=False)
	assert (report["created"], report["buildings"]) == (1, 1)
	assert codes(project) == codes(renamed) == ["1-1-101"]
	assert (
		import_units(xlsx(HEADERS, *flats(1, 1, 1, 1)), "a.xlsx", other.name, dry_run=False)["unchanged"] == 1
	)


def test_an_archive_that_unpacks_to_a_gigabyte_is_not_opened(project, monkeypatch):
	out = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(content("02"))) as whole,
		zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb,
	):
		for entry in whole.infolist():
			if "sheet1" not in entry.filename:
				bomb.writestr(entry.filename, whole.read(entry.filename))
		with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
			for _megabyte in range(401):
				part.write(b" " * (1 << 20))
	assert len(out.getvalue()) < 500_000
	monkeypatch.setattr(zipfile.ZipFile, "open", lambda *args, **values: pytest.fail("was unpacked"))
	with pytest.raises(frappe.ValidationError, match="unpacks to more"):
		import_units(out.getvalue(), "a.xlsx", project)


def test_cells_far_from_the_list_are_named(project):
	wide = xlsx(["楼栋", "房间号", *[None] * 120, "x"], ["1", "101"])
	with pytest.raises(frappe.ValidationError, match="Row 1 is filled beyond"):
		import_units(wide, "a.xlsx", project)
	deep = xlsx(["楼栋", "房间号"], ["1", "101"], *([["", ""]] * 1100), ["1", "102"])
	with pytest.raises(frappe.ValidationError, match="Row 1103 is filled"):
		import_units(deep, "a.xlsx", project)


def test_a_remark_of_the_list_that_ends_its_sentence_ends_ours():
	assert texts.fill("备注行：{0}。未导入。", ("以上面积为实测。",)) == "备注行：以上面积为实测。未导入。"
	assert texts.fill("合计行：{0}。未导入。", ("3 户",)) == "合计行：3 户。未导入。"
