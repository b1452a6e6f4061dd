"""The plan card: reviewed, issued, signed on a drawing, locked and provable; a change is a new version (R94-R98)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.tickets.life import api_ticket, service_transitions
from fangxiu_app.tickets.life.rules_ticket import TRANSITIONS
from fangxiu_app.tickets.site_work import service_plans
from fangxiu_app.tickets.site_work.rules_plan import CONTENT
from tests.site.helpers import factories as make
from tests.site.helpers import signing
from tests.site.helpers.rest import Api, messages

OTHER = {
	"plan_class": "Complex",
	"important": 1,
	"engineer": "Administrator",
	"days": 1,
	"start_at": "2030-01-01 08:00:00",
	"completion_at": "2031-01-01 08:00:00",
}


@pytest.fixture
def surveyed(estate):
	ticket = make.make_ticket(estate.unit_a2).name
	make.walk(ticket, "survey")
	return ticket


@pytest.fixture(scope="module")
def engineer(estate):
	return Api(estate.users[roles.ENGINEER])


def committed(ticket: str, **values) -> str:
	"""A committed draft, for requests with their own connection."""
	name = make.make_plan(ticket, **values).name
	frappe.db.commit()
	return name


def stored(plan: str, *fields):
	frappe.db.rollback()
	return frappe.db.get_value("Repair Plan", plan, list(fields) or "state")


def call(api: Api, method: str, plan: str, **data):
	if method == "review":
		frappe.db.rollback()
		data = {"seen": signing.shown("Repair Plan", plan), **data}
	return api.post(f"/api/method/fangxiu_app.tickets.site_work.api_plan.{method}", plan=plan, **data)


@pytest.mark.clause("R97")
def test_every_field_of_a_signed_plan_is_locked_for_everybody(estate, surveyed):
	plan = make.sign_plan(surveyed, material="水泥", steps="1. 铲除").name
	before = frappe.get_doc("Repair Plan", plan)
	for field in CONTENT:
		doc = frappe.get_doc("Repair Plan", plan)
		doc.set(field, OTHER.get(field, "改了"))
		with pytest.raises(frappe.ValidationError):
			doc.save()
	after = frappe.get_doc("Repair Plan", plan)
	assert [after.get(field) for field in CONTENT] == [before.get(field) for field in CONTENT]
	assert service_plans.is_intact(after)


@pytest.mark.clause("R97")
def test_rest_cannot_change_what_was_signed(engineer, surveyed):
	plan = make.sign_plan(surveyed).name
	frappe.db.commit()
	values = {"cause": "换一种说法", "content_hash": "0" * 64, "owner_opinion": "x", "supersedes": plan}
	for field, value in values.items():
		code, body = engineer.put(f"/api/resource/Repair Plan/{plan}", **{field: value})
		assert code in (403, 417), (field, body)
		data = {"doctype": "Repair Plan", "name": plan, "fieldname": {field: value}}
		assert engineer.post("/api/method/frappe.client.set_value", **data)[0] in (403, 417)
	assert engineer("DELETE", f"/api/resource/Repair Plan/{plan}")[0] == 403
	assert stored(plan, "cause", "state") == ("抹灰", "Signed")


@pytest.mark.clause("R97")
def test_what_was_signed_can_be_proved(surveyed):
	plan = make.sign_plan(surveyed)
	assert len(plan.content_hash) == len(plan.signature_hash) == 64
	for field, value in (
		("method", "偷改"),
		("signed_by", "别人"),
		("signature", make.SIGNATURE[:-4] + "AAAA"),
	):
		frappe.db.savepoint("untouched")
		frappe.db.set_value("Repair Plan", plan.name, field, value)
		assert not service_plans.is_intact(frappe.get_doc("Repair Plan", plan.name)), field
		frappe.db.rollback(save_point="untouched")
	assert service_plans.is_intact(frappe.get_doc("Repair Plan", plan.name))


@pytest.mark.clause("R97")
def test_what_changed_after_the_issue_is_not_signed(surveyed):
	plan = make.make_plan(surveyed)
	service_plans.issue(plan)
	frappe.db.set_value("Repair Plan", plan.name, "cause", "偷改")
	with pytest.raises(RefusedError, match="no longer what was issued"):
		service_plans.sign(frappe.get_doc("Repair Plan", plan.name), "王晓明", make.SIGNATURE)


@pytest.mark.clause("R97")
def test_a_new_version_keeps_the_old_one_and_is_signed_anew(surveyed):
	first = make.sign_plan(surveyed, material="水泥")
	second = service_plans.revise(frappe.get_doc("Repair Plan", first.name))
	assert (second.version, second.supersedes, second.state, second.material) == (
		2,
		first.name,
		"Draft",
		"水泥",
	)
	assert not (second.signature or second.content_hash or second.issued_at)
	with pytest.raises(RefusedError, match="newer version"):
		service_plans.revise(frappe.get_doc("Repair Plan", first.name))
	service_plans.issue(second)
	with pytest.raises(RefusedError, match="not signed by the owner"):
		make.start(surveyed)
	old = frappe.get_doc("Repair Plan", first.name)
	assert (old.state, bool(old.signature), service_plans.is_intact(old)) == ("Superseded", True, True)
	html = frappe.get_print("Repair Plan", first.name, "Repair Plan Card")
	assert "data:image/png" in html and "No longer valid" in html


@pytest.mark.clause("R97", "R106")
def test_a_version_during_the_work_is_signed_before_pre_acceptance(surveyed):
	first = make.sign_plan(surveyed)
	make.walk_from(surveyed, "start", "start")
	later = now_datetime().replace(microsecond=0) + timedelta(days=9)
	second = service_plans.revise(frappe.get_doc("Repair Plan", first.name))
	second.update({"completion_at": later, "days": 9})
	second.save()
	service_plans.issue(second)
	assert frappe.db.get_value("Repair Ticket", surveyed, ["status", "plan"]) == ("In Repair", second.name)
	with pytest.raises(RefusedError, match="not signed by the owner"):
		service_transitions.perform(surveyed, "pre_accept")
	service_plans.sign(second, "王晓明", make.SIGNATURE)
	clock = frappe.get_all(
		"Ticket Clock", {"parent": surveyed, "code": "Agreed Completion", "state": "Running"}, pluck="due_at"
	)
	assert clock == [later]
	assert service_transitions.perform(surveyed, "pre_accept").status == "Pre-accepted"


@pytest.mark.clause("R97")
def test_an_owner_who_refuses_goes_to_the_manager(estate, surveyed):
	plan = make.make_plan(surveyed)
	service_plans.issue(plan)
	with pytest.raises(RefusedError, match="reason they gave"):
		service_plans.refuse_to_sign(plan, "王晓明", " ")
	service_plans.refuse_to_sign(plan, "王晓明", "要求整面重做")
	assert frappe.db.get_value("Repair Ticket", surveyed, "waiting_on") == "Manager"
	told = {"reference_name": plan.name, "recipient": roles.MANAGER, "subject": ["like", "%要求整面重做%"]}
	assert frappe.db.exists("Outbox Message", told)
	with pytest.raises(RefusedError, match="not signed by the owner"):
		make.start(surveyed)
	service_plans.sign(plan, "王晓明", make.SIGNATURE)
	assert make.start(surveyed).status == "In Repair"


@pytest.mark.clause("R96")
def test_review_cannot_be_skipped_over_rest(estate, engineer, surveyed):
	plan = committed(surveyed, important=1)
	code, body = call(engineer, "issue", plan)
	assert code == 417 and "经理" in messages(body)
	assert call(engineer, "review", plan)[0] == 403
	act = {"ticket": surveyed, "action": "issue_plan", "values": {"plan": plan}}
	assert engineer.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", **act)[0] == 417
	assert stored(plan) == "Awaiting Review"
	manager = Api(estate.users[roles.MANAGER])
	assert call(manager, "review", plan)[0] == 200
	code, _body = engineer.put(f"/api/resource/Repair Plan/{plan}", important=0, cause="经理没看过的原因")
	assert (code, stored(plan, "important", "cause")) == (417, (1, "抹灰"))
	assert call(engineer, "issue", plan)[0] == 200
	assert stored(plan) == "Issued"


@pytest.mark.clause("R96")
def test_long_work_and_repeats_are_important_whatever_is_ticked(engineer, surveyed):
	start = now_datetime().replace(microsecond=0)
	long = committed(surveyed, days=16, completion_at=start + timedelta(days=16))
	assert stored(long, "important") == 1
	assert engineer.put(f"/api/resource/Repair Plan/{long}", important=0)[0] == 200
	assert stored(long, "important") == 1
	frappe.db.set_value("Repair Ticket", surveyed, "repeat_state", "Confirmed")
	repeat = make.make_plan(surveyed)
	assert repeat.important == 1
	repeat.save()
	assert frappe.db.count("Outbox Message", {"reference_name": repeat.name}) == 1


@pytest.mark.clause("R97")
def test_signing_over_rest_is_by_a_drawing_in_possible_time_by_the_own_project(estate, engineer, surveyed):
	plan = committed(surveyed)
	signed = {"signed_by": "王晓明", "signature": make.SIGNATURE}
	assert call(engineer, "sign", plan, **signed)[0] == 417
	assert call(engineer, "issue", plan)[0] == 200
	future = str(now_datetime() + timedelta(hours=1))
	past = str(now_datetime() - timedelta(days=2))
	for wrong in (
		{"at": future},
		{"at": past},
		{"signed_by": " "},
		{"signature": "data:image/svg+xml;base64,PHN2Zz4="},
		{"signature": "/private/files/x.png"},
	):
		assert call(engineer, "sign", plan, **{**signed, **wrong})[0] == 417, wrong
	assert call(Api(estate.engineer_b), "sign", plan, **signed)[0] == 403
	assert call(Api(estate.users[roles.PROPERTY_DESK]), "sign", plan, **signed)[0] == 403
	assert stored(plan) == "Issued"
	assert call(engineer, "sign", plan, **signed)[0] == 200
	assert call(engineer, "sign", plan, **signed)[0] == 417
	assert stored(plan, "state", "signed_by") == ("Signed", "王晓明")


def test_a_plan_is_not_born_signed(engineer, estate, surveyed):
	frappe.db.commit()
	values = {"ticket": surveyed, "project": estate.a, "problem": "x", "cause": "x", "method": "x", "days": 1}
	values |= {"start_at": "2030-01-01 08:00:00", "completion_at": "2030-01-02 08:00:00"}
	doc = {"doctype": "Repair Plan", **values}
	for extra in (
		{"state": "Signed"},
		{"signature": make.SIGNATURE},
		{"supersedes": "RP-1"},
		{"content_hash": "x"},
	):
		assert engineer.post("/api/method/frappe.client.insert", doc={**doc, **extra})[0] == 417, extra
	frappe.db.rollback()
	assert not frappe.db.count("Repair Plan", {"ticket": surveyed})


@pytest.mark.clause("R96")
def test_an_important_plan_does_not_escape_its_review(estate, engineer, surveyed):
	"""The mark was taken away while the manager was asked, by another version, or after it was sent back; then it was issued."""
	plan = committed(surveyed, important=1)
	for state in ("Awaiting Review", "Draft"):
		code, body = engineer.put(f"/api/resource/Repair Plan/{plan}", important=0)
		assert (code, "经理" in messages(body)) == (417, True), messages(body)
		assert stored(plan, "important", "state") == (1, state)
		assert call(engineer, "issue", plan)[0] == 417
		if state == "Awaiting Review":
			assert call(Api(estate.users[roles.MANAGER]), "send_back", plan, reason="补充材料")[0] == 200
	source = frappe.get_doc("Repair Plan", plan)
	values = {name: str(source.get(name)) for name in ("ticket", "project", "problem", "cause", "method", "days", "start_at", "completion_at")}
	code, body = engineer.post("/api/resource/Repair Plan", **values, important=0)
	assert code == 200 and body["data"]["important"] == 1, "a version that takes its place is reviewed too"
	assert call(engineer, "issue", body["data"]["name"])[0] == 417
	manager = Api(estate.users[roles.MANAGER])
	assert manager.put(f"/api/resource/Repair Plan/{body['data']['name']}", important=0)[0] == 200
	assert call(manager, "issue", body["data"]["name"])[0] == 200
	code, said = call(manager, "review", body["data"]["name"])
	assert code == 417 and "发出" in messages(said), "who looks at an old list hears who issued it"


@pytest.mark.clause("R94")
def test_days_that_do_not_fit_the_dates_are_refused(engineer, surveyed):
	start = now_datetime().replace(microsecond=0)
	with pytest.raises(frappe.ValidationError, match=r"8 days of work, but there are 10\.0"):
		make.make_plan(surveyed, days=8, start_at=start, completion_at=start + timedelta(days=10))
	assert make.make_plan(surveyed, days=8, start_at=start, completion_at=start + timedelta(days=8.5)).days == 8


@pytest.mark.clause("R94")
def test_a_plan_that_starts_before_it_is_issued_gets_other_dates_first(surveyed):
	start = now_datetime().replace(microsecond=0) - timedelta(days=1)
	plan = make.make_plan(surveyed, start_at=start, completion_at=start + timedelta(days=5))
	with pytest.raises(RefusedError, match="before it is issued"):
		service_plans.issue(plan)
	plan.update({"start_at": start + timedelta(days=2), "completion_at": start + timedelta(days=7)})
	plan.save()
	service_plans.issue(plan)
	assert plan.reload().state == "Issued"


@pytest.mark.clause("R94", "R95", "R96", "R97")
def test_what_documents_do_to_a_ticket_is_not_done_by_hand(estate, surveyed, as_user):
	"""A plan was signed without a plan, and an old one of another ticket issued, by naming the action."""
	plan, other = make.make_plan(surveyed).name, make.make_ticket(estate.unit_a).name
	make.walk(other, "survey")
	tried = {"plan": plan, "agreed_completion": now_datetime() + timedelta(days=2), "reason": "业主不签"}
	by_document = [row for row in TRANSITIONS if row.via]
	assert {row.via for row in by_document} == {"Repair Plan", "Paid Repair Quote", "Correspondence", "Third Party Order"}
	for user in (estate.users[roles.ENGINEER], estate.users[roles.MANAGER]):
		as_user(user)
		for row in by_document:
			values = {item.field: tried[item.field] for item in row.inputs if item.field in tried}
			with pytest.raises(RefusedError, match="is done by the document"):
				api_ticket.act(other, row.action, values)
	assert frappe.db.get_value("Repair Ticket", other, ["status", "plan", "plan_signed_at"]) == ("Surveyed", None, None)


@pytest.mark.clause("R94")
def test_a_plan_that_ends_years_away_is_mistyped(surveyed):
	with pytest.raises(RefusedError, match="further ahead"):
		make.make_plan(surveyed, start_at="2998-12-01 08:00:00", completion_at="2998-12-02 08:00:00", days=1)
