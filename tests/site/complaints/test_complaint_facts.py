"""Complaints: what happens now, what weighs and who takes it back, who answers for a case (R74, R110)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, get_datetime, now_datetime

from fangxiu_app.approvals import service_approvals
from fangxiu_app.complaints import api_complaints as api
from fangxiu_app.complaints import reads_complaints as reads
from fangxiu_app.complaints import service_complaints
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.estate import reads_units
from fangxiu_app.overview import api_ticket_beside, reads_approval_basis
from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.intake import api_intake as api_unit
from tests.site.complaints.test_complaints import states_of_clocks
from tests.site.helpers import complaints
from tests.site.helpers import factories as make
from tests.site.helpers.complaints import act, make_answer, make_complaint
from tests.site.helpers.counting import count_queries


@pytest.mark.clause("R110")
def test_what_is_decided_here_happens_now_and_no_answer_was_given_before_it_was_approved(estate):
	complaint = make_complaint(estate.a, estate.unit_a, received_at=now_datetime() - timedelta(hours=3))
	act(complaint, "contact", at=now_datetime() - timedelta(hours=2))
	act(complaint, "follow_up", at="2099-01-01 08:00:00")
	act(complaint, "investigate", at="2001-01-01 08:00:00")
	assert all(abs(get_datetime(row.at) - now_datetime()) < timedelta(minutes=1) for row in complaint.steps[1:])
	approve_one(estate, complaint)
	with pytest.raises(RefusedError, match="before the previous event"):
		act(complaint, "give", at=now_datetime() - timedelta(hours=1))
	act(complaint, "give")
	for step in ("confirm", "reject"):
		with pytest.raises(RefusedError, match="before the previous event"):
			act(complaint, step, at=now_datetime() - timedelta(hours=1))


def approve_one(estate, complaint):
	complaints.approve(estate, make_answer(complaint))


@pytest.mark.clause("R110")
def test_withdrawing_does_not_undo_a_limit_that_was_missed(estate):
	complaint = make_complaint(estate.a, estate.unit_a, received_at=now_datetime() - timedelta(days=3))
	act(complaint, "withdraw", at=complaint.received_at)
	assert get_datetime(complaint.closed_at) > now_datetime() - timedelta(minutes=1)
	assert states_of_clocks(complaint)["Complaint Contact"] == "Late"


@pytest.mark.clause("R110")
def test_what_weighs_is_taken_back_by_a_head_with_the_reason(estate, as_user):
	other = make.make_unit(estate.building_a, "2601")
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	complaint = make_complaint(estate.a, estate.unit_a, danger=1, units=[{"unit": other}], authority_due_at=add_days(now_datetime(), 30))
	wrong = ({"danger": 0}, {"units": []}, {"authority_due_at": None}, {"authority_due_at": add_days(now_datetime(), 31)})
	for values in wrong:
		complaint.reload().update(values)
		with pytest.raises(RefusedError, match="is taken back by the head"):
			complaint.save()
	complaint.reload().update({"complainant": "", "unit": None, "units": []})
	with pytest.raises(RefusedError, match="who complains"):
		complaint.save()
	as_user(estate.users[roles.CS_HEAD])
	complaint.reload().update({"danger": 0, "units": []})
	with pytest.raises(RefusedError, match="Why a Fact Is Taken Back"):
		complaint.save()
	why = "经结构工程师现场核实无隐患"
	complaint.reload().update({"danger": 0, "units": [], "taken_back_why": why}).save()
	line = complaint.steps[-1]
	assert (line.step, line.user) == ("Fact Taken Back", estate.users[roles.CS_HEAD])
	assert "经结构工程师" in line.note and frappe.db.get_value("Unit Archive", other, "unit_code") in line.note
	assert complaint.level == "Major" and not complaint.taken_back_why
	assert act(complaint, "set_level", new_level="Ordinary") == "Registered" and complaint.level == "Ordinary"


@pytest.mark.clause("R110")
def test_what_is_promised_has_a_day(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	act(complaint, "contact")
	act(complaint, "investigate")
	answer = make_answer(complaint, promised_until=None)
	with pytest.raises(RefusedError, match="Promised Until"):
		service_approvals.request(answer)
	answer.reload().update({"promises": ""}).save()
	service_approvals.request(answer)


@pytest.mark.clause("R75")
def test_who_names_a_unit_only_has_its_owner_named(estate):
	complaint = make_complaint(estate.a, estate.unit_a, complainant="", phone="")
	owner = reads_units.primary_owners([estate.unit_a])[estate.unit_a]
	assert (complaint.complainant, complaint.phone) == (owner.owner_name, owner.phone)
	with pytest.raises(RefusedError, match="who complains"):
		make_complaint(estate.a, None, complainant="")


@pytest.mark.clause("R110")
def test_who_signs_an_answer_sees_what_the_customer_complains_about(estate):
	ticket = make.make_ticket(estate.unit_a)
	complaint = make_complaint(estate.a, estate.unit_a, tickets=[{"ticket": ticket.name}])
	act(complaint, "contact")
	act(complaint, "investigate")
	shown = {section["name"]: section for section in reads_approval_basis.sections(make_answer(complaint))}
	assert {complaint.name, ticket.name} <= set(shown)
	words = {line["value"] for line in shown[complaint.name]["lines"]}
	assert {complaint.complaint_text, complaint.demands} <= words


@pytest.mark.clause("R110")
def test_time_alone_raises_the_level_once(estate):
	days = reads_clocks.long_repair_days()
	young = make_complaint(estate.a, estate.unit_a, received_at=now_datetime() - timedelta(days=days, hours=-1))
	old = make_complaint(estate.a, estate.unit_a, received_at=now_datetime() - timedelta(days=days, hours=-1))
	tomorrow = now_datetime() + timedelta(days=1)
	assert {young.level, old.level} == {"Ordinary"} and not {young.name, old.name} & set(service_complaints.raise_old(now_datetime()))
	frappe.db.set_value("Customer Complaint", old.name, "received_at", now_datetime() - timedelta(days=days + 1, hours=1))
	assert old.name in service_complaints.raise_old(now_datetime())
	old.reload()
	assert (old.level, old.steps[-1].step) == ("Serious", "Level Changed")
	assert "Complaint Solution Serious" in {row.code for row in old.clocks}
	assert old.name not in service_complaints.raise_old(tomorrow), "raised once"
	assert count_queries(lambda: reads.grown_old(now_datetime())) == 1


@pytest.mark.clause("R74", "R110")
def test_who_only_reports_does_not_answer_for_the_case(estate, as_user):
	as_user(estate.users[roles.CALL_CENTRE])
	with pytest.raises(RefusedError, match="cannot take the case over"):
		make_complaint(estate.a, estate.unit_a, case_owner=estate.users[roles.CALL_CENTRE])
	make_complaint(estate.a, estate.unit_a)
	as_user(estate.users[roles.COST_DEPARTMENT])
	with pytest.raises(frappe.PermissionError):
		api_ticket_beside.of_ticket(make.make_ticket(estate.unit_a).name)


@pytest.mark.clause("R110")
def test_a_case_holds_tickets_of_its_own_households_each_once(estate, as_user):
	"""Also where a name comes in another case, or with a blank behind it: the database finds both."""
	neighbour = make.make_unit(estate.building_a, "9117")
	mine, theirs = make.make_ticket(estate.unit_a).name, make.make_ticket(neighbour).name
	common = make.make_ticket(api_unit.common_part(estate.a, "Whole Estate")["name"]).name
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	complaint = make_complaint(estate.a, estate.unit_a)
	api.add_tickets(complaint.name, [mine, mine, common])
	for alias in (mine.lower(), f"{mine} "):
		with pytest.raises(frappe.DoesNotExistError):
			api.add_tickets(complaint.name, [alias])
	with pytest.raises(RefusedError, match="another household"):
		api.add_tickets(complaint.name, [theirs])
	complaint.reload()
	assert [row.ticket for row in complaint.tickets] == [mine, common]
	complaint.extend("tickets", [{"ticket": theirs}, {"ticket": f"{mine} "}])
	with pytest.raises(RefusedError, match=f"Row 3.*{theirs}.*Further Households"):
		complaint.save()
	complaint.reload().append("units", {"unit": neighbour})
	complaint.extend("tickets", [{"ticket": theirs}, {"ticket": f"{mine} "}])
	complaint.save()
	assert [row.ticket for row in complaint.tickets] == [mine, common, theirs]


@pytest.mark.clause("R110")
def test_a_day_years_away_is_a_mistyped_one(estate):
	with pytest.raises(RefusedError, match="further ahead"):
		make_complaint(estate.a, estate.unit_a, authority_due_at="2999-01-01 08:00:00")
	complaint = make_complaint(estate.a, estate.unit_a)
	complaint.authority_due_at = "2999-01-01 08:00:00"
	with pytest.raises(RefusedError, match="further ahead"):
		complaint.save()


@pytest.mark.clause("R75", "R110")
def test_a_report_stays_a_complaint_while_its_case_stands(estate):
	request = make.make_request(estate.unit_a, is_complaint=1)
	ticket = request.items[0].ticket
	request.reload().is_complaint = 0
	with pytest.raises(LockedFieldError, match=f"Complaint .*{request.complaint}"):
		request.save()
	assert frappe.db.get_value("Repair Ticket", ticket, "is_complaint")


@pytest.mark.clause("R75", "R79")
def test_who_gave_a_case_away_for_a_moment_does_not_vouch_for_it(estate, as_user):
	as_user(estate.users[roles.CS_HEAD])
	earlier = now_datetime().replace(microsecond=0) - timedelta(hours=3)
	complaint = make_complaint(estate.a, estate.unit_a, received_at=earlier)
	frappe.db.set_value("Customer Complaint", complaint.name, {"creation": earlier, "case_owner": frappe.session.user}, update_modified=False)
	complaint.reload()
	act(complaint, "hand_over", new_owner=estate.users[roles.CUSTOMER_SERVICE])
	act(complaint, "contact", at=earlier + timedelta(minutes=20), note="忘记登记")
	assert states_of_clocks(complaint)["Complaint Contact"] == "Late"
