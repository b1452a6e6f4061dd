"""One unit, one file: everything on one page, what it lacks, units made from a building's layout, the building board."""

from __future__ import annotations

from io import BytesIO

import frappe
import pytest
from frappe.utils import add_days, add_years, getdate, now_datetime, today
from pypdf import PdfReader

from fangxiu_app.archive import (
	api_building_board,
	reads_unit_sections,
	service_unit_file,
	service_unit_file_pdf,
)
from fangxiu_app.archive import reads_building_board as board_rows
from fangxiu_app.archive import reads_unit_file as reads
from fangxiu_app.archive.rules_unit_sections import SECTIONS
from fangxiu_app.core.access import files, roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import service_handover
from fangxiu_app.estate import import_generated_units
from tests.site.helpers import factories as make
from tests.site.helpers import orders, special_reports
from tests.site.helpers.counting import count_queries
from tests.site.helpers.factories import SIGNATURE
from tests.site.reports.test_stage_reports import pdf_text
from tests.site.tickets.test_work_forms import holds, printed

LONG = "主卧卫生间天花板大面积渗漏并伴有墙面起鼓、地板起翘，业主多次来电，要求彻底处理"

POSITIONS = "01 三室两厅 118.5\n02 两室一厅 89"


def rows(page: dict, code: str) -> list:
	return next(section["rows"] for section in page["sections"] if section["code"] == code)


@pytest.fixture
def block(estate):
	values = {
		"project": estate.a,
		"building_no": "9",
		"lot": "1标段",
		"completion_acceptance_date": add_years(today(), -1),
	}
	return frappe.get_doc({"doctype": "Estate Building", **values}).insert().name


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
	page = service_unit_file.page(unit)
	assert page["missing"] == ["Inspection sheet", "Owner's Signature", "Original filed"]
	assert [row.name for row in rows(page, "tickets")] == [ticket]
	inspection = make.make_inspection(unit, items=[])
	service_handover.sign(inspection.name, "王晓明", SIGNATURE, "Accept")
	service_handover.receive_originals(inspection.name, make.photo("scan.png"))
	page = service_unit_file.page(unit)
	assert (page["missing"], page["percent"]) == ([], 100)
	assert [row.name for row in rows(page, "inspections")] == [inspection.name]
	assert {row.kind for row in page["evidence"]} == {"Photo", "Signed Form"}


@pytest.fixture
def full(estate) -> str:
	"""A flat to which about everything has happened."""
	meter = {"kind": "Water", "meter_no": "W-1", "initial_reading": 1, "reading_date": add_years(today(), -1)}
	former = {"owner_name": "钱旧主", "phone": "13800009999", "to_date": add_days(today(), -300)}
	now = {"owner_name": "孙新主", "phone": "13800008888", "from_date": add_days(today(), -299)}
	room = frappe.generate_hash(length=4)
	tenant = {"tenant_name": "李租客", "phone": "13800007777", "from_date": add_days(today(), -90)}
	unit = make.make_unit(estate.building_a, room, owners=[former, now], meters=[meter], tenants=[tenant])
	make.make_inspection(unit, keys_handed=3, keys_kept=1)
	make.make_transfer(unit, "Signed")
	ticket = make.make_ticket(unit, description=LONG, is_complaint=1).name
	make.walk(ticket, "survey")
	make.add_evidence(ticket, caption="渗漏点")
	make.make_warning(estate.a, unit)
	make.make_charge(unit, estate.agreement_a)
	orders.make_compensation(ticket, cause="泡水地板")
	special_reports.make_report(estate, unit=unit, ticket=ticket)
	frappe.get_doc(
		{
			"doctype": "Correspondence",
			"project": estate.a,
			"kind": "Work Contact Letter",
			"to_name": "General Builder",
			"from_name": "房修部",
			"contractor": estate.general,
			"to_party": "Contractor",
			"subject": "请尽快维修",
			"body": "如题",
			"tickets": [{"ticket": ticket}],
		}
	).insert()
	return unit


@pytest.mark.clause("R6", "R11")
def test_every_section_is_filled_by_one_statement(estate, full):
	page = service_unit_file.page(full)
	filled = {section["code"] for section in page["sections"] if section["rows"]}
	empty = {"orders", "parts", "deductions"}
	assert filled == {section.code for section in SECTIONS} - empty
	assert [(row.owner_name, row.current) for row in rows(page, "owners")] == [
		("孙新主", "Primary"),
		("钱旧主", ""),
	]
	assert rows(page, "inspections")[0]["keys"] == "3 / 1"
	assert (rows(page, "inspections")[0].problems, rows(page, "inspections")[0].open) == (1, 1)
	assert rows(page, "tickets")[0].marks == ["Complaint"]
	asked = reads_unit_sections.Unit(full, estate.building_a)
	for code, read in reads_unit_sections.READERS.items():
		assert count_queries(lambda read=read: read(asked)) == 1, code
	assert count_queries(lambda: reads_unit_sections.evidence(full)) == 2, "and one for those the reader may see"


