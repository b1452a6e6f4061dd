"""Rules propose warnings: planted clusters are found once, with their reason and the sister units; a run costs what is new (R113)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.quality import api_warning, reads_systemic, service_risk_warnings, service_warning_rules
from fangxiu_app.quality import reads_risk_warnings as reads
from fangxiu_app.quality import rules_risk_warning as rules
from fangxiu_app.quality import rules_warning_rules as kinds
from fangxiu_app.setup import masters
from tests.site.helpers import delivery
from tests.site.helpers import factories as make
from tests.site.helpers.counting import queries

OWN_ESTATE = True
WET, DRY = ("主卧卫生间", "卫生间渗漏"), ("客厅", "墙面空鼓")
FLOORS = 8
HERE: dict[str, str] = {}


@pytest.fixture
def tower(estate):
	"""A second building of the project: two risers of eight floors, the upper flats all of one type."""
	building = make._building(estate.a, "9", estate.users[roles.ENGINEER])
	return [
		make.make_unit(building, f"{floor}0{riser}", riser=f"0{riser}", floor=floor, house_type=f"T{riser}")
		for riser in (1, 2)
		for floor in range(1, FLOORS + 1)
	]


@pytest.fixture
def wide(estate):
	"""Twenty flats elsewhere, so that a place is a small part of the project."""
	building = make._building(estate.a, "8", estate.users[roles.ENGINEER])
	return [make.make_unit(building, f"{number}") for number in range(101, 141)]


def only(*wanted: str) -> None:
	"""Rules of these kinds alone, as shipped."""
	for row in frappe.get_all("Warning Rule", ["name", "kind"]):
		frappe.db.set_value(
			"Warning Rule", row.name, {"enabled": int(row.kind in wanted), "looked_until": None}
		)


def report(units, problem=WET) -> list[str]:
	return [make.make_ticket(unit, *problem).name for unit in units]


def back() -> None:
	"""All rules look again at what changed in the last hour."""
	frappe.db.set_value("Warning Rule", {"enabled": 1}, "looked_until", make.ago(hours=1))


@pytest.fixture(autouse=True)
def here(estate):
	"""Proposals of this module's project: what others committed on this site is no matter of these tests."""
	HERE["project"] = estate.a


def run(**later) -> list:
	made = service_warning_rules.run(now_datetime() + timedelta(**later))
	filters = {"name": ("in", made or ["-"]), "project": HERE["project"]}
	return [
		frappe.get_doc("Risk Warning", name) for name in frappe.get_all("Risk Warning", filters, pluck="name")
	]


@pytest.mark.clause("R5", "R113")
def test_a_planted_cluster_is_proposed_once_with_its_reason_and_its_sister_units(estate, tower, wide):
	only(kinds.RISER)
	report(tower[:4])
	(warning,) = run()
	assert (warning.state, warning.kind, warning.level) == (
		rules.PROPOSED,
		"Systemic Construction Defect",
		"Orange",
	)
	assert (warning.location, warning.defect_type) == WET
	assert {row.unit for row in warning.units} == set(tower[:4])
	assert f"4 of {FLOORS} units" in warning.reason
	assert "times in 1,000" in warning.reason
	assert [row.unit for row in warning.sisters] == tower[4:FLOORS], "the riser, the nearest floor first"
	told = {row.recipient for row in reads.told(warning.name)}
	assert told == {roles.MANAGER, roles.SUPERVISOR}
	assert run() == [], "a second run at once finds nothing new"
	report(tower[4:5])
	assert run() == [], "nor a new report of a cluster that is proposed already"
	assert reads.open_of([estate.a], frappe.utils.getdate()) == [], "a proposal is no open danger yet"


@pytest.mark.clause("R113")
def test_a_defect_that_is_everywhere_is_not_proposed(tower, wide):
	only(kinds.RISER, kinds.BUILDING)
	report([*tower[:3], *tower[FLOORS : FLOORS + 3], *wide[:12]], DRY)
	assert run() == []


