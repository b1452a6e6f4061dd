"""Units by words in any order, phone tails and names: one statement that reads an index, never the whole archive."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.estate import import_units_words
from fangxiu_app.estate.reads_units import search_units
from fangxiu_app.estate.rules_unit_fields import search_keys
from fangxiu_app.tickets.intake import api_intake as api
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries


def found(text: str, project: str) -> list[str]:
	return [row.name for row in search_units(text, project=project)]


@pytest.mark.parametrize(
	"text", ["1501 3", "1501", "01501", "13800001501", "王", "晓明", "明 1501", "1501 138", "3 2 15"]
)
def test_what_callers_say_finds_the_unit(estate, text):
	assert estate.unit_a in found(text, estate.a)


def test_a_search_is_one_statement_that_asks_the_index(estate):
	asked = []
	original = frappe.db.sql

	def noting(query, values=(), *args, **kwargs):
		asked.append((query, values))
		return original(query, values, *args, **kwargs)

	frappe.db.sql = noting
	try:
		search_units("3 2 1501", project=estate.a)
	finally:
		frappe.db.sql = original
	assert len(asked) == 1
	query, values = asked[0]
	# a handful of units is faster read whole; a real estate's seeks are cheaper than that
	frappe.db.sql("set session max_seeks_for_key = 1")
	plan = frappe.db.sql(f"explain {query}", values, as_dict=True)
	frappe.db.sql("set session max_seeks_for_key = default")
	assert any("fx_word_parent" in (row.possible_keys or "") for row in plan)
	assert not [row for row in plan if row.type == "ALL" and row.table == "tabUnit Archive"]


def test_a_lookup_costs_the_same_however_many_units_fit(estate):
	api.lookup("1501")
	few = count_queries(lambda: api.lookup("1501"))
	for room in ("15011", "15012", "15013"):
		make.make_unit(estate.building_a, room)
	assert count_queries(lambda: api.lookup("1501")) == few <= 3


def test_the_index_follows_the_unit(estate):
	name = make.make_unit(estate.building_a, "2203", "钱小满", "13911112222")
	assert found("钱小满", estate.a) == found("2222", estate.a) == [name]
	unit = frappe.get_doc("Unit Archive", name)
	unit.owners[0].owner_name = "孙大圣"
	unit.write_by_action()
	assert found("钱小满", estate.a) == []
	assert found("大圣 2203", estate.a) == [name]


def test_units_without_an_index_get_theirs_and_only_those(estate):
	name = make.make_unit(estate.building_a, "2303", "吴无双", "13911113333")
	kept = frappe.get_all("Unit Word", {"parent": estate.unit_a}, pluck="name")
	frappe.db.delete("Unit Word", {"parent": name})
	assert found("吴无双", estate.a) == []
	import_units_words.fill_missing()
	assert found("吴无双", estate.a) == [name]
	text = frappe.db.get_value("Unit Archive", name, "search_text")
	assert [row.word for row in frappe.get_doc("Unit Archive", name).words] == search_keys(text)
	assert frappe.get_all("Unit Word", {"parent": estate.unit_a}, pluck="name") == kept


@pytest.fixture
def rows_of_houses(estate):
	"""Flats whose numbers differ in the order of the same words only."""
	made = {}
	for building_no, entrance, room in (
		("1", "2", "101"),
		("2", "1", "101"),
		("12", "1", "101"),
		("2", "1", "1011"),
	):
		building = {"doctype": "Estate Building", "project": estate.a, "building_no": building_no}
		name = frappe.db.exists("Estate Building", f"{estate.a}-{building_no}")
		name = name or frappe.get_doc(building).insert().name
		made[f"{building_no}-{entrance}-{room}"] = make.make_unit(
			name, room, "周全", "13800010002", entrance=entrance
		)
	return made


@pytest.mark.parametrize(
	"text",
	[
		"2-1-101",
		"2 1 101",
		"2栋1单元101室",
		"2号楼1单元101",
		"２－１－１０１",
		"二栋一单元101",
		"2-1-101 周全",
	],
)
def test_the_exact_code_comes_first_in_whatever_writing(estate, rows_of_houses, text):
	rows = search_units(text, project=estate.a)
	assert [row.unit_code for row in rows if row.exact] == ["2-1-101"] and rows[0].exact
	codes = [row.unit_code for row in rows]
	assert codes.index("2-1-101") < codes.index("2-1-1011") < codes.index("1-2-101")


def test_a_text_without_words_finds_nothing(estate):
	assert search_units("#", project=estate.a) == [] and len(search_units("", project=estate.a)) >= 2


def test_short_numbers_find_the_building_before_the_floor(estate, rows_of_houses):
	codes = [row.unit_code for row in search_units("2 1", limit=20, project=estate.a)]
	assert codes[:2] == ["2-1-101", "2-1-1011"] and "1-2-101" in codes


@pytest.mark.parametrize(
	"text", ["138 0001 0002", "+86 13800010002", "１３８ ０００１ ０００２", "0001 0002", "0002"]
)
def test_a_phone_is_found_however_it_is_written(estate, rows_of_houses, text):
	assert set(rows_of_houses.values()) <= set(found(text, estate.a))


def test_blanks_inside_a_name_do_not_hide_its_owner(estate):
	name = make.make_unit(estate.building_a, "2403", "张　三", "13911114444")
	assert found("张三", estate.a) == found("张　三", estate.a) == [name]


def test_texts_of_an_earlier_version_are_renewed_once(estate):
	name = make.make_unit(estate.building_a, "2503", "张　四", "13911115555、0571-87654321转8")
	now = frappe.db.get_value("Unit Archive", name, "search_text")
	frappe.db.set_value("Unit Archive", name, "search_text", "3 2 2503 25 张 四 139111155550571876543218")
	frappe.db.delete("Unit Word", {"parent": name})
	import_units_words.renew_outdated()
	assert frappe.db.get_value("Unit Archive", name, "search_text") == now
	assert (
		found("张四", estate.a) == found("4321 2503", estate.a) == found("139 1111 5555", estate.a) == [name]
	)
	assert count_queries(import_units_words.renew_outdated) == 2


@pytest.mark.parametrize(
	("text", "room"), [("-4607", "-4607"), ("3-2--4607", "-4607"), ("4607", "4607"), ("3 2 4607", "4607")]
)
def test_a_storage_room_with_a_minus_is_another_unit(estate, text, room):
	made = {no: make.make_unit(estate.building_a, no, "吴优", "13911116666") for no in ("4607", "-4607")}
	assert found(text, estate.a) == [made[room]]


def test_parts_of_a_code_in_another_order_come_before_a_phone_that_ends_like_it(estate):
	"""1501 3 is flat 1501 of building 3, not the flat above a shorter number whose owner has 1501 in his phone."""
	other = make.make_unit(estate.building_a, "77", "王晓明", "13800001509")
	same = make.make_unit(estate.building_a, "1509", "郑强", "13911113333")
	assert found("1509 3", estate.a) == [same, other]
