"""Correction notices: from a fault to a passed re-check; open ones keep the work from being accepted (R14, R100, R101)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.site_work import api_correction, api_work, reads_work
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages
from tests.site.tickets.test_duties import in_repair
from tests.site.tickets.test_gates import refused


@pytest.fixture
def ticket(estate) -> str:
	return in_repair(estate, hours=30)


def recheck(notice, result: str, pictured: bool = True, **values):
	if pictured:
		make.add_evidence(notice.ticket, stage="Repair")
	row = {"ticket": notice.ticket, "project": notice.project, "kind": "Re-check", "result": result}
	return frappe.get_doc(
		{"doctype": "Site Visit", **row, "correction_notice": notice.name, **values}
	).insert()


@pytest.mark.clause("R14", "R100", "R101", "R106")
def test_a_fault_is_corrected_before_the_work_is_accepted(estate, as_user, ticket):
	as_user(estate.users[roles.ENGINEER])
	visit = make.make_visit(ticket, faults={"Quality": "空鼓未清净"})
	notice = make.make_notice(ticket, source_visit=visit.name)
	assert (notice.contractor, notice.state, notice.issued_by) == (
		estate.general,
		"Issued",
		estate.users[roles.ENGINEER],
	)
	refused(ticket, "pre_accept", says=f"Correction notices are open: {notice.name}")
	assert [row.name for row in api_work.overview(ticket)["corrections"]] == [notice.name]
	with pytest.raises(RefusedError, match="Record first how it was served"):
		recheck(notice, "Pass")
	api_correction.serve(notice.name, "On Site", "任国栋")
	again = now_datetime().replace(microsecond=0) + timedelta(days=1)
	recheck(notice, "Fail", findings="仍有空鼓", new_due_at=again)
	notice.reload()
	assert (notice.state, notice.round, get_datetime(notice.due_at)) == ("Served", 2, again)
	refused(ticket, "pre_accept", says="Correction notices are open")
	with pytest.raises(RefusedError, match="No photo was taken"):
		recheck(notice, "Pass", pictured=False, findings="复验合格")  # the picture that shows the fault
	failed = frappe.get_last_doc("Site Visit", {"correction_notice": notice.name})
	failed.findings = ""
	with pytest.raises(LockedFieldError, match="stays as it is"):
		failed.save()
	recheck(notice, "Pass", findings="复验合格")
	notice.reload()
	assert (notice.state, [row.result for row in notice.rounds]) == ("Closed", ["Fail", "Pass"])
	assert service_transitions.perform(ticket, "pre_accept").status == "Pre-accepted"


@pytest.mark.clause("R14")
def test_what_a_notice_needs(estate, ticket):
	with pytest.raises(RefusedError, match="lies in the past"):
		make.make_notice(ticket, due_at=make.ago(minutes=1))
	waiting = make.make_ticket(estate.unit_a).name
	with pytest.raises(RefusedError, match="belongs to a running repair"):
		make.make_notice(waiting)
	with pytest.raises(frappe.MandatoryError):
		make.make_notice(ticket, faults=[])
	notice = make.make_notice(ticket)
	with pytest.raises(RefusedError, match="how the notice was served and who"):
		api_correction.serve(notice.name, "Phone", "  ")
	frappe.db.set_value("Correction Notice", notice.name, "issued_at", make.ago(hours=3))
	with pytest.raises(RefusedError, match="Give the reason"):
		api_correction.serve(notice.name, "Phone", "任国栋", at=str(make.ago(hours=2)))


def test_a_failed_recheck_sets_its_term_and_a_result_is_needed(ticket):
	notice = make.make_notice(ticket)
	api_correction.serve(notice.name, "Phone", "任国栋")
	with pytest.raises(RefusedError, match="Choose Pass or Fail"):
		recheck(notice, "")
	for values in ({}, {"findings": "x"}, {"findings": "x", "new_due_at": make.ago(hours=1)}):
		with pytest.raises(RefusedError, match="what is still wrong, and a new due time"):
			recheck(notice, "Fail", **values)
	other = make.make_notice(ticket)
	visit = {"ticket": ticket, "kind": "Re-check", "result": "Pass"}
	with pytest.raises(RefusedError, match="Choose the correction notice"):
		frappe.get_doc({"doctype": "Site Visit", "project": notice.project, **visit}).insert()
	with pytest.raises(RefusedError, match="only a served notice"):
		recheck(other, "Pass")


def test_a_served_notice_stays_as_the_contractor_got_it(ticket):
	notice = make.make_notice(ticket)
	for values in ({"demand": "改为三天内整改"}, {"due_at": make.ago(days=-9)}, {"unit_code": "9-9-999"}):
		with pytest.raises(LockedFieldError, match=r"stay as issued|stays as it was recorded"):
			notice.update(values).save()
		notice.reload()
	file = make.make_photo()
	api_correction.serve(notice.name, "On Site", "任国栋", file=file.file_url)
	notice.reload()
	assert frappe.db.get_value("Evidence Item", notice.service_proof, ["kind", "ticket"]) == (
		"Delivery Proof",
		ticket,
	)
	notice.demand = "另一个要求"
	with pytest.raises(LockedFieldError, match="stay as issued"):
		notice.save()
	notice.reload()
	notice.faults[0].fault = "别的问题"
	with pytest.raises(LockedFieldError):
		notice.save()


def test_only_lead_withdraws_and_with_a_reason(estate, as_user, ticket):
	notice = make.make_notice(ticket)
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(frappe.PermissionError):
		api_correction.withdraw(notice.name, "误开")
	as_user(estate.users[roles.SUPERVISOR])
	with pytest.raises(RefusedError, match="Give the reason"):
		api_correction.withdraw(notice.name, " ")
	api_correction.withdraw(notice.name, "误开")
	as_user("Administrator")
	assert service_transitions.perform(ticket, "pre_accept").status == "Pre-accepted"


@pytest.mark.clause("R106")
def test_attacks_over_rest(estate, ticket):
	"""An open notice is not closed, served or bent by hand, and the work is not accepted around it."""
	notice = make.make_notice(ticket).name
	frappe.db.commit()
	engineer, clerk = Api(estate.users[roles.ENGINEER]), Api(estate.users[roles.CLERK])
	for values in (
		{"state": "Closed"},
		{"state": "Served", "served_to": "x", "served_at": "2026-01-01 08:00:00"},
		{"round": 9},
		{"closed_at": "2026-01-01 08:00:00"},
	):
		assert engineer.put(f"/api/resource/Correction Notice/{notice}", **values)[0] == 417
	engineer.put(f"/api/resource/Correction Notice/{notice}", rounds=[{"result": "Pass"}])
	code, body = engineer.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", ticket=ticket, action="pre_accept")
	assert (code, notice in messages(body)) == (417, True)
	visit = {"ticket": ticket, "project": estate.a, "kind": "Pre-acceptance", "result": "Pass"}
	assert engineer.post("/api/resource/Site Visit", **visit)[0] == 417
	assert (
		clerk.post("/api/method/fangxiu_app.tickets.site_work.api_correction.serve", notice=notice, how="Phone", to="x")[0]
		== 403
	)
	assert engineer("DELETE", f"/api/resource/Correction Notice/{notice}")[0] == 403
	frappe.db.rollback()
	assert frappe.db.get_value("Correction Notice", notice, ["state", "round"]) == ("Issued", 1)
	assert not frappe.db.count("Correction Round", {"parent": notice})
	assert frappe.db.get_value("Repair Ticket", ticket, "status") == "In Repair"


@pytest.mark.clause("R100", "R101")
def test_who_may_not_serve_a_notice_does_not_pass_it_either(estate, as_user, ticket):
	as_user(estate.users[roles.ENGINEER])
	notice = make.make_notice(ticket, source_visit=make.make_visit(ticket, faults={"Quality": "空鼓未清净"}).name)
	api_correction.serve(notice.name, "Phone", "李工")
	as_user(estate.users[roles.CLERK])
	with pytest.raises(frappe.PermissionError):
		recheck(notice, "Pass")
	assert frappe.db.get_value("Correction Notice", notice.name, "state") == "Served"


@pytest.mark.clause("R100", "R101")
def test_a_recheck_says_what_was_found_and_shows_it(estate, as_user, ticket):
	"""Seconds after the service, without a word and a picture, nobody has looked."""
	engineer = estate.users[roles.ENGINEER]
	as_user(engineer)
	make.add_evidence(ticket, stage="Repair")
	frappe.db.set_value("Evidence Item", {"ticket": ticket}, {"taken_at": make.ago(hours=1)})
	notice = make.make_notice(ticket)
	api_correction.serve(notice.name, "Phone", "任国栋")
	with pytest.raises(RefusedError, match="what the re-check found"):
		api_correction.recheck(notice.name, "Pass", " ")
	with pytest.raises(RefusedError, match=f"since notice {notice.name} was served"):
		api_correction.recheck(notice.name, "Pass", "空鼓已剔除重抹")
	assert reads_work.pictures([notice.name]) == {}
	photo = make.photo()
	assert api_correction.recheck(notice.name, "Pass", "空鼓已剔除重抹", photo=photo) == "Closed"
	assert reads_work.pictures([notice.name]) == {}, "the next re-check needs its own"
	assert frappe.get_doc("Correction Notice", notice.name).rounds[0].remark == "空鼓已剔除重抹"


@pytest.mark.clause("R100", "R106")
def test_a_fault_is_not_passed_without_a_word(estate, ticket):
	make.make_visit(ticket, faults={"Quality": "接茬不平"}, arrived_at=make.ago(hours=1), back_entry_reason="补录")
	assert [row["aspect"] for row in api_work.sheet(ticket)["rows"] if row["faulty"]] == ["Quality"]
	checks = [{"aspect": aspect, "result": "Pass"} for aspect in ASPECTS]
	with pytest.raises(RefusedError, match="Quality was faulty at the last look"):
		make.make_visit(ticket, checks=checks)
	checks = [{**row, "remark": "已重新收口" if row["aspect"] == "Quality" else ""} for row in checks]
	make.make_visit(ticket, checks=checks)
	assert not any(row["faulty"] for row in api_work.sheet(ticket)["rows"])
