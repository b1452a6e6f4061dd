"""Special reports: who reads and writes them, what requests cannot forge, delays in few statements, the printed form (R60)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from fangxiu_app.archive import reads_personal_data, service_unit_file
from fangxiu_app.core.access import personal, roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.overview import api_ticket_beside
from fangxiu_app.special_reports import api_special_reports as api
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import service_special_report_news as news
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages
from tests.site.helpers.special_reports import DEPARTMENTS, act, decided, make_report, opine
from tests.site.tickets.test_work_forms import holds, printed

FIRST, SECOND, THIRD = DEPARTMENTS
DOCTYPE = "Special Report"


def seen(user: str, report: str) -> tuple[bool, bool, bool]:
	"""Whether a user finds a report in the list, opens it, and lists its opinions."""
	frappe.set_user(user)
	try:
		listed = report in frappe.get_list(DOCTYPE, pluck="name", limit=0)
		opened = bool(frappe.has_permission(DOCTYPE, "read", report))
		rows = frappe.get_list("Special Report Opinion", {"parent": report}, pluck="name", parent_doctype=DOCTYPE)
		return listed, opened, bool(rows)
	except frappe.PermissionError:
		return False, False, False
	finally:
		frappe.set_user("Administrator")


@pytest.mark.clause("R60")
def test_departments_read_what_they_are_asked_about_and_nothing_else(estate):
	mine = make_report(estate)
	routing = [{"department": "Engineering Department", "person": estate.users[FIRST], "turn": 1}]
	other = make_report(estate, routing=routing)
	for report in (mine, other):
		act(report, "file")
	assert seen(estate.users[FIRST], mine.name) == seen(estate.users[FIRST], other.name) == (True, True, True)
	assert seen(estate.users[SECOND], mine.name) == (True, True, True)
	assert seen(estate.users[SECOND], other.name) == (False, False, False)
	for role in (roles.PROPERTY_DESK, roles.CUSTOMER_SERVICE, roles.CS_HEAD, roles.MANAGER, roles.GENERAL_MANAGER):
		assert seen(estate.users[role], other.name) == (True, True, True), role
	for role in (roles.ENGINEER, roles.CLERK, roles.BUYER, roles.CALL_CENTRE):
		assert seen(estate.users[role], other.name) == (False, False, False), role


def test_other_projects_and_guests_find_nothing(estate):
	report = make_report(estate, estate.b, routing=[{"department": "Repair Centre", "person": estate.engineer_b, "turn": 1}])
	act(report, "file")
	assert seen(estate.engineer_b, report.name) == (True, True, True)
	for user in (*(estate.users[role] for role in (roles.PROPERTY_DESK, roles.CS_HEAD, roles.MANAGER)), estate.nobody, "Guest"):
		frappe.set_user(user)
		for call in (
			lambda: api.panel(report.name),
			lambda: api.act(report.name, "withdraw", {"note": "x"}),
			lambda: api.make_ticket(report.name, "主卧", "墙面空鼓"),
		):
			with pytest.raises(frappe.PermissionError):
				call()
	frappe.set_user(estate.users[roles.PROPERTY_DESK])
	with pytest.raises(frappe.PermissionError):
		api.people_query("User", "", filters={"project": estate.b})
	assert api.people_query("User", "", filters={}) == []
	assert api.people_query("User", "", page_len=100, filters={"project": estate.a}) == [], "nobody before the department is chosen"
	asked = {"project": estate.a, "department": "Project Department"}
	people = {user for user, _name in api.people_query("User", "", page_len=100, filters=asked)}
	assert estate.users[FIRST] in people and not people & {estate.engineer_b, estate.nobody, estate.users[roles.PROPERTY_DESK]}


def test_each_step_belongs_to_its_people(estate):
	report = make_report(estate)
	for role in (roles.MANAGER, roles.CS_HEAD, roles.CUSTOMER_SERVICE, FIRST):
		with pytest.raises(frappe.PermissionError):
			act(report, "file", estate.users[role])
	act(report, "file", estate.users[roles.PROPERTY_DESK])
	for role in DEPARTMENTS:
		opine(estate, report, role)
	for role in (roles.PROPERTY_DESK, roles.SUPERVISOR, FIRST, roles.GENERAL_MANAGER):
		with pytest.raises(frappe.PermissionError):
			act(report, "decide", estate.users[role], decision="No Repair")
	act(report, "decide", estate.users[roles.MANAGER], decision="No Repair")
	with pytest.raises(frappe.PermissionError):
		act(report, "answer", estate.users[roles.CS_HEAD])


@pytest.mark.clause("R60")
@pytest.mark.parametrize("department", ["Cost Department", "Procurement Department", "Customer Service", "Repair Centre", "Finance Department"])
def test_nobody_speaks_for_another_department(estate, department):
	"""An opinion of the project department's man was printed as the cost department's."""
	man = estate.users[FIRST]
	with pytest.raises(RefusedError, match=f"cannot speak for {department}"):
		make_report(estate, routing=[{"department": department, "person": man, "turn": 1}])
	offered = api.people_query("User", "", page_len=100, filters={"project": estate.a, "department": department})
	assert man not in dict(offered)
	own = api.people_query("User", "", page_len=100, filters={"project": estate.a, "department": "Project Department"})
	assert man in dict(own) and estate.users[roles.COST_DEPARTMENT] not in dict(own)


@pytest.mark.clause("R60")
def test_an_opinion_is_handed_on_within_the_department(estate):
	report = make_report(estate, routing=[{"department": "Cost Department", "person": estate.users[roles.COST_DEPARTMENT], "turn": 1}])
	act(report, "file")
	with pytest.raises(RefusedError, match="cannot speak for Cost Department"):
		act(report, "hand_on", estate.users[roles.COST_DEPARTMENT], person=estate.users[FIRST], note="请核实")
	frappe.set_user(estate.users[roles.COST_DEPARTMENT])  # whose turn it is now
	(mine,) = api.panel(report.name)["mine"]
	assert estate.users[roles.COST_DEPARTMENT] in {row.name for row in mine["people"]}
	assert estate.users[FIRST] not in {row.name for row in mine["people"]}


def test_every_department_of_the_form_is_known_to_whom_it_asks():
	options = frappe.get_meta("Special Report Route").get_field("department").options.split("\n")
	assert set(reads.SPEAKERS) <= set(options)
	assert set().union(*reads.SPEAKERS.values()) <= set(reads.ADVISERS)


def test_who_is_asked_may_open_the_project(estate):
	with pytest.raises(RefusedError, match="cannot be asked"):
		make_report(estate, routing=[{"department": "Repair Centre", "person": estate.engineer_b, "turn": 1}])
	with pytest.raises(RefusedError, match="stands twice"):
		make_report(estate, routing=[{"department": "Repair Centre", "person": estate.users[roles.ENGINEER], "turn": one} for one in (1, 2)])


FIELDS = "project unit subject reason customer_name customer_request facts".split()


@pytest.mark.clause("R60")
def test_requests_forge_neither_state_nor_opinion_nor_decision(estate):
	report = make_report(estate)
	act(report, "file")
	draft = make_report(estate)
	frappe.db.commit()
	desk = Api(estate.users[roles.PROPERTY_DESK])
	path = f"/api/resource/{DOCTYPE}/{draft.name}"
	for values in (
		{"state": "Decided"},
		{"decision": "Repair at Company's Cost"},
		{"answered_at": "2026-01-01 08:00:00"},
		{"warranty_answer": "已过保"},
		{"owner_until": "2020-01-01"},
		{"filed_by": estate.users[roles.MANAGER]},
		{"round": 3},
	):
		code, body = desk.put(path, **values)
		assert code in (403, 417) and messages(body), values
	forged = {"department": "Cost Department", "person": estate.users[SECOND], "state": "Given", "opinion": "No Repair"}
	desk.put(path, opinions=[forged], steps=[{"step": "Decided"}])
	for values in ({"facts": "改写"}, {"routing": []}, {"photos": [{"photo": "/files/x.png"}]}):
		code, body = desk.put(f"/api/resource/{DOCTYPE}/{report.name}", **values)
		assert code in (403, 417) and messages(body), values
	values = {name: draft.get(name) for name in FIELDS} | {"state": "Decided", "decision": "No Repair"}
	code, body = desk.post(f"/api/resource/{DOCTYPE}", **values, opinions=[forged], steps=[{"step": "Decided"}])
	assert code == 200
	frappe.db.rollback()
	made = frappe.get_doc(DOCTYPE, body["data"]["name"])
	assert (made.state, made.decision, made.opinions, made.steps) == ("Draft", None, [], [])
	assert draft.reload().opinions == draft.steps == []
	assert Api(estate.users[roles.CS_HEAD]).put(path, subject="改写")[0] in (403, 417)
	for user, error in ((estate.users[roles.PROPERTY_DESK], frappe.PermissionError), ("Administrator", LockedFieldError)):
		frappe.set_user(user)
		with pytest.raises(error):
			frappe.delete_doc(DOCTYPE, report.name)


@pytest.mark.clause("R60")
def test_a_missing_opinion_is_told_to_the_person_then_to_the_heads_once(estate):
	report = make_report(estate)
	act(report, "file")
	due = getdate(report.opinions[0].due_on)

	def heard(day) -> list[str]:
		news.remind(day)
		return sorted(row.recipient for row in reads.told(report.name) if "is overdue since" in row.subject)

	assert heard(due) == []
	person, heads = estate.users[FIRST], [roles.CS_HEAD, roles.MANAGER]
	assert heard(due + timedelta(days=1)) == [person]
	assert heard(due + timedelta(days=2)) == heard(due + timedelta(days=3)) == sorted((person, *heads))
	opine(estate, report, FIRST)
	news.remind(due + timedelta(days=4))
	again = [row.subject for row in reads.told(report.name) if row.recipient == person and "is overdue since" in row.subject]
	assert len(again) == 1, "who has answered is left in peace"


def test_a_missing_answer_is_told_and_the_morning_costs_the_same_for_many(estate):
	report = decided(estate, make_report(estate))
	late = getdate(report.answer_due) + timedelta(days=1)
	for _twice in range(2):
		news.remind(late)
	text = "should have been answered"
	assert sorted(row.recipient for row in reads.told(report.name) if text in row.subject) == sorted(
		(report.filed_by, roles.CS_HEAD, roles.MANAGER)
	)
	one = count_queries(lambda: news.remind(late))
	for _each in range(3):
		act(make_report(estate), "file")
	assert count_queries(lambda: news.remind(late + timedelta(days=30))) == one


def test_the_desk_counts_what_each_may_see(estate, as_user):
	report = make_report(estate)
	act(report, "file")
	frappe.db.set_value(DOCTYPE, report.name, "next_due_on", add_days(today(), -1))
	for role in (FIRST, roles.PROPERTY_DESK, roles.CS_HEAD, roles.ENGINEER):
		as_user(estate.users[role])
		for card in reads.CARDS:
			listed = frappe.get_list(DOCTYPE, filters=reads.filters_of(card, frappe.session.user), pluck="name", limit=0)
			assert api.card({"card": card})["value"] == len(listed)
			assert (report.name in listed) == {
				"mine": role == FIRST,
				"overdue": role != roles.ENGINEER,
				"open": role != roles.ENGINEER,
			}.get(card, False), (role, card)
	with pytest.raises(frappe.ValidationError):
		api.card({"card": "everything"})


def test_the_unit_file_and_the_ticket_show_the_report_to_those_who_may_read_it(estate, as_user):
	report = make_report(estate)
	act(report, "file")
	ticket, unit = report.tickets[0].ticket, estate.unit_a
	as_user(estate.users[roles.CLERK])
	assert reads.of_unit(unit) == [] == api_ticket_beside.of_ticket(ticket)["special_reports"]
	as_user(estate.users[roles.MANAGER])
	assert report.name in [row.name for row in reads.of_unit(unit)]
	assert [row.name for row in api_ticket_beside.of_ticket(ticket)["special_reports"]] == [report.name]
	section = next(one for one in service_unit_file.page(unit)["sections"] if one["code"] == "special_reports")
	assert report.name in str(section["rows"])


def test_the_customers_data_are_known_and_covered(estate, as_user):
	report = make_report(estate, customer_name="卞无忌", phone="13800007788")
	act(report, "file")
	assert reads_personal_data.held("卞无忌", "13800007788") == {DOCTYPE: [report.name]}
	assert [(one.code, one.document) for one in reads_personal_data.needed("卞无忌", "13800007788", getdate())] == [
		("erase_special_report", report.name)
	]
	for role, number in ((roles.PROPERTY_DESK, "13800007788"), (SECOND, None)):
		as_user(estate.users[role])
		shown = personal.value_for_reader("phone", report.phone)
		assert (shown == number) is bool(number)


@pytest.mark.clause("R60", "R62")
def test_the_form_shows_every_opinion_with_name_department_and_date(estate):
	report = make_report(estate, subject="外墙渗漏" * 8, facts="窗框与结构间未打胶，雨后渗水，" * 12)
	text, _pages = printed(DOCTYPE, report.name, "Special Report Slip")
	holds(text, "文电阅处单", report.name, "成本部", "王晓明", "物业公司签字")
	act(report, "file")
	opine(estate, report, FIRST)
	opine(estate, report, SECOND, "Send Back for Facts", note="缺少闭水试验记录")
	act(report, "file")
	for role in DEPARTMENTS:
		opine(estate, report, role, note="同意由公司承担维修，" * 10)
	act(report, "decide", estate.users[roles.CS_HEAD], decision="Shared Cost", by_when=today(), share="材料费", note="公司承担人工，业主承担材料")
	frappe.db.set_value(DOCTYPE, report.name, "answer_due", add_days(today(), -2))
	report.reload()
	act(report, "answer", estate.users[roles.PROPERTY_DESK], note="已当面说明")
	text, _pages = printed(DOCTYPE, report.name, "Special Report Slip")
	assert reads.late_by(report) == 2
	people = [frappe.db.get_value("User", estate.users[role], "full_name") for role in (*DEPARTMENTS, roles.CS_HEAD)]
	holds(text, "第 1 轮会签", "第 2 轮会签", "缺少闭水试验记录", "退回补充情况", "酌情分担", "已当面说明", "逾期 2 天", "工程部", *people)
