"""Campaigns before the end of the warranty on a real site: whom they find, once; what they cost; silent days (R51, R52)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from fangxiu_app import tasks
from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry import service_expiry
from fangxiu_app.warranty import service_warranty
from fangxiu_app.warranty.reads_warranty_terms import part_terms
from tests.site.helpers import expiry
from tests.site.helpers.counting import count_queries

OWN_ESTATE = True
DAY = date(2027, 4, 29)


@pytest.fixture(autouse=True)
def settings():
	for name, value in (("expiry_notice_months", 1), ("expiry_gather_days", 14), ("expiry_meeting_days", 7)):
		frappe.db.set_single_value("Fangxiu Settings", name, value)
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")


def houses(estate, ends: list[date], years: int = 2, first: int = 2001) -> list[str]:
	"""Units whose terms of so many years end on these days."""
	return [expiry.unit(estate.building_a, str(first + count), end, years) for count, end in enumerate(ends)]


def found(estate) -> dict[tuple[str, date], set[str]]:
	"""(unit, first end) → parts, as the campaigns of project A have them."""
	rows = frappe.get_all("Expiry Unit", {"project": estate.a}, ["unit", "expires_on", "parts", "campaign"])
	assert len({(row.unit, row.campaign) for row in rows}) == len(rows), "a unit stands twice in a campaign"
	return {(row.unit, getdate(row.expires_on)): set(re.sub("（[^）]*）", "", row.parts).split("；")) for row in rows}


def reference(estate, first: date, last: date, gather: int = 14) -> dict[tuple[str, date], set[str]]:
	"""Unit by unit with the warranty's own answer: what has to be told between two days, for a single building."""
	terms, ends = part_terms(estate.a), {}
	for name in frappe.get_all("Unit Archive", {"project": estate.a, "kind": "Private"}, pluck="name"):
		unit = frappe.get_doc("Unit Archive", name)
		for part, end in service_warranty.owner_ends(terms, service_warranty.unit_dates(unit), first).items():
			if end and end >= first:
				ends.setdefault(end, []).append((name, part))
	told: dict[tuple[str, date], dict] = {}
	until = date.min
	for end in sorted(ends):
		if end > until and rules.notice_due(end, 1) <= last:
			start, until = end, end + timedelta(days=gather)
		if end <= until:
			for name, part in ends[end]:
				told.setdefault((name, start), []).append((end, part))
	return {(name, min(rows)[0]): {part for _end, part in rows} for (name, _start), rows in told.items()}


@pytest.mark.clause("R51", "R52")
def test_every_part_that_ends_within_a_month_is_found_as_the_warranty_answers(estate):
	ends = [DAY, DAY + timedelta(days=1), DAY + timedelta(days=29), DAY + timedelta(days=30), DAY + timedelta(days=31)]
	houses(estate, ends)
	houses(estate, ends, 5, 3001)
	houses(estate, [date(2028, 1, 1)], 2, 4001)
	assert service_expiry.run(DAY, [estate.a]) == len(found(estate)) > 0
	assert found(estate) == reference(estate, DAY, DAY)


@pytest.mark.clause("R52")
def test_run_again_it_adds_nothing_but_what_is_new(estate):
	first, second = houses(estate, [DAY + timedelta(days=20)] * 2)
	assert service_expiry.run(DAY, [estate.a]) > 0
	before, campaigns = found(estate), frappe.db.count("Expiry Campaign", {"project": estate.a})
	messages = frappe.db.count("Outbox Message", {"project": estate.a})
	assert service_expiry.run(DAY, [estate.a]) == 0
	assert found(estate) == before
	late = expiry.unit(estate.building_a, "2099", DAY + timedelta(days=22))
	assert service_expiry.run(DAY, [estate.a]) == 1
	assert {unit for unit, _day in found(estate)} >= {first, second, late}
	assert frappe.db.count("Expiry Campaign", {"project": estate.a}) == campaigns
	assert frappe.db.count("Outbox Message", {"project": estate.a}) == messages


@pytest.mark.clause("R52")
def test_after_three_silent_days_nobody_is_missed(estate):
	houses(estate, [DAY + timedelta(days=count) for count in range(0, 40, 3)])
	for count in range(8):
		service_expiry.run(DAY + timedelta(days=count), [estate.a])
	daily = found(estate)
	for doctype in ("Expiry Unit", "Expiry Campaign"):
		frappe.db.delete(doctype, {"project": estate.a})
	for count in (0, 4, 7):
		service_expiry.run(DAY + timedelta(days=count), [estate.a])
	assert found(estate) == daily == reference(estate, DAY, DAY + timedelta(days=7))


@pytest.mark.clause("R52")
def test_with_nothing_gathered_each_date_has_its_campaign(estate):
	frappe.db.set_single_value("Fangxiu Settings", "expiry_gather_days", 0)
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	days = [DAY + timedelta(days=count) for count in (1, 2, 9)]
	houses(estate, days)
	service_expiry.run(DAY, [estate.a])
	rows = frappe.get_all("Expiry Campaign", {"project": estate.a}, ["expiry_date", "last_date", "notice_due", "status"], order_by="expiry_date")
	assert [getdate(row.expiry_date) for row in rows][:3] == days, "others of the estate end later"
	assert all(row.expiry_date == row.last_date and row.status == rules.TO_NOTIFY for row in rows)
	assert [getdate(row.notice_due) for row in rows][:3] == [rules.notice_due(day, 1) for day in days]