@pytest.mark.clause("R11")
def test_the_file_shows_money_and_evidence_only_to_those_who_may_read_it(estate, full, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	page = service_unit_file.page(full)
	shown = {section["code"] for section in page["sections"]}
	assert shown >= {"owners", "warranty", "inspections", "tickets", "warnings"}
	assert not shown & {"charges", "deductions", "compensations", "orders"}
	assert page["evidence"] == []


@pytest.mark.clause("R11", "R41")
def test_the_full_file_is_a_pdf_with_cover_sections_and_photos(estate, full, as_user):
	as_user(estate.users[roles.MANAGER])
	frappe.local.lang = "zh"
	answer = service_unit_file_pdf.start(full)
	file = frappe.get_doc("File", {"file_url": answer["file"]})
	assert (file.is_private, file.attached_to_name, file.owner) == (1, None, estate.users[roles.MANAGER])
	content = files.content(file)
	text = pdf_text(content)
	words = (
		"卷内目录",
		"孙新主",
		"钱旧主",
		"水电扣款",
		"泡水地板",
		"渗漏点",
		"外墙石材挂件松动",
		"SHA-256",
		"投诉",
		"请尽快维修",
	)
	assert [word for word in words if word not in text] == []
	assert [word for word in ("Owners", "State", "Complaint", "None") if word in text] == []
	pages = PdfReader(BytesIO(content)).pages
	photos = sum(len(page.images) for page in pages)
	assert photos >= 3, "meter, danger, survey"
	cover, _pages = printed("Unit Archive", full, "Unit File Cover")
	holds(cover, "卷内目录", "孙新主")


def test_a_long_file_is_made_in_the_queue_and_followed(estate, full, monkeypatch, as_user):
	as_user(estate.users[roles.MANAGER])
	jobs, told = [], []
	monkeypatch.setattr(service_unit_file_pdf, "IMMEDIATE_PHOTOS", 0)
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: jobs.append(values))
	key = service_unit_file_pdf.start(full)["job"]
	assert service_unit_file_pdf.state(key) == {"state": "running", "percent": 0}
	keep = service_unit_file_pdf._keep
	monkeypatch.setattr(service_unit_file_pdf, "_keep", lambda key, value: (told.append(value), keep(key, value)))
	service_unit_file_pdf.run(**{name: jobs[0][name] for name in ("key", "unit", "language")})
	percents = [value["percent"] for value in told if "percent" in value]
	assert percents == sorted(percents) and percents[-1] == 85
	assert service_unit_file_pdf.state(key)["file"].startswith("/private/files/")
	as_user(estate.engineer_b)
	assert service_unit_file_pdf.state(key) == {"state": "unknown"}
	with pytest.raises(frappe.PermissionError):
		service_unit_file_pdf.run("other", full, "zh")


@pytest.mark.clause("R83", "R41")
def test_the_page_answers_the_warranty_of_every_part_with_both_clocks(estate):
	parts = {row["part"]: row for row in rows(service_unit_file.page(estate.unit_a), "warranty")}
	unit = frappe.get_doc("Unit Archive", estate.unit_a)
	waterproof = next(row for part, row in parts.items() if "卫生间" in part)
	assert waterproof["owner_covered"] and waterproof["contractor_covered"]
	assert getdate(waterproof["owner_until"]) > getdate(unit.handover_date)
	assert len(parts) > 10


@pytest.mark.clause("R41")
def test_a_project_is_counted_in_a_constant_number_of_statements(estate, block):
	one = count_queries(lambda: reads.facts(estate.a))
	import_generated_units.generate(block, "1,2", 1, 20, POSITIONS, dry_run=False)
	assert count_queries(lambda: reads.facts(estate.a)) == one <= 6


@pytest.mark.clause("R41")
def test_units_are_made_from_floors_and_positions_and_again_without_change(estate, block):
	looked = import_generated_units.generate(block, "1、2", 1, 20, POSITIONS)
	assert (looked["ok"], looked["created"], looked["written"]) == (True, 80, False)
	import_generated_units.generate(block, "1、2", 1, 20, POSITIONS, dry_run=False)
	unit = frappe.db.get_value("Unit Archive", {"building": block, "entrance": "2", "room_no": "1502"}, "*")
	assert (unit.floor, unit.house_type, unit.area, unit.riser) == (15, "两室一厅", 89, "9-2-02")
	again = import_generated_units.generate(block, "1、2", 1, 20, POSITIONS, dry_run=False)
	assert (again["created"], again["unchanged"]) == (0, 80)


@pytest.mark.parametrize(
	("positions", "last", "words"), [("东户", 10, "东户"), ("01", 5000, "5000 units"), ("", 10, "0 units")]
)
def test_what_is_no_layout_is_refused(block, positions, last, words):
	with pytest.raises(frappe.ValidationError, match=words):
		import_generated_units.generate(block, "", 1, last, positions, dry_run=False)
	assert not frappe.db.exists("Unit Archive", {"building": block})


def test_the_board_shows_open_overdue_and_repeat_in_few_statements(estate, block):
	import_generated_units.generate(block, "1", 1, 30, POSITIONS, dry_run=False)
	ticket = make.make_ticket(estate.unit_a)
	past = {"next_due_at": make.ago(hours=1), "repeat_state": "Confirmed"}
	frappe.db.set_value("Repair Ticket", ticket.name, past)
	found = api_building_board.building_board(estate.a)
	cells = {cell[0]: cell for building in found["buildings"] for cell in building["flats"]}
	assert set("ort") <= set(cells[estate.unit_a][5])
	assert cells[estate.unit_a][6] >= 1
	assert found["count"] == len(cells) > 60
	assert api_building_board.building_board(estate.a, location="厨房")["summary"]["o"] == 0
	assert count_queries(lambda: list(board_rows.flats(estate.a, None, None, now_datetime()))) == 1
	assert count_queries(lambda: api_building_board.building_board(estate.a)) <= 8


def test_the_board_of_another_project_is_refused(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(frappe.PermissionError):
		api_building_board.building_board(estate.b)
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


@pytest.mark.clause("R83")
def test_a_handover_of_another_century_is_a_mistyped_year(estate):
	unit = frappe.get_doc("Unit Archive", estate.unit_a)
	for field in ("completion_acceptance_date", "handover_date", "deemed_handover_date"):
		unit.reload().set(field, "2125-01-01")
		with pytest.raises(RefusedError, match="further ahead"):
			unit.save()
