"""Defect feedback: from a ticket to a lesson that other projects read; departments answer, nobody else, and nothing goes round it (R113)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.desk.query_report import run as run_report
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import api_delivery
from fangxiu_app.quality import api_feedback, service_defect_feedback
from fangxiu_app.quality import reads_defect_feedback as reads
from fangxiu_app.quality import rules_defect_feedback as rules
from fangxiu_app.reports.rules_stage_reports import EARLY
from tests.site.helpers import delivery
from tests.site.helpers import factories as make
from tests.site.helpers import feedback as feedback_steps
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages
from tests.site.reports.test_stage_reports import make_report, section
from tests.site.tickets.test_work_forms import holds, printed

OWN_ESTATE = True
raise_feedback = feedback_steps.make
LONG = "中国建筑第三工程局集团有限公司华东区域保修服务事业部"


def act(feedback, step: str, note: str = "已说明", **values) -> str:
	return api_feedback.act(feedback.name, step, {**feedback_steps.steps().get(step, {}), **values}, note)


def told(name: str) -> dict[int, set[str]]:
	"""Number of the step → who was told of it."""
	found: dict[int, set[str]] = {}
	filters = {"reference_doctype": "Defect Feedback", "reference_name": name}
	for row in frappe.get_all("Outbox Message", filters, ["dedupe_key", "recipient"]):
		found.setdefault(int(row.dedupe_key.split()[-1]), set()).add(row.recipient)
	return found


def library(**filters) -> list[dict]:
	"""What the report shows to the session's user."""
	return run_report("Lessons Library", filters=json.dumps(filters))["result"]