@pytest.mark.clause("R52")
def test_common_parts_end_with_the_first_handover_of_their_building(estate):
	from fangxiu_app.estate import service_places

	houses(estate, [DAY + timedelta(days=5), DAY + timedelta(days=8)])
	frappe.db.set_value("Unit Archive", {"project": estate.a, "handover_date": (">", "2026-01-01")}, "handover_date", None)
	frappe.db.set_value("Estate Building", estate.building_a, "completion_acceptance_date", None)
	roof = service_places.common_part(estate.a, "Building", estate.building_a)
	square = service_places.common_part(estate.a, "Whole Estate")
	service_expiry.run(DAY, [estate.a])
	rows = frappe.get_all("Expiry Unit", {"unit": ("in", (roof, square))}, ["unit", "kind", "building", "expires_on"])
	assert {(row.unit, row.kind, row.building, getdate(row.expires_on)) for row in rows} == {
		(roof, "Common Part", estate.building_a, DAY + timedelta(days=5)),
		(square, "Common Part", None, DAY + timedelta(days=5)),
	}
	assert frappe.db.get_value("Expiry Campaign", {"project": estate.a, "building": ("is", "not set")}, "units_count") == 1


@pytest.mark.clause("R52")
def test_the_statements_do_not_grow_with_the_units(estate):
	ends = [DAY + timedelta(days=count) for count in (3, 4, 5)]
	houses(estate, ends)
	service_expiry.run(DAY, [estate.a])
	for doctype in ("Expiry Unit", "Expiry Campaign"):
		frappe.db.delete(doctype, {"project": estate.a})
	few = count_queries(lambda: service_expiry.run(DAY, [estate.a]))
	for doctype in ("Expiry Unit", "Expiry Campaign"):
		frappe.db.delete(doctype, {"project": estate.a})
	houses(estate, ends * 20, first=3001)
	many = count_queries(lambda: service_expiry.run(DAY, [estate.a]))
	assert frappe.db.count("Expiry Unit", {"project": estate.a}) >= 63
	assert many <= few


@pytest.mark.clause("R52")
def test_the_heads_hear_of_a_new_campaign_and_the_scheduler_makes_it(estate, monkeypatch):
	houses(estate, [DAY + timedelta(days=10)])
	monkeypatch.setattr(frappe.utils, "getdate", lambda *args: DAY if not args else getdate(*args))
	tasks.check_expiry()
	name = frappe.db.get_value("Expiry Campaign", {"project": estate.a})
	assert name == rules.campaign_name(estate.a, estate.building_a, DAY + timedelta(days=10))
	told = frappe.get_all("Outbox Message", {"reference_name": name, "dedupe_key": f"{name} begun"}, pluck="recipient")
	assert sorted(told) == ["Repair Manager", "Repair Supervisor"]


@pytest.mark.clause("R52")
def test_the_button_is_for_heads_and_for_their_projects(estate, as_user):
	from fangxiu_app.expiry import api_expiry

	houses(estate, [getdate() + timedelta(days=10)])
	as_user(estate.users["Repair Engineer"])
	with pytest.raises(frappe.PermissionError):
		api_expiry.check(estate.a)
	with pytest.raises(frappe.PermissionError):
		api_expiry.check()
	as_user(estate.users["Repair Manager"])
	with pytest.raises(frappe.PermissionError):
		api_expiry.check(estate.b)
	first = api_expiry.check(estate.a)
	assert first["added"] == first["ending"] > 0


@pytest.mark.clause("R52")
def test_the_check_tells_apart_that_nothing_ends_and_that_all_is_in_a_campaign(estate, as_user):
	from fangxiu_app.expiry import api_expiry

	frappe.db.delete("Expiry Campaign", {"project": estate.a})
	frappe.db.set_value("Unit Archive", {"project": estate.a}, {"handover_date": None, "deemed_handover_date": None})
	as_user(estate.users["Repair Manager"])
	assert api_expiry.check(estate.a) == {"ending": 0, "added": 0}
	as_user("Administrator")
	houses(estate, [getdate() + timedelta(days=10)] * 2)
	houses(estate, [getdate() + timedelta(days=10)], first=4001)
	frappe.db.set_value("Unit Archive", {"project": estate.b}, {"handover_date": None, "deemed_handover_date": None})
	as_user(estate.users["Repair Manager"])
	assert api_expiry.check() == {"ending": 3, "added": 3}
	assert api_expiry.check() == {"ending": 3, "added": 0}
	assert set(frappe.get_all("Expiry Unit", {"expires_on": getdate() + timedelta(days=10)}, pluck="project")) == {estate.a}


@pytest.mark.clause("R52")
def test_whoever_comes_second_is_told_that_nothing_came_in(estate):
	"""Two people press the button in the same second: both find the units missing, one stores them."""
	houses(estate, [getdate() + timedelta(days=20)] * 2, first=2301)
	frappe.db.commit()
	frappe.db.count("Expiry Unit")  # from here on this transaction sees what there is now

	def other() -> int:
		frappe.init(estate_site, force=True)
		frappe.connect()
		try:
			added = service_expiry.run(getdate(), [estate.a])
			frappe.db.commit()
			return added
		finally:
			frappe.destroy()

	estate_site = frappe.local.site
	try:
		with ThreadPoolExecutor(1) as pool:
			assert pool.submit(other).result() == 2
		assert service_expiry.run(getdate(), [estate.a]) == 0
	finally:
		frappe.db.rollback()
		for doctype in ("Expiry Unit", "Expiry Campaign"):
			frappe.db.delete(doctype, {"project": estate.a})
		for name in frappe.get_all("Unit Archive", {"project": estate.a, "room_no": ("like", "23%")}, pluck="name"):
			frappe.db.delete("Unit Owner", {"parent": name})
			frappe.db.delete("Unit Archive", {"name": name})
		frappe.db.commit()
