"""Daily patrols and spot checks: the right sheet, whole, in time, with photos as evidence (R12, R100, R103)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.tickets.life import api_ticket, service_transitions
from fangxiu_app.tickets.site_work import api_work, reads_work, service_patrol
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages
from tests.site.tickets.test_duties import clocks, in_repair


@pytest.mark.clause("R100")
@pytest.mark.parametrize(
	("defect", "work_class"),
	[
		("结构裂缝", "裂缝及结构"),
		("给水管渗漏", "管道渗漏"),
		("排水堵塞", "管道堵塞"),
		("墙面空鼓", "抹灰空鼓开裂"),
		("外墙渗漏", "砌体及防水渗漏"),
		("墙面发霉", "涂料饰面"),
		("门锁损坏", "通用"),
	],
)
def test_each_class_of_work_has_its_sheet(site, defect, work_class):
	trade = frappe.db.get_value("Defect Type", defect, "trade")
	name, rows = service_patrol.sheet(frappe._dict(trade=trade, defect_type=defect))
	assert name == work_class
	assert [row["aspect"] for row in rows] == list(ASPECTS)
	assert all(row["item"] for row in rows)


def test_a_checklist_keeps_all_six_aspects_and_one_is_for_all_other_work(site):
	doc = frappe.get_doc("Patrol Checklist", "管道堵塞")
	doc.items = [row for row in doc.items if row.aspect != "Material"]
	with pytest.raises(frappe.ValidationError, match="Add a line for: Material"):
		doc.save()
	doc.reload()
	doc.is_general = 1
	with pytest.raises(frappe.ValidationError, match="通用"):
		doc.save()


@pytest.mark.clause("R12", "R100")
def test_the_overview_shows_kept_and_missed_days(estate):
	ticket = in_repair(estate, days=4)
	start = get_datetime(frappe.db.get_value("Repair Ticket", ticket, "started_at"))
	make.make_visit(
		ticket, arrived_at=start + timedelta(days=2), back_entry_reason="补录", progress_percent=30
	)
	make.make_visit(ticket, faults={"Quality": "空鼓未清净"})
	found = api_work.overview(ticket)
	assert [row["state"] for row in found["days"]] == ["Not Due", "Missed", "Kept", "Missed", "Kept"]
	assert (found["kept"], found["missed"]) == (2, 2)
	assert [row.progress_percent for row in found["patrols"]] == [50, 30]
	assert [(row.aspect, row.remark) for row in found["faults"]] == [("Quality", "空鼓未清净")]
	assert count_queries(lambda: api_work.overview(ticket)) <= 13


@pytest.mark.clause("R12", "R100")
def test_a_sheet_is_whole_or_refused(estate):
	ticket = in_repair(estate, hours=3)
	checks = [{"aspect": aspect, "result": "Pass"} for aspect in ASPECTS]
	line = {"progress_percent": 40, "work_done": "铲除", "next_work": "抹灰"}
	refusals = [
		({**line, "checks": checks[:5]}, "Still open: Safe and Civilised Work"),
		(
			{**line, "checks": [*checks[:5], {"aspect": ASPECTS[5], "result": "Fault"}]},
			"has a fault. Describe it",
		),
		({**line, "checks": checks, "work_done": " "}, "progress is not complete"),
		({**line, "checks": checks, "progress_percent": 120}, "Enter 0 to 100"),
	]
	for values, says in refusals:
		with pytest.raises(RefusedError, match=says):
			api_work.record(ticket, "Patrol", frappe.as_json(values))
	assert not frappe.db.exists("Site Visit", {"ticket": ticket, "kind": "Patrol"})
	made = api_work.record(ticket, "Patrol", frappe.as_json({**line, "checks": checks}))
	visit = frappe.get_doc("Site Visit", made["visit"])
	assert (visit.checklist, visit.checks[0].item != "") == ("抹灰空鼓开裂", True)


@pytest.mark.clause("R100")
def test_nobody_patrols_a_repair_that_is_not_running(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	with pytest.raises(RefusedError, match="Nobody was working"):
		make.make_visit(ticket)
	make.walk_from(ticket, "start", "start")
	assert make.make_visit(ticket).name


@pytest.mark.clause("R12")
def test_a_patrol_entered_late_needs_a_reason_and_does_not_turn_the_clock_back(estate):
	ticket = in_repair(estate, days=3)
	start = get_datetime(frappe.db.get_value("Repair Ticket", ticket, "started_at"))
	with pytest.raises(RefusedError, match="Give the reason"):
		make.make_visit(ticket, arrived_at=start + timedelta(hours=20))
	make.make_visit(ticket)
	before = clocks(ticket, "Daily Patrol")
	make.make_visit(ticket, arrived_at=start + timedelta(hours=20), back_entry_reason="纸质记录")
	assert clocks(ticket, "Daily Patrol") == before
	assert api_work.overview(ticket)["kept"] == 2


def test_what_a_patrol_found_is_not_changed_afterwards(estate):
	ticket = in_repair(estate, hours=3)
	visit = make.make_visit(ticket, faults={"Material": "砂浆过期"})
	visit.reload()
	visit.checks[1].result = "Pass"
	with pytest.raises(LockedFieldError, match="stays as it is"):
		visit.save()
	visit.reload()
	visit.accompanied_by = "王工"
	visit.save()


@pytest.mark.clause("R11", "R100")
def test_photos_of_a_patrol_are_evidence(estate):
	ticket = in_repair(estate, hours=3)
	file = make.make_photo()
	checks = [
		{"aspect": a, "result": "Pass", "photo": file.file_url if a == "Quality" else None} for a in ASPECTS
	]
	visit = make.make_visit(ticket, checks=checks)
	item = frappe.get_doc("Evidence Item", {"visit": visit.name})
	assert (item.ticket, item.stage, len(item.sha256)) == (ticket, "Repair", 64)


@pytest.mark.clause("R103", "R105")
def test_a_spot_check_is_scored_by_aspect(estate, as_user):
	ticket = in_repair(estate, hours=3)
	as_user(estate.users[roles.MANAGER])
	with pytest.raises(RefusedError, match="give a score from 0 to 100"):
		make.make_visit(
			ticket, "Spot Check", checks=[{"aspect": a, "result": "Pass", "score": 101} for a in ASPECTS]
		)
	visit = make.make_visit(ticket, "Spot Check", faults={"Quality": "平整度超差"})
	assert visit.score == 85.0
	rows = frappe.get_all("Visit Check", {"parent": visit.name}, ["aspect", "score"], order_by="idx")
	assert [row.score for row in rows] == [90, 90, 60, 90, 90, 90]


@pytest.mark.clause("R12")
def test_attacks_over_rest(estate):
	ticket = in_repair(estate, hours=30)
	frappe.db.commit()
	engineer, desk = Api(estate.users[roles.ENGINEER]), Api(estate.users[roles.PROPERTY_DESK])
	whole = [{"aspect": aspect, "result": "Pass"} for aspect in ASPECTS]
	line = {"progress_percent": 40, "work_done": "铲除", "next_work": "抹灰", "checks": whole}
	old = str(make.ago(hours=20))
	row = {"ticket": ticket, "project": estate.a, "kind": "Patrol", **line}
	for data in ({**row, "arrived_at": old}, {**row, "checks": []}, {**row, "checks": whole[:2]}):
		code, body = engineer.post("/api/resource/Site Visit", **data)
		assert code == 417, messages(body)
	code, body = engineer.post(
		"/api/method/fangxiu_app.tickets.site_work.api_work.record", ticket=ticket, kind="Patrol", values=line, at=old
	)
	assert (code, "补录" in messages(body)) == (417, True)
	for method, data in (("record", {"kind": "Patrol", "values": line}), ("sheet", {}), ("overview", {})):
		call = desk.post if method == "record" else desk.get
		code, _body = call(f"/api/method/fangxiu_app.tickets.site_work.api_work.{method}", ticket=ticket, **data)
		assert code == (403 if method == "record" else 200), method
	frappe.db.rollback()
	assert not frappe.db.exists("Site Visit", {"ticket": ticket, "kind": "Patrol"})
	assert engineer.post("/api/resource/Site Visit", **row)[0] == 200


@pytest.mark.clause("R100", "R106")
def test_what_a_patrol_found_is_looked_at_again_before_the_work_is_accepted(estate):
	ticket = in_repair(estate, days=1)
	make.add_evidence(ticket, stage="Repair")

	def stands_against() -> str:
		panel = api_ticket.panel(ticket)
		return next(row["reasons"] for row in panel["actions"] if row["action"] == "pre_accept")

	bad = make.make_visit(ticket, faults={"Quality": "面层厚薄不匀"}, arrived_at=make.ago(hours=5), back_entry_reason="补录")
	assert "found faults" in str(stands_against())
	with pytest.raises(RefusedError, match="found faults: Quality"):
		service_transitions.perform(ticket, "pre_accept")
	assert reads_work.open_faults([ticket]) == {ticket: ("Quality",)}
	other = {"kind": "Joint", "property_participant": "张管家", "joint_judgement": "Warranty", "findings": "看过"}
	beside = make.make_visit(ticket, **other)
	assert beside.checks and reads_work.open_faults([ticket]) == {ticket: ("Quality",)}, "another kind of visit has no sheet"
	frappe.db.savepoint("found")
	make.make_visit(ticket, arrived_at=make.ago(hours=4), back_entry_reason="补录")
	assert reads_work.open_faults([ticket]) == {} and "found faults" not in str(stands_against())
	frappe.db.rollback(save_point="found")
	elsewhere = in_repair(estate, days=1)
	with pytest.raises(RefusedError, match="not one of ticket"):
		make.make_notice(elsewhere, source_visit=bad.name)
	safety = make.make_notice(ticket, source_visit=bad.name, faults=[{"aspect": "Material", "fault": "x"}])
	frappe.db.set_value("Correction Notice", safety.name, "state", "Closed")
	assert reads_work.open_faults([ticket]) == {ticket: ("Quality",)}, "of another aspect"
	notice = make.make_notice(ticket, source_visit=bad.name)
	frappe.db.set_value("Correction Notice", notice.name, "state", "Closed")
	assert reads_work.open_faults([ticket]) == {}, "the re-check is recorded on its notice"