@pytest.mark.clause("R5", "R113")
def test_from_the_proposal_over_the_sister_units_to_the_end(estate, tower, wide, as_user):
	only(kinds.RISER)
	report(tower[:4])
	(warning,) = run()
	as_user(estate.users[roles.ENGINEER])
	warning.reload()
	warning.danger = "同一立管四户渗漏，疑为管根未封堵"
	warning.save()
	service_risk_warnings.act(warning.name, "raise", due=add_days(today(), 5))
	warning.reload()
	assert (warning.state, warning.raised_by) == (rules.RAISED, estate.users[roles.ENGINEER])
	assert str(warning.first_due_on) == add_days(today(), 5)
	assert {row.recipient for row in warning.told()} >= {roles.PROJECT_DEPARTMENT, roles.GENERAL_MANAGER}
	warning.subject = "x"
	with pytest.raises(LockedFieldError):
		warning.save()
	service_risk_warnings.act(warning.name, "rectify", "管根重新封堵")
	with pytest.raises(RefusedError, match="4 sister units are not looked at"):
		service_risk_warnings.act(warning.name, "pass", "合格")
	sisters = [row.unit for row in warning.sisters]
	api_warning.look(warning.name, sisters[0], "Same Defect", "管根潮湿")
	for unit in sisters[1:]:
		api_warning.look(warning.name, unit, "Sound")
	assert service_risk_warnings.act(warning.name, "pass", "逐户复验合格") == rules.CLOSED
	warning.reload()
	assert sisters[0] in {row.unit for row in warning.units}
	assert [row.step for row in warning.follow_ups].count("Unit Looked At") == 4
	with pytest.raises(RefusedError, match="not possible"):
		api_warning.look(warning.name, sisters[0], "Sound")


@pytest.mark.clause("R113")
def test_after_the_end_only_later_reports_count(estate, tower, wide):
	only(kinds.RISER)
	report(tower[:4])
	(warning,) = run()
	service_risk_warnings.act(warning.name, "withdraw", "同一次试水造成")
	states = {row.state for row in reads.told(warning.name)}
	assert states == {"Cancelled"}, "nobody else is told of what was never raised"
	back()
	assert run() == []
	frappe.db.set_value("Risk Warning", warning.name, "closed_at", add_days(now_datetime(), -1))
	back()
	(again,) = run()
	assert again.name != warning.name
	assert {row.unit for row in again.units} == set(tower[:4])


def test_a_look_is_for_the_list_and_for_the_repair_centre(estate, tower, wide, as_user):
	only(kinds.RISER)
	report(tower[:4])
	(warning,) = run()
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(RefusedError, match="not on the list"):
		api_warning.look(warning.name, wide[0], "Sound")
	with pytest.raises(RefusedError, match="choose one"):
		api_warning.look(warning.name, warning.sisters[0].unit, "Fine")
	as_user(estate.users[roles.CLERK])
	with pytest.raises(frappe.PermissionError):
		api_warning.look(warning.name, warning.sisters[0].unit, "Sound")
	as_user(estate.engineer_b)
	with pytest.raises(frappe.PermissionError):
		api_warning.look(warning.name, warning.sisters[0].unit, "Sound")


@pytest.mark.clause("R113")
def test_the_share_of_a_delivery_batch_and_leaks_after_rain(estate, tower, wide):
	building = frappe.db.get_value("Unit Archive", tower[0], "building")
	delivery.make_batch(estate.a, days=-60, buildings=[{"building": building}])
	only(kinds.BATCH, kinds.RAIN)
	rain = {"doctype": "Rain Event", "project": estate.a, "ended_at": make.ago(hours=3), "strength": "Storm"}
	frappe.get_doc(rain).insert()
	report(tower[4:10])
	found = {warning.rule: warning for warning in run()}
	assert {frappe.db.get_value("Warning Rule", name, "kind") for name in found} == {kinds.BATCH, kinds.RAIN}
	levels = sorted(warning.level for warning in found.values())
	assert levels == ["Orange", "Red"]
	assert run() == []


@pytest.mark.clause("R102", "R113")
def test_long_repairs_repeats_and_ending_warranties(estate, tower, wide):
	only(kinds.LONG, kinds.REPEATS, kinds.ENDING)
	late = report(tower[:3], DRY)
	again = report([wide[0]], WET) + report([wide[0]], ("厨房", "厨房渗漏"))
	(ending,) = report([wide[1]], DRY)
	frappe.db.set_value("Repair Ticket", {"name": ("in", late)}, "reported_at", make.ago(days=16))
	frappe.db.set_value(
		"Repair Ticket",
		{"name": ("in", again)},
		{"repeat_state": "Confirmed", "location": WET[0], "defect_type": WET[1]},
	)
	frappe.db.set_value(
		"Repair Ticket", {"project": estate.a}, {"contractor_until": None, "owner_until": None}
	)
	frappe.db.set_value("Repair Ticket", ending, "contractor_until", add_days(today(), 20))
	found = {frappe.db.get_value("Warning Rule", warning.rule, "kind"): warning for warning in run()}
	assert set(found) == {kinds.LONG, kinds.REPEATS, kinds.ENDING}
	assert {row.unit for row in found[kinds.LONG].units} == set(tower[:3])
	assert found[kinds.LONG].contractor
	assert all(ticket in found[kinds.REPEATS].reason for ticket in again)
	assert add_days(today(), 20) in found[kinds.ENDING].reason
	assert {warning.kind for warning in found.values()} == {"Repair Risk"}