@pytest.mark.clause("R113")
def test_from_the_ticket_to_the_lesson_that_another_project_reads(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	as_user(estate.users[roles.SUPERVISOR])
	feedback = raise_feedback(estate.a, (ticket,), contractor=estate.general)
	assert (feedback.state, feedback.raised_by) == (rules.TO_CLASSIFY, estate.users[roles.SUPERVISOR])
	row = feedback.tickets[0]
	assert (row.unit_code, row.defect) == ("3-2-1501", "客厅 墙面空鼓")
	assert act(feedback, "classify") == rules.TO_ANSWER
	as_user(estate.users[roles.BUYER])
	assert act(feedback, "return", "不是采购的问题") == rules.TO_CLASSIFY
	as_user(estate.users[roles.MANAGER])
	act(feedback, "classify")
	as_user(estate.users[roles.BUYER])
	assert act(feedback, "answer") == rules.UNDER_WAY
	assert act(feedback, "answer", measure_here="逐户更换角阀和软管") == rules.UNDER_WAY
	assert act(feedback, "done", "已更换 120 只") == rules.TO_CHECK
	as_user(estate.users[roles.SUPERVISOR])
	again = {"result": rules.NOT_EFFECTIVE, "answer_due": add_days(today(), 5)}
	assert act(feedback, "check", **again) == rules.TO_ANSWER
	as_user(estate.users[roles.BUYER])
	act(feedback, "answer")
	act(feedback, "done")
	as_user(estate.users[roles.SUPERVISOR])
	assert act(feedback, "check") == rules.PROVED
	assert act(feedback, "close") == rules.CLOSED
	feedback.reload()
	assert (feedback.answered_by, feedback.checked_by) == (
		estate.users[roles.BUYER],
		estate.users[roles.SUPERVISOR],
	)
	lines = [row.step for row in feedback.steps]
	assert lines[:6] == ["Classified", "Returned", "Classified", "Answered", "Answered", "Measures Carried Out"]
	assert "逐户更换角阀和软管" in feedback.steps[4].note, "an answer that was changed later stays in the steps"
	sent = told(feedback.name)
	assert sent[1] == {roles.BUYER} and sent[2] == {roles.SUPERVISOR, roles.MANAGER}
	assert sent[len(lines)] == {roles.BUYER, roles.GENERAL_MANAGER}
	as_user(estate.engineer_b)
	mine = [row for row in library(material="DN15") if row["lesson"] == feedback.lesson]
	assert [row["project"] for row in mine] == [None]
	assert mine[0]["contractor_name"] == frappe.db.get_value("Supplier", estate.general, "supplier_name")


@pytest.mark.clause("R113")
def test_a_feedback_names_the_units_of_its_warning_and_proves_its_measures(estate, as_user):
	warning = make.make_warning(estate.a, estate.unit_a)
	feedback = raise_feedback(estate.a, (), "answer", warning=warning.name)
	assert feedback.unit_codes == "3-2-1501"
	feedback.onload()
	assert feedback.get_onload("answer_due") == add_days(today(), 7)
	frappe.db.set_single_value("Fangxiu Settings", "feedback_answer_days", 3)
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	assert service_defect_feedback.usual_due() == add_days(today(), 3)
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	with pytest.raises(RefusedError, match="why there is none"):
		act(feedback, "done", done_without="")
	photo = make.make_photo().file_url
	assert act(feedback, "done", done_without="", done_file=photo) == rules.TO_CHECK
	assert feedback.reload().done_file == photo and photo.rsplit("/", 1)[-1] in feedback.steps[-1].note
	assert "3-2-1501" not in json.dumps(library(material="DN15"), default=str)


@pytest.mark.clause("R113")
@pytest.mark.parametrize("words", ["3栋1501的角阀", "王 晓 明家", "138.0001.0002", "a@qq.com"])
def test_what_other_projects_read_names_no_unit_and_nobody_of_this_one(estate, words):
	with pytest.raises(RefusedError, match="read by other projects"):
		raise_feedback(estate.a, material=words)
	feedback = raise_feedback(estate.a, until="check")
	with pytest.raises(RefusedError, match="read by other projects"):
		act(feedback, "close", lesson=words)
	again = raise_feedback(estate.a, until="classify")
	with pytest.raises(RefusedError, match="read by other projects"):
		act(again, "answer", measure_later=words)
	assert act(feedback, "close") == rules.CLOSED


def test_days_of_a_feedback_lie_in_its_own_time(estate):
	feedback = raise_feedback(estate.a, until="classify")
	with pytest.raises(RefusedError, match="above all its year"):
		act(feedback, "answer", later_due="2999-01-01")
	checked = raise_feedback(estate.a, until="done")
	with pytest.raises(RefusedError, match="above all its year"):
		act(checked, "check", checked_on="2001-01-01")


@pytest.mark.clause("R113")
def test_the_library_shows_other_projects_what_is_written_for_them_and_nothing_else(estate, as_user):
	secret = "张女士家 3-2-1501"
	ticket = make.make_ticket(estate.unit_a).name
	values = {"subject": secret, "finding": secret, "building": estate.building_a}
	feedback = raise_feedback(estate.a, (ticket,), "answer", **values)
	as_user(estate.users[roles.MANAGER])
	[own] = [row for row in library() if row["name"] == feedback.name]
	assert own["project"] == estate.a
	as_user(estate.engineer_b)
	said = str(run_report("Lessons Library", filters="{}"))
	assert feedback.measure_later in said
	for hidden in (secret, feedback.name, estate.a, ticket, estate.building_a, "钱工", "孙工", feedback.cause):
		assert hidden not in said, hidden
	for row in reads.for_projects([estate.b])[estate.b]:
		assert set(row) == set(reads.SHARED)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Defect Feedback", feedback.name).check_permission("read")
	with pytest.raises(frappe.PermissionError):
		act(feedback, "note", "越权")


@pytest.mark.clause("R113")
def test_the_library_is_searched_by_part_material_contractor_and_words(estate):
	feedback = raise_feedback(estate.a, (), "answer", material="100% 铜角阀_A", contractor=estate.general)
	hits = (
		{"location": "厨房"},
		{"defect_type": "给水管渗漏"},
		{"material": "100% 铜"},
		{"material": "阀_A"},
		{"contractor": estate.general},
		{"words": "铜质阀芯"},
		{"classification": "Material Defect", "department": rules.PROCUREMENT},
	)
	misses = (
		{"location": "客厅"},
		{"material": "100%铜"},
		{"material": "阀%A"},
		{"contractor": estate.waterproofer},
		{"words": "防水"},
		{"classification": "Design Defect"},
	)
	for filters in hits:
		assert feedback.name in {row["name"] for row in library(**filters)}, filters
	for filters in misses:
		assert feedback.name not in {row["name"] for row in library(**filters)}, filters


def test_what_is_not_answered_or_withdrawn_is_no_lesson(estate):
	asked = raise_feedback(estate.a, (), "classify")
	gone = raise_feedback(estate.a, (), "answer")
	act(gone, "withdraw", "重复")
	failed = raise_feedback(estate.a, (), "done")
	act(failed, "check", result=rules.NOT_EFFECTIVE, answer_due=add_days(today(), 1))
	assert not {asked.name, gone.name, failed.name} & {row["name"] for row in library()}


def test_who_sees_no_project_reads_no_lesson(estate, as_user):
	raise_feedback(estate.a, (), "answer")
	as_user(estate.nobody)
	assert reads.library({}) == []


@pytest.mark.clause("R113")
def test_lessons_stand_in_the_weekly_report_and_on_the_board_of_the_next_project(estate, as_user):
	other = raise_feedback(estate.b, (), "answer", material="止水节")
	first = raise_feedback(estate.b, (), "answer", material="防水卷材", contractor=estate.general)
	newest = raise_feedback(estate.b, (), "answer", material="门锁")
	own = raise_feedback(estate.a, (), "answer", material="本项目材料")
	for number, feedback in enumerate((other, first, newest, own)):
		frappe.db.set_value("Defect Feedback", feedback.name, "answered_at", make.ago(hours=-number))
	batch = delivery.make_batch(estate.a, days=40)
	rows = section(make_report(estate.a, EARLY), "lessons")
	assert [row["material"] for row in rows][:3] == ["防水卷材", "门锁", "止水节"]
	assert set(rows[0]) == {"location", "defect_type", "material", "measure_later", "department"}
	assert own.material not in {row["material"] for row in rows}
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	shown = api_delivery.board(batch=batch.name)["lessons"][estate.a]
	assert shown[0]["contractor"] == estate.general, "the project's own contractors first"
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	assert api_delivery.board(batch=batch.name)["lessons"] == {}, "only who may read feedback"


def test_lessons_cost_two_statements_for_all_projects(estate):
	raise_feedback(estate.b, (), "answer")
	assert count_queries(lambda: reads.for_projects([estate.a, estate.b])) == 2
	assert reads.for_projects([]) == {}


@pytest.mark.parametrize(
	("department", "role"),
	[
		(rules.DESIGN, roles.PROJECT_DEPARTMENT),
		(rules.ENGINEERING, roles.PROJECT_DEPARTMENT),
		(rules.PROCUREMENT, roles.BUYER),
		(rules.COST, roles.COST_DEPARTMENT),
	],
)
@pytest.mark.clause("R113")
def test_each_department_answers_its_own_and_nobody_else_does(estate, as_user, department, role):
	feedback = raise_feedback(estate.a)
	act(feedback, "classify", department=department)
	others = {roles.PROJECT_DEPARTMENT, roles.BUYER, roles.COST_DEPARTMENT, roles.SUPERVISOR} - {role}
	for other in (*others, roles.ENGINEER, roles.GENERAL_MANAGER):
		as_user(estate.users[other])
		with pytest.raises(frappe.PermissionError):
			act(feedback, "answer")
	as_user(estate.users[role])
	assert act(feedback, "answer") == rules.UNDER_WAY
	for step in ("withdraw", "note"):
		if step == "withdraw":
			with pytest.raises(frappe.PermissionError):
				act(feedback, step)
		else:
			assert act(feedback, step) == rules.UNDER_WAY
	with pytest.raises(RefusedError, match="Measures Under Way"):
		act(feedback, "close")


@pytest.mark.parametrize("role", [roles.CLERK, roles.PROPERTY_DESK, roles.CUSTOMER_SERVICE, "Guest"])
def test_who_has_no_part_in_it_reads_neither_feedback_nor_library(estate, as_user, role):
	feedback = raise_feedback(estate.a, (), "answer")
	as_user(estate.users.get(role, "Guest"))
	with pytest.raises(frappe.PermissionError):
		act(feedback, "note")
	with pytest.raises(frappe.PermissionError):
		run_report("Lessons Library", filters="{}")


@pytest.mark.parametrize("role", [roles.ENGINEER, roles.PROJECT_DEPARTMENT, roles.GENERAL_MANAGER])
def test_readers_raise_none(estate, as_user, role):
	feedback = raise_feedback(estate.a)
	as_user(estate.users[role])
	assert frappe.get_doc("Defect Feedback", feedback.name).has_permission("read")
	with pytest.raises(frappe.PermissionError):
		raise_feedback(estate.a)


def test_steps_and_answers_cannot_be_written_by_hand(estate):
	feedback = raise_feedback(estate.a, (make.make_ticket(estate.unit_a).name,), "answer")
	frappe.db.commit()
	manager = Api(estate.users[roles.MANAGER])
	path = f"/api/resource/Defect Feedback/{feedback.name}"
	for values in (
		{"state": "Closed"},
		{"measure_later": "改写"},
		{"lesson": "改写"},
		{"answer_due": add_days(today(), 99)},
		{"finding": "改写"},
		{"tickets": []},
	):
		code, body = manager.put(path, **values)
		assert code in (403, 417), values
		assert messages(body)
	manager.put(path, steps=[{"step": "Closed", "note": "伪造"}])
	frappe.db.rollback()
	stored = frappe.get_doc("Defect Feedback", feedback.name)
	assert [row.step for row in stored.steps] == ["Classified", "Answered"]
	assert (stored.state, stored.finding) == (rules.UNDER_WAY, feedback.finding)
	new = {**feedback.as_dict(), "name": None, "state": "Closed", "lesson": "伪造"}
	code, body = manager.post("/api/resource/Defect Feedback", **json.loads(frappe.as_json(new)))
	frappe.db.rollback()
	assert code == 200, body
	made = frappe.get_doc("Defect Feedback", body["data"]["name"])
	assert (made.state, made.lesson, made.steps) == (rules.TO_CLASSIFY, None, [])
	assert manager("DELETE", path)[0] == 403


def test_what_it_is_about_is_completed_until_it_is_answered(estate, as_user):
	as_user(estate.users[roles.SUPERVISOR])
	feedback = raise_feedback(estate.a, (), "classify")
	feedback.material = "角阀 DN20"
	feedback.save()
	with pytest.raises(RefusedError, match="read by other projects"):
		feedback.update({"material": "王工 13800010002"}).save()
	feedback.reload()
	bare = {"location": None, "material": "", "building": None, "contractor": None}
	with pytest.raises(RefusedError, match="what the feedback is about"):
		feedback.update(bare).save()
	as_user(estate.users[roles.BUYER])
	with pytest.raises(RefusedError, match="read by other projects"):
		act(feedback, "answer", measure_later="见 3-2-1501 的做法")
	act(feedback, "answer")
	as_user(estate.users[roles.SUPERVISOR])
	feedback.reload()
	feedback.finding = "另一件事"
	with pytest.raises(LockedFieldError, match="stays as it was asked"):
		feedback.save()


def test_links_stay_inside_the_project(estate):
	foreign = make.make_ticket(estate.unit_b).name
	with pytest.raises(frappe.ValidationError, match="another project"):
		raise_feedback(estate.a, (foreign,))


@pytest.mark.clause("R113")
def test_what_is_overdue_is_told_once_a_day_that_passed(estate):
	asked = raise_feedback(estate.a, (), "classify")
	answered = raise_feedback(estate.a, (), "answer")
	raise_feedback(estate.a, (), "done")
	yesterday = add_days(today(), -1)
	frappe.db.set_value("Defect Feedback", asked.name, "answer_due", yesterday)
	frappe.db.set_value("Defect Feedback", answered.name, "here_due", yesterday)
	for _twice in range(2):
		service_defect_feedback.remind()
	for feedback in (asked, answered):
		filters = {"reference_name": feedback.name, "subject": ("like", "%overdue%")}
		sent = frappe.get_all("Outbox Message", filters, pluck="recipient")
		assert sorted(sent) == sorted([roles.BUYER, roles.MANAGER])
	late = {row.name for row in reads.overdue(frappe.utils.getdate())}
	assert late >= {asked.name, answered.name}
	assert not frappe.get_all("Defect Feedback", {"name": ("in", list(late)), "state": rules.TO_CHECK})


@pytest.mark.parametrize("until", ["", "close"])
def test_it_prints_empty_and_full_with_long_names(estate, until):
	frappe.db.set_value("Supplier", estate.general, "supplier_name", LONG)
	ticket = make.make_ticket(estate.unit_a).name
	feedback = raise_feedback(estate.a, (ticket,), until, contractor=estate.general)
	text, pages = printed("Defect Feedback", feedback.name, "Defect Feedback Form")
	assert pages <= 2
	holds(text, "缺陷反馈单", feedback.name, LONG, "3-2-1501", "后续项目措施")
	if until:
		holds(text, "材料缺陷", "采购部", "改用铜质阀芯，列入材料标准", "选型时核对阀芯材质", "有效")
