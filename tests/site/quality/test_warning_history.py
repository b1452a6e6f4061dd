"""Rules on a history of several years: every planted cluster is found among it, and a run reads only what is new (R113)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from benchmarks import mass
from fangxiu_app.core.access import roles
from fangxiu_app.quality import api_warning, service_warning_rules
from fangxiu_app.quality import rules_risk_warning as rules
from fangxiu_app.quality import rules_warning_rules as kinds
from tests.site.helpers import delivery
from tests.site.helpers import factories as make

OWN_ESTATE = True
WET, DRY = ("主卧卫生间", "卫生间渗漏"), ("客厅", "墙面空鼓")
FLOORS = 8


@pytest.fixture
def tower(estate):
	"""Two risers of eight floors."""
	building = make._building(estate.a, "9", estate.users[roles.ENGINEER])
	return [
		make.make_unit(building, f"{floor}0{riser}", riser=f"0{riser}", floor=floor)
		for riser in (1, 2)
		for floor in range(1, FLOORS + 1)
	]


@pytest.fixture
def wide(estate):
	"""Forty flats of another building."""
	building = make._building(estate.a, "8", estate.users[roles.ENGINEER])
	return [make.make_unit(building, f"{number}") for number in range(101, 141)]


@pytest.fixture(autouse=True)
def shipped(estate):
	"""All rules as shipped, and nothing looked at yet."""
	for name in frappe.get_all("Warning Rule", pluck="name"):
		frappe.db.set_value("Warning Rule", name, {"enabled": 1, "looked_until": None})


def report(units, problem) -> list[str]:
	return [make.make_ticket(unit, *problem).name for unit in units]


def run(estate, **later) -> list:
	"""Proposals of this module's project, as (kind of rule, warning)."""
	made = service_warning_rules.run(now_datetime() + timedelta(**later))
	filters = {"name": ("in", made or ["-"]), "project": estate.a}
	names = frappe.get_all("Risk Warning", filters, pluck="name")
	warnings = [frappe.get_doc("Risk Warning", name) for name in names]
	return [(frappe.db.get_value("Warning Rule", warning.rule, "kind"), warning) for warning in warnings]


def history(estate, units, tickets: int, ended: int, mark: str, days: int = 120) -> None:
	"""So many settled tickets, drawn without regard to their places, the last of them ``ended`` days ago."""
	rows = frappe.get_all(
		"Unit Archive", {"name": ("in", units)}, ["project", "building", "name", "unit_code"]
	)
	stage = mass.Stage(
		[tuple(row.values()) for row in rows],
		[estate.users[roles.ENGINEER]],
		[estate.general],
		[WET, DRY, ("厨房", "厨房渗漏")],
		make.ago(days=ended),
		days=days,
	)
	maker = mass.Maker(stage, 113, mark)
	for _number in range(tickets):
		maker.ticket()
	mass.write(stage)
	drawn = {"name": ("like", f"{mark}T%")}
	settled = {"status": "Closed", "closed_at": make.ago(days=ended), "repeat_state": "None"}
	frappe.db.set_value("Repair Ticket", drawn, settled, update_modified=False)


def plant(estate, tower, wide) -> None:
	"""Something for every rule: a riser, with it its building and batch, after rain; repeats; long repairs; an end; a deposit."""
	building = frappe.db.get_value("Unit Archive", tower[0], "building")
	delivery.make_batch(estate.a, days=-60, buildings=[{"building": building}])
	rain = {"doctype": "Rain Event", "project": estate.a, "ended_at": make.ago(hours=3), "strength": "Storm"}
	frappe.get_doc(rain).insert()
	planted = report(tower[:6], WET)
	again = report(wide[:2], DRY)
	frappe.db.set_value(
		"Repair Ticket", {"name": ("in", again)}, {"unit": wide[0], "repeat_state": "Confirmed"}
	)
	late = report(wide[2:5], ("厨房", "厨房渗漏"))
	frappe.db.set_value("Repair Ticket", {"name": ("in", late)}, "reported_at", make.ago(days=16))
	ends = {"contractor_until": None, "owner_until": None}
	frappe.db.set_value("Repair Ticket", {"project": estate.a}, ends)
	frappe.db.set_value("Repair Ticket", planted[0], "contractor_until", add_days(today(), 20))
	frappe.db.set_value("Warranty Agreement", estate.agreement_a, "security", "Deposit")
	frappe.db.set_value("Repair Ticket", planted[1], "agreement", estate.agreement_a)


