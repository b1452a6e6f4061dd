"""The administrator fills in next year's holidays by one click."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.time import api_calendars, service_calendar_years

NEXT = date.today().year + 1


@pytest.fixture
def calendar():
	windows = [
		{"weekday": day, "start_time": "08:30:00", "end_time": "17:30:00"}
		for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
	]
	own = {"date": f"{NEXT}-01-01", "kind": "Workday", "own_hours": "09:00-10:00", "remark": "值班"}
	return frappe.get_doc(
		{
			"doctype": "Service Calendar",
			"calendar_name": frappe.generate_hash(length=8),
			"windows": windows,
			"exceptions": [own],
		}
	).insert()


def test_the_years_holidays_are_added_once_and_what_people_entered_stays(estate, as_user, calendar):
	as_user(estate.users[roles.ADMINISTRATOR])
	api_calendars.fill_year(calendar.name, NEXT)
	calendar.reload()
	rows = {str(row.date): row for row in calendar.exceptions}
	assert rows[f"{NEXT}-01-01"].remark == "值班" and rows[f"{NEXT}-01-01"].kind == "Workday"
	assert {f"{NEXT}-05-01", f"{NEXT}-10-01", f"{NEXT}-10-02"} <= {
		d for d, row in rows.items() if row.kind == "Holiday"
	}
	said = api_calendars.fill_year(calendar.name, NEXT)
	assert said.startswith("0 ")
	assert len(frappe.get_doc("Service Calendar", calendar.name).exceptions) == len(rows)


def test_only_who_may_change_the_calendar_fills_it_in_and_only_for_years_to_plan(estate, as_user, calendar):
	as_user(estate.users[roles.MANAGER])
	with pytest.raises(frappe.PermissionError):
		api_calendars.fill_year(calendar.name, NEXT)
	as_user(estate.users[roles.ADMINISTRATOR])
	with pytest.raises(frappe.ValidationError, match=str(NEXT + 1)):
		api_calendars.fill_year(calendar.name, NEXT + 9)


def told(calendar: str) -> set[str]:
	about = {"document_type": "Service Calendar", "document_name": calendar}
	return set(frappe.get_all("Notification Log", about, pluck="for_user"))


def test_administrators_hear_once_of_a_year_whose_workdays_are_not_known(estate, calendar):
	"""A day of duty is no make-up workday: those lie on weekends. A calendar without holidays follows none."""
	december = date(NEXT - 1, 12, 2)
	calendar.exceptions[0].date = f"{NEXT}-01-04" if date(NEXT, 1, 4).weekday() < 5 else f"{NEXT}-01-06"
	calendar.save()
	assert calendar.name not in service_calendar_years.remind(december)
	calendar.append("exceptions", {"date": f"{NEXT}-01-01", "kind": "Holiday"})
	calendar.save()
	assert calendar.name in service_calendar_years.remind(december) and calendar.name not in service_calendar_years.remind(december)
	assert {estate.users[roles.ADMINISTRATOR], "Administrator"} <= told(calendar.name)
	assert estate.users[roles.MANAGER] not in told(calendar.name)


def test_a_year_with_its_workdays_is_known(estate, calendar):
	saturday = next(date(NEXT, 2, day) for day in range(1, 8) if date(NEXT, 2, day).weekday() == 5)
	calendar.append("exceptions", {"date": f"{NEXT}-01-02", "kind": "Holiday"})
	calendar.append("exceptions", {"date": saturday, "kind": "Workday", "like_weekday": "Monday"})
	calendar.save()
	assert calendar.name not in service_calendar_years.remind(date(NEXT - 1, 12, 31))
	assert calendar.name in service_calendar_years.remind(date(NEXT, 12, 31)), "the year after is another one"
