"""Arrival, survey and free check: one visit finds the cause, what else is wrong becomes a report (R88, R91-R93, R98, R99)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.api_ticket import records
from fangxiu_app.tickets.site_work import reads_ticket_records
from fangxiu_app.tickets.site_work.api_visit import free_check_list, record_free_checks
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True
SURVEY = {"root_cause": "空鼓", "responsibility": "Warranty", "expected_days": 2}


def visits(ticket: str) -> list[tuple]:
	fields = ["kind", "result", "findings", "place"]
	rows = frappe.get_all("Site Visit", {"ticket": ticket}, fields, order_by="arrived_at asc, creation asc")
	return [(row.kind, row.result or "", row.findings or "", row.place or "") for row in rows]


@pytest.fixture
def arrived(estate):
	ticket = make.make_ticket(estate.unit_a2).name
	make.walk(ticket, "accept")
	return service_transitions.perform(ticket, "arrive", {"arrival_place": "31.2304,121.4737"})


@pytest.mark.clause("R89", "R91")
def test_arrival_is_a_visit_with_the_servers_time_and_the_survey_writes_on_it(arrived):
	assert abs(get_datetime(arrived.arrived_at) - now_datetime()) < timedelta(seconds=30)
	assert visits(arrived.name) == [("Survey", "", "", "31.2304,121.4737")]
	surveyed = service_transitions.perform(arrived.name, "survey", dict(SURVEY))
	assert visits(arrived.name) == [("Survey", "", "空鼓", "31.2304,121.4737")]
	assert surveyed.diagnostic_visits == 1


@pytest.mark.clause("R91")
def test_a_second_diagnostic_visit_is_counted_and_seen(arrived):
	again = {"appointment_at": now_datetime() + timedelta(hours=2)}
	appointed = service_transitions.perform(arrived.name, "appoint", again)
	assert (appointed.arrived_at, appointed.survey_visit, appointed.diagnostic_visits) == (None, None, 1)
	service_transitions.perform(arrived.name, "arrive")
	ticket = service_transitions.perform(arrived.name, "survey", dict(SURVEY))
	assert ticket.diagnostic_visits == 2
	assert [row[1:3] for row in visits(ticket.name)] == [("Unfinished", ""), ("", "空鼓")]
	make.walk_from(ticket.name, "start", "close")
	# times are whole seconds: the visits of the first round lie before the reopening
	frappe.db.set_value("Site Visit", {"ticket": ticket.name}, "arrived_at", make.ago(hours=1))
	service_transitions.perform(ticket.name, "reopen", {"reason": "又鼓了"})
	assert service_transitions.perform(ticket.name, "arrive").diagnostic_visits == 1


@pytest.mark.clause("R91")
@pytest.mark.parametrize("field", ["arrival_place", "survey_visit", "diagnostic_visits"])
def test_what_the_visit_says_is_not_typed_in(arrived, field):
	arrived.set(field, 0 if field == "diagnostic_visits" else "x")
	with pytest.raises(frappe.ValidationError):
		arrived.save()


@pytest.mark.clause("R93")
def test_photos_of_the_survey_are_evidence(arrived):
	item, digest = make.add_evidence(arrived.name, visit=arrived.survey_visit, moment="Before Work")
	assert (item.sha256, item.stage, item.moment) == (digest, "Survey", "Before Work")
	item.moment = "After Work"
	with pytest.raises(frappe.ValidationError):
		item.save()


@pytest.mark.clause("R98")
def test_a_temporary_measure_has_its_photo(estate):
	ticket = make.make_ticket(estate.unit_a, "厨房", "给水管渗漏").name
	make.walk(ticket, "survey")
	service_transitions.perform(ticket, "record_measure", {"temporary_measure": "关闭入户总阀"})
	item, _digest = make.add_evidence(ticket, stage="Temporary Measure")
	assert frappe.db.get_value("Evidence Item", item.name, "stage") == "Temporary Measure"


ROWS = [
	{"check_item": "水压与龙头", "result": "In Order"},
	{
		"check_item": "地漏与排水",
		"result": "Problem",
		"location": "厨房",
		"defect_type": "排水堵塞",
		"remark": "返水",
	},
	{"check_item": "可视对讲", "result": "Not Checked"},
	{"result": "Problem", "location": "次卧", "defect_type": "墙面开裂", "remark": "业主另外反映"},
]


@pytest.mark.clause("R99")
def test_the_free_check_makes_reports_of_the_owners_other_problems(estate, arrived, as_user):
	as_user(estate.users[roles.ENGINEER])
	names = [row.name for row in free_check_list()]
	assert {"水压与龙头", "地漏与排水", "可视对讲"} <= set(names)
	answer = record_free_checks(arrived.survey_visit, frappe.as_json(ROWS), True)
	drain, crack = (frappe.get_doc("Repair Ticket", name) for name in answer["tickets"])
	assert (drain.unit, drain.status, drain.location, drain.defect_type) == (
		arrived.unit,
		"Reported",
		"厨房",
		"排水堵塞",
	)
	assert (drain.description, crack.description) == ("地漏与排水：返水", "业主另外反映")
	assert drain.request == crack.request
	request = frappe.get_doc("Repair Request", drain.request)
	assert (request.found_at_visit, request.caller_name) == (arrived.survey_visit, arrived.caller_name)
	visit = frappe.get_doc("Site Visit", arrived.survey_visit)
	assert (visit.other_problems_asked, len(visit.free_checks)) == (1, 4)
	assert record_free_checks(visit.name, frappe.as_json(ROWS), True)["tickets"] == []
	assert frappe.db.count("Repair Ticket", {"request": drain.request}) == 2


@pytest.mark.clause("R99")
def test_a_problem_that_is_reported_already_leads_to_its_ticket(arrived):
	row = {"check_item": "墙面与顶棚", "result": "Problem"}
	row |= {"location": arrived.location, "defect_type": arrived.defect_type}
	assert record_free_checks(arrived.survey_visit, [row])["tickets"] == [arrived.name]


@pytest.mark.clause("R99")
def test_incomplete_rows_are_named_and_nothing_is_saved(arrived):
	rows = [ROWS[0], {"check_item": "洁具", "result": "Problem"}, {"check_item": "可视对讲", "result": ""}]
	with pytest.raises(RefusedError, match=r"(?s)Row 2 洁具.*Row 3 可视对讲"):
		record_free_checks(arrived.survey_visit, rows)
	assert not frappe.get_doc("Site Visit", arrived.survey_visit).free_checks


@pytest.mark.clause("R99")
def test_a_free_check_is_not_changed_by_hand(estate, arrived):
	record_free_checks(arrived.survey_visit, [ROWS[0]])
	visit = frappe.get_doc("Site Visit", arrived.survey_visit)
	visit.free_checks[0].result = "Problem"
	with pytest.raises(LockedFieldError, match="Record Free Check"):
		visit.save()
	born = {"doctype": "Site Visit", "ticket": arrived.name, "project": estate.a, "kind": "Joint"}
	with pytest.raises(LockedFieldError):
		frappe.get_doc({**born, "free_checks": [{"result": "In Order", "ticket": arrived.name}]}).insert()


@pytest.mark.clause("R99")
def test_free_checks_stay_in_the_project(estate, arrived):
	frappe.db.commit()
	stranger = Api(estate.engineer_b)
	path = "/api/method/fangxiu_app.tickets.site_work.api_visit.record_free_checks"
	code, _body = stranger.post(path, visit=arrived.survey_visit, rows=[ROWS[0]])
	assert code == 403
	engineer = Api(estate.users[roles.ENGINEER])
	bad = [{"check_item": "没有这项", "result": "In Order"}]
	code, body = engineer.post(path, visit=arrived.survey_visit, rows=bad)
	assert code == 417 and "没有这项" in messages(body)
	assert not frappe.get_all("Free Check", {"parent": arrived.survey_visit})


@pytest.mark.clause("R91", "R97")
def test_the_form_lists_visits_versions_and_evidence_in_few_statements(estate, arrived):
	service_transitions.perform(arrived.name, "survey", dict(SURVEY))
	make.sign_plan(arrived.name)
	item, _digest = make.add_evidence(arrived.name, moment="Before Work")
	found = records(arrived.name)
	assert [row.kind for row in found["visits"]] == ["Survey"]
	assert [(row.version, row.state, row.signed_by) for row in found["plans"]] == [(1, "Signed", "王晓明")]
	assert [(row.name, row.stage, row.moment) for row in found["evidence"]] == [
		(item.name, "Survey", "Before Work")
	]
	assert count_queries(lambda: records(arrived.name)) <= 5
	frappe.db.commit()
	path = "/api/method/fangxiu_app.tickets.life.api_ticket.records"
	assert Api(estate.engineer_b).get(path, ticket=arrived.name)[0] == 403


def same(item, ticket: str, **values) -> str:
	"""The bytes of an evidence item uploaded anew, as evidence of another ticket; the number that stands beside it there."""
	content = files.content(files.readable(item.file))
	file = frappe.get_doc({"doctype": "File", "file_name": "again.png", "content": content, "is_private": 1}).insert()
	project = frappe.db.get_value("Repair Ticket", ticket, "project")
	values = {"ticket": ticket, "project": project, "file": file.file_url, "stage": "Repair", **values}
	frappe.get_doc({"doctype": "Evidence Item", **values}).insert()
	[row] = [row for row in records(ticket)["evidence"] if row.sha256 == item.sha256]
	return row.same_as


@pytest.mark.clause("R91")
def test_a_photo_that_another_report_had_before_is_marked_where_the_repair_is_looked_at(estate, arrived):
	item, _digest = make.add_evidence(arrived.name)
	other, far = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_b).name
	assert same(item, other) == arrived.name
	assert same(item, far) == reads_ticket_records.OTHER_PROJECT, "no number of another project"
	assert [row.same_as for row in records(arrived.name)["evidence"]] == [""], "whoever had it first"
	copied = make.make_ticket(estate.unit_a).name
	assert same(item, copied, came_from=arrived.name) == "", "a copy of a split ticket"