@pytest.mark.clause("R5", "R113")
def test_every_kind_that_is_planted_in_a_history_is_found_and_nothing_else(estate, tower, wide):
	history(estate, [*tower, *wide], 300, 40, "HP")
	assert run(estate) == [], "a clean history proposes nothing"
	plant(estate, tower, wide)
	found = run(estate, minutes=1)
	# both contractors' agreements ask for a deposit, and none is paid in yet
	assert Counter(kind for kind, _warning in found) == {**dict.fromkeys(kinds.KINDS, 1), kinds.DEPOSIT: 2}
	for kind, warning in found:
		assert warning.reason, kind
		if kind in (kinds.BUILDING, kinds.RISER):
			assert {row.unit for row in warning.units} == set(tower[:6])
	assert run(estate, minutes=2) == []


def rows_read(action) -> int:
	"""Rows that the database read for this session while ``action`` ran."""

	def count() -> int:
		counters = frappe.db.sql("SHOW SESSION STATUS LIKE 'Handler_read%'")
		return sum(int(number) for _name, number in counters)

	before = count()
	action()
	return count() - before


@pytest.mark.clause("R113")
def test_rows_read_by_a_run_do_not_grow_with_the_history(estate, tower, wide):
	history(estate, [*tower, *wide], 500, 400, "HA", days=900)
	run(estate)
	report(tower[:2], DRY)
	few = rows_read(lambda: run(estate, minutes=1))
	history(estate, [*tower, *wide], 4000, 400, "HB", days=900)
	report(tower[2:4], DRY)
	many = rows_read(lambda: run(estate, minutes=2))
	assert many < few + 500, (few, many)


@pytest.mark.clause("R113")
def test_proposals_stand_on_the_desk_with_reason_and_sister_units(estate, tower, wide, as_user):
	report(tower[:4], WET)
	riser = next(warning for kind, warning in run(estate) if kind == kinds.RISER)
	as_user(estate.users[roles.ENGINEER])
	row = next(row for row in api_warning.to_confirm() if row["name"] == riser.name)
	assert (row["reason"], row["unseen"]) == (riser.reason, len(riser.sisters))
	api_warning.look(riser.name, riser.sisters[0].unit, "Sound")
	row = next(row for row in api_warning.to_confirm() if row["name"] == riser.name)
	assert row["unseen"] == len(riser.sisters) - 1
	assert api_warning.act(riser.name, "raise", due=add_days(today(), 3)) == rules.RAISED
	assert riser.name not in {row["name"] for row in api_warning.to_confirm()}
	as_user(estate.engineer_b)
	assert not {row["name"] for row in api_warning.to_confirm()} & set(
		frappe.get_all("Risk Warning", {"project": estate.a}, pluck="name")
	)
	as_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api_warning.to_confirm()


@pytest.mark.clause("R5", "R113")
def test_a_head_has_the_rules_look_now_and_hears_of_his_own_projects(estate, tower, wide, as_user):
	run(estate)
	report(tower[:4], WET)
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(frappe.PermissionError):
		api_warning.check_rules()
	as_user(estate.users[roles.MANAGER])
	found = api_warning.check_rules()
	mine = {row["name"] for row in api_warning.to_confirm()}
	assert found and found <= len(mine) and api_warning.check_rules() == 0, "looked at twice, proposed once"
