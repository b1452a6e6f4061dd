"""One unit, one file: everything on one page, what it lacks, units made from a building's layout, the building board."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_years, getdate, now_datetime, today

from fangxiu_app.access import roles
from fangxiu_app.api import board
from fangxiu_app.importing import generate
from fangxiu_app.queries import board as board_rows
from fangxiu_app.queries import unit_file as reads
from fangxiu_app.repair import handover, unit_file
from tests.site import factories as make
from tests.site.counting import count_queries
from tests.site.factories import SIGNATURE

POSITIONS = "01 三室两厅 118.5\n02 两室一厅 89"


@pytest.fixture
def block(estate):
	values = {
		"project": estate.a,
		"building_no": "9",
		"lot": "1标段",
		"completion_acceptance_date": add_years(today(), -1),
	}
	return frappe.get_doc({"doctype": "Building", **values}).insert().name


@pytest.mark.clause("R6", "R11", "R41")
def test_the_page_of_a_unit_shows_what_happened_and_what_is_missing(estate):
	unit = make.make_unit(
		estate.building_a,
		"2801",
		house_type="三室两厅",
		area=118.5,
		meters=[{"kind": "Water", "meter_no": "W-1"}],
		quality_warranty=frappe.db.get_value("Quality Warranty", {"project": estate.a}),
	)
	ticket = make.make_ticket(unit).name
	page = unit_file.page(unit)
	assert page["missing"] == ["Inspection sheet", "Owner's Signature", "Original filed"]
	assert [row.name for row in page["tickets"]] == [ticket]
	inspection = make.make_inspection(unit, items=[])
	handover.sign(inspection.name, "王晓明", SIGNATURE, "Accept")
	handover.receive_originals(inspection.name, make.photo("scan.png"))
	page = unit_file.page(unit)
	assert (page["missing"], page["percent"]) == ([], 100)
	assert [row.name for row in page["inspections"]] == [inspection.name]
	assert {row.kind for row in page["evidence"]} == {"Photo", "Signed Form"}


@pytest.mark.clause("R83", "R41")
def test_the_page_answers_the_warranty_of_every_part_with_both_clocks(estate):
	parts = {row["part"]: row for row in unit_file.page(estate.unit_a)["warranty"]}
	unit = frappe.get_doc("Unit Archive", estate.unit_a)
	waterproof = next(row for part, row in parts.items() if "卫生间" in part)
	assert waterproof["owner_covered"] and waterproof["contractor_covered"]
	assert getdate(waterproof["owner_until"]) > getdate(unit.handover_date)
	assert len(parts) > 10


@pytest.mark.clause("R41")
def test_a_project_is_counted_in_a_constant_number_of_statements(estate, block):
	one = count_queries(lambda: reads.facts(estate.a))
	generate.generate(block, "1,2", 1, 20, POSITIONS, dry_run=False)
	assert count_queries(lambda: reads.facts(estate.a)) == one <= 6


@pytest.mark.clause("R41")
def test_units_are_made_from_floors_and_positions_and_again_without_change(estate, block):
	looked = generate.generate(block, "1、2", 1, 20, POSITIONS)
	assert (looked["ok"], looked["created"], looked["written"]) == (True, 80, False)
	generate.generate(block, "1、2", 1, 20, POSITIONS, dry_run=False)
	unit = frappe.db.get_value("Unit Archive", {"building": block, "entrance": "2", "room_no": "1502"}, "*")
	assert (unit.floor, unit.house_type, unit.area, unit.riser) == (15, "两室一厅", 89, "9-2-02")
	again = generate.generate(block, "1、2", 1, 20, POSITIONS, dry_run=False)
	assert (again["created"], again["unchanged"]) == (0, 80)


@pytest.mark.parametrize(
	("positions", "last", "words"), [("东户", 10, "东户"), ("01", 5000, "5000 units"), ("", 10, "0 units")]
)
def test_what_is_no_layout_is_refused(block, positions, last, words):
	with pytest.raises(frappe.ValidationError, match=words):
		generate.generate(block, "", 1, last, positions, dry_run=False)
	assert not frappe.db.exists("Unit Archive", {"building": block})


def test_the_board_shows_open_overdue_and_repeat_in_few_statements(estate, block):
	generate.generate(block, "1", 1, 30, POSITIONS, dry_run=False)
	ticket = make.make_ticket(estate.unit_a)
	past = {"next_due_at": make.ago(hours=1), "repeat_state": "Confirmed"}
	frappe.db.set_value("Repair Ticket", ticket.name, past)
	found = board.building_board(estate.a)
	cells = {cell[0]: cell for building in found["buildings"] for cell in building["flats"]}
	assert set("ort") <= set(cells[estate.unit_a][5])
	assert cells[estate.unit_a][6] >= 1
	assert found["count"] == len(cells) > 60
	assert board.building_board(estate.a, location="厨房")["summary"]["o"] == 0
	assert count_queries(lambda: list(board_rows.flats(estate.a, None, None, now_datetime()))) == 1
	assert count_queries(lambda: board.building_board(estate.a)) <= 8


def test_the_board_of_another_project_is_refused(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(frappe.PermissionError):
		board.building_board(estate.b)
	with pytest.raises(frappe.PermissionError):
		reads.of_project(estate.b)


@pytest.mark.clause("R41")
def test_the_report_of_completeness_says_what_most_files_lack(estate):
	from fangxiu_app.fangxiu_app.report.unit_file_completeness import unit_file_completeness as report

	columns, rows, _message, chart, summary = report.execute({"project": estate.a})
	by_unit = {row["unit"]: row for row in rows}
	assert by_unit[estate.unit_a]["original_filed"] == "✗" and by_unit[estate.unit_a]["percent"] < 100
	assert {column["fieldname"] for column in columns} >= {"unit", "percent", "owner", "meters"}
	assert chart["data"]["datasets"][0]["values"][0] == max(chart["data"]["datasets"][0]["values"])
	assert summary[0]["value"] == frappe.db.count("Unit Archive", {"project": estate.a})
