"""Units by words in any order, phone tails and names: one statement that reads an index, never the whole archive."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.api import intake as api
from fangxiu_app.domain.unit_fields import search_keys
from fangxiu_app.importing import units_words
from fangxiu_app.queries.units import search_units
from tests.site import factories as make
from tests.site.counting import count_queries


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
	unit.save()
	assert found("钱小满", estate.a) == []
	assert found("大圣 2203", estate.a) == [name]


def test_units_without_an_index_get_theirs_and_only_those(estate):
	name = make.make_unit(estate.building_a, "2303", "吴无双", "13911113333")
	kept = frappe.get_all("Unit Word", {"parent": estate.unit_a}, pluck="name")
	frappe.db.delete("Unit Word", {"parent": name})
	assert found("吴无双", estate.a) == []
	units_words.fill_missing()
	assert found("吴无双", estate.a) == [name]
	text = frappe.db.get_value("Unit Archive", name, "search_text")
	assert [row.word for row in frappe.get_doc("Unit Archive", name).words] == search_keys(text)
	assert frappe.get_all("Unit Word", {"parent": estate.unit_a}, pluck="name") == kept
