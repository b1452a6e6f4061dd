"""Calendars and warranty terms that could not be reckoned with are refused where they are entered."""

from __future__ import annotations

from datetime import datetime

import frappe
import pytest
from frappe.utils import add_days, add_years, getdate, today

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.time.calendar import add_working
from fangxiu_app.core.time.reads_calendars import load_calendar
from tests.site.helpers import factories as make

TERM = [f"{side}_{part}" for side in ("owner", "contractor", "minimum") for part in ("amount", "unit")]
WINDOW = {"weekday": "Monday", "start_time": "08:30", "end_time": "12:00"}


def calendar(windows=(WINDOW,), exceptions=()):
	return frappe.get_doc(
		{
			"doctype": "Service Calendar",
			"calendar_name": "Test",
			"windows": list(windows),
			"exceptions": list(exceptions),
		}
	)


@pytest.mark.parametrize(
	("windows", "exceptions", "says"),
	[
		((), (), "never opens"),
		(({**WINDOW, "end_time": "08:00"},), (), "ends before it begins"),
		((WINDOW, {**WINDOW, "start_time": "11:00", "end_time": "13:00"}), (), "Monday: two windows overlap"),
		((WINDOW,), ({"date": "2026-01-04", "kind": "Workday"},), "Row 1: a make-up workday needs"),
		((WINDOW,), ({"date": "2026-01-04", "kind": "Workday", "like_weekday": "Sunday"},), "closed weekday"),
		((WINDOW,), ({"date": "2026-01-01", "kind": "Holiday"},) * 2, "twice"),
		(
			(WINDOW,),
			({"date": "2026-01-04", "kind": "Workday", "own_hours": "morning"},),
			"is no time of day",
		),
		(
			(WINDOW,),
			({"date": "2026-01-04", "kind": "Workday", "own_hours": "09:00-25:00"},),
			"outside the day",
		),
	],
)
def test_unsound_calendars_are_refused(windows, exceptions, says):
	with pytest.raises(frappe.ValidationError, match=says):
		calendar(windows, exceptions).insert()


def test_half_days_and_the_end_of_the_day(site):
	"""2026-01-04 is a Sunday made a half workday; 23:59:59 is the last time a field can hold and means midnight."""
	half = {"date": "2026-01-04", "kind": "Workday", "own_hours": "09:00-10:00"}
	late = {"weekday": "Monday", "start_time": "22:00", "end_time": "23:59:59"}
	name = calendar((late,), (half,)).insert().name
	found = load_calendar(name)
	assert add_working(found, datetime(2026, 1, 4, 8), 3600) == datetime(2026, 1, 4, 10)
	assert add_working(found, datetime(2026, 1, 4, 8), 3 * 3600) == datetime(2026, 1, 6, 0)


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"owner_unit": ""}, "choose a unit"),
		({"minimum_amount": 1}, "choose what Statutory Minimum From Handover counts"),
		({"owner_amount": 0}, "enter how many of Year"),
		({"contractor_unit": "Season"}, "counts seasons"),
	],
)
def test_terms_without_amount_or_season_are_refused(values, says):
	item = {
		"item_name": "Test",
		"owner_amount": 2,
		"owner_unit": "Year",
		"contractor_amount": 2,
		"contractor_unit": "Year",
	}
	with pytest.raises(frappe.ValidationError, match=says):
		frappe.get_doc({"doctype": "Warranty Item", **item, **values}).insert()


def test_a_season_in_the_projects_book_needs_the_items_season(estate):
	book = frappe.get_doc("Quality Warranty", {"project": estate.a})
	row = next(row for row in book.terms if row.warranty_item == "装修工程")
	row.owner_unit = "Season"
	with pytest.raises(frappe.ValidationError, match=rf"Row {row.idx}: the term counts seasons"):
		book.save()