@pytest.mark.clause("R113")
def test_a_deposit_smaller_than_what_is_open(estate):
	only(kinds.DEPOSIT)
	frappe.db.set_value("Warranty Agreement", estate.agreement_a, "security", "Deposit")
	frappe.db.set_value(
		"Repair Ticket", make.make_ticket(estate.unit_a).name, "agreement", estate.agreement_a
	)
	found = [warning for warning in run() if warning.project == estate.a]
	assert [(warning.contractor, warning.lot) for warning in found] == [(estate.general, "Whole Project")]
	assert estate.agreement_a in found[0].reason
	assert run() == []


@pytest.mark.clause("R113")
def test_missed_days_are_made_up_for(tower, wide):
	only(kinds.RISER)
	assert run(days=-9) == []
	tickets = report(tower[:4])
	frappe.db.set_value(
		"Repair Ticket", {"name": ("in", tickets)}, "modified", make.ago(days=6), update_modified=False
	)
	assert len(run()) == 1


def test_a_run_costs_the_same_however_many_tickets(estate, tower, wide):
	only(*kinds.KINDS)
	ends = {"contractor_until": None, "owner_until": None}

	def statements(units) -> list[str]:
		report(units, DRY)
		frappe.db.set_value("Repair Ticket", {"project": estate.a}, ends)
		return queries(lambda: service_warning_rules.run(now_datetime()))

	statements(wide[:1])
	idle = queries(lambda: service_warning_rules.run(now_datetime()))  # deposits of others that moved just now are their own cost
	few = statements(wide[2:3])
	many = statements([*wide[4::2], *tower[::2]])
	assert len(many) == len(few)
	assert len(many) - len(idle) < 50


def test_old_tickets_that_did_not_change_are_not_read(tower, wide):
	only(kinds.RISER, kinds.BUILDING, kinds.BATCH, kinds.REPEATS)
	report(tower[:2], DRY)
	run(days=1)
	seen = queries(lambda: run(days=2))
	assert not [text for text in seen if "`reported_at`>=" in text], (
		"without changes nothing else is looked up"
	)


def test_rules_are_shipped_once_and_stay_as_they_were_set():
	names = frappe.get_all("Warning Rule", pluck="name")
	assert {frappe.db.get_value("Warning Rule", name, "kind") for name in names} == set(kinds.KINDS)
	assert all(frappe.get_all("Warning Rule", pluck="source"))
	rule = frappe.get_doc("Warning Rule", {"kind": kinds.BUILDING})
	rule.update({"least": 7, "looked_until": now_datetime()}).save()
	assert rule.looked_until is None, "what counts changed: all is looked at again"
	frappe.db.set_value("Warning Rule", rule.name, "looked_until", "2026-01-01 06:00:00")
	rule.reload()
	rule.update({"source": "公司规定", "looked_until": "2030-01-01"}).save()
	assert str(rule.looked_until) == "2026-01-01 06:00:00", "how far it looked is no entry"
	masters.ensure()
	rule.reload()
	assert (rule.least, rule.source) == (7, "公司规定")
	with pytest.raises(RefusedError, match="at least 1"):
		rule.update({"least": 0}).save()


def test_nobody_makes_a_proposal_or_a_look_by_hand(estate, tower, as_user):
	as_user(estate.users[roles.ENGINEER])
	values = {
		"rule": frappe.get_all("Warning Rule", pluck="name")[0],
		"reason": "x",
		"slot": "x",
		"cluster": "x",
	}
	sisters = [{"unit": tower[0], "result": "Sound"}]
	warning = make.make_warning(estate.a, estate.unit_a, state=rules.PROPOSED, sisters=sisters, **values)
	assert (warning.state, warning.rule, warning.slot, warning.sisters) == (rules.RAISED, None, None, [])
	for field in values:
		warning.reload()
		warning.set(field, values[field])
		with pytest.raises(LockedFieldError):
			warning.save()


def test_a_proposal_stands_in_the_report_of_systemic_defects(estate, tower, wide):
	only(kinds.BUILDING)
	frappe.db.set_value("Warning Rule", {"kind": kinds.BUILDING}, "false_alarms", 0)
	report(tower[:3])
	(warning,) = run()
	rows = reads_systemic.defects({"project": estate.a}, make.ago(days=9), 3)
	assert [row["warning"] for row in rows] == [warning.name]