@pytest.mark.clause("R83")
def test_a_repaired_wet_room_has_its_term_anew(estate):
	"""The item restarts with a repair: the next ticket of the same part is covered for five years from then."""
	unit = make.make_unit(
		estate.building_a,
		"1901",
		handover_date=add_days(add_years(today(), -5), 10),
		completion_acceptance_date=add_days(add_years(today(), -5), 5),
	)
	first = make.make_ticket(unit, "主卧卫生间", "卫生间渗漏")
	make.walk(first.name, "close")
	again = make.make_ticket(unit, "主卧卫生间", "卫生间渗漏")
	elsewhere = make.make_ticket(unit, "公共卫生间", "卫生间渗漏")
	assert getdate(again.owner_until) == getdate(add_years(today(), 5))
	assert getdate(elsewhere.owner_until) == getdate(first.owner_until)
	assert "began anew" in again.warranty_answer


@pytest.mark.clause("R83")
def test_no_term_lies_below_the_law_whoever_enters_it(estate):
	item = frappe.get_doc("Warranty Item", "屋面防水")
	for values, says in (
		({"contractor_amount": 4}, r"Contractor Term: at least 5 Year by law"),
		({"owner_amount": 4}, r"Owner Term: at least 5 Year by law"),
		({"minimum_amount": 0, "minimum_unit": ""}, r"Statutory Minimum From Handover: at least 3 Year"),
	):
		with pytest.raises(RefusedError, match=says):
			item.update(values).save()
		item.reload()
	with pytest.raises(RefusedError, match="keeps its name"):
		frappe.rename_doc("Warranty Item", "屋面防水", "屋面")
	own = frappe.get_doc({"doctype": "Warranty Item", "item_name": "种植屋面", **{name: item.get(name) for name in TERM}}).insert()
	for old, new, merge in (("屋面防水 ", "屋面", False), (own.name, "屋面防水", True), (own.name, "屋面防水 ", True), ("屋面防水", own.name, True)):
		with pytest.raises(RefusedError, match="keeps its name"):
			frappe.rename_doc("Warranty Item", old, new, merge=merge)
	with pytest.raises(RefusedError, match=r"屋面防水.*at least 5 Year"):
		item.update({"item_name": "种植屋面二", "contractor_amount": 1}).save()
	item.reload().item_name = "种植屋面二"
	assert item.save().item_name == "屋面防水", "Frappe keeps it equal to the name"
	book = frappe.get_doc("Quality Warranty", {"project": estate.a})
	row = next(row for row in book.terms if row.warranty_item == "屋面防水")
	row.contractor_amount = 4
	with pytest.raises(RefusedError, match=r"屋面防水.*at least 5 Year"):
		book.save()
	book.reload()
	next(row for row in book.terms if row.warranty_item == "屋面防水").contractor_amount = 8
	book.save()


@pytest.mark.clause("R83")
@pytest.mark.parametrize(
	("item", "amount", "unit", "least"),
	[
		("屋面防水", 1, "Month", "5 Year"),
		("装修工程", 1, "Month", "2 Year"),
		("保温工程", 1, "Year", "5 Year"),
		("电气管线", 1, "Year", "2 Year"),
		("有防水要求的卫生间、房间和外墙面防渗漏", 1, "Year", "5 Year"),
		("供热系统", 1, "Season", "2 Season"),
		("地基基础与主体结构", 1, "Design Life", "50 Year"),
	],
)
def test_a_book_that_leaves_the_contractors_term_empty_still_keeps_the_owners(estate, item, amount, unit, least):
	book = frappe.get_doc("Quality Warranty", {"project": estate.a})
	row = next(row for row in book.terms if row.warranty_item == item)
	row.update({"owner_amount": amount, "owner_unit": unit, "contractor_amount": 0, "contractor_unit": ""})
	with pytest.raises(RefusedError, match=rf"{item}.*at least {least}"):
		book.save()


@pytest.mark.clause("R83")
def test_a_term_left_empty_is_the_standard_one_and_stands_in_the_book(estate):
	book = frappe.get_doc("Quality Warranty", {"project": estate.a})
	row = next(row for row in book.terms if row.warranty_item == "地基基础与主体结构")
	row.update({"owner_amount": 0, "owner_unit": "", "contractor_amount": 0, "contractor_unit": ""})
	book.save()
	assert (row.owner_unit, row.contractor_unit) == ("Design Life", "Design Life")
	row.update({"owner_amount": 3, "owner_unit": ""})
	with pytest.raises(frappe.ValidationError, match=rf"Row {row.idx}: choose what Owner Term counts"):
		book.save()
