"""我的一天 behind the page: what it shows at which cost, and that a phone's entry is taken once, in order, or refused."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from uuid import uuid4

import frappe
import pytest
from frappe.utils import now_datetime
from PIL import Image

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.field import reads_connection, service_my_day, service_phone
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.site_work import service_corrections, service_plans
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages

SURVEY = {"root_cause": "空鼓", "responsibility": "Warranty", "expected_days": 2}
PLAN = {
	"plan_class": "Routine",
	"days": "2",
	"problem": "空鼓",
	"cause": "抹灰",
	"method": "铲除重做",
	"start_at": f"{date.today() + timedelta(days=30)} 09:00:00",
	"completion_at": f"{date.today() + timedelta(days=32)} 09:00:00",
}


@pytest.fixture
def ticket(estate, as_user):
	made = make.make_ticket(estate.unit_a2).name
	# what other tests have committed is a colleague's: the page shows the most urgent ones only
	others = {"engineer": estate.users[roles.ENGINEER], "name": ("!=", made)}
	frappe.db.set_value("Repair Ticket", others, "engineer", estate.users[roles.SUPERVISOR])
	as_user(estate.users[roles.ENGINEER])
	return made


def hand_in(ticket: str, kind: str, values: dict | None = None, at=None, key: str = "", content=None) -> dict:
	return service_phone.receive(key or str(uuid4()), ticket, kind, values or {}, str(at) if at else None, content)


def card(ticket: str) -> dict:
	day = service_my_day.build(None, now_datetime().replace(microsecond=0))
	return next(row for row in day["cards"] if row["name"] == ticket)


def test_each_step_of_the_way_is_the_cards_button(ticket):
	steps = []

	def go(kind: str, values: dict | None = None) -> dict:
		steps.append(card(ticket)["step"])
		return hand_in(ticket, kind, values)

	go("accept")
	go("appoint", {"appointment_at": now_datetime() + timedelta(hours=1)})
	go("arrive")
	go("survey", dict(SURVEY))
	plan = go("plan", dict(PLAN))["plan"]
	go("sign", {"plan": plan, "signed_by": "王晓明", "signature": make.SIGNATURE})
	go("start")  # the signed plan names the completion
	checks = [{"aspect": aspect, "result": "Pass"} for aspect in ASPECTS]
	line = {"progress_percent": 50, "work_done": "铲除", "next_work": "抹灰"}
	go("patrol", {**line, "checks": checks})
	go("pre_accept")
	go("order_cleaning", {"cleaning_by": "洁家保洁"})
	go("clean", {"cleaned_by": "保洁"})
	assert steps == [
		"accept",
		"appoint",
		"arrive",
		"survey",
		"plan",
		"sign",
		"start",
		"patrol",
		"pre_accept",
		"order_cleaning",
		"clean",
	]
	assert card(ticket)["step"] == "owner_accept"
	assert frappe.db.count("Site Visit", {"ticket": ticket, "kind": "Patrol"}) == 1


def test_the_days_cost_does_not_grow_with_the_tickets(estate, ticket):
	now = now_datetime().replace(microsecond=0)
	# a card that could be dispatched: its contractor is looked up in the register
	make.walk(make.make_ticket(estate.unit_a2).name, "survey")
	service_my_day.build(None, now)
	few = count_queries(lambda: service_my_day.build(None, now))
	for _number in range(3):
		made = make.make_ticket(estate.unit_a2).name
		make.walk(made, "survey")
		make.make_plan(made)
	many = count_queries(lambda: service_my_day.build(None, now))
	assert many <= few <= 16


def test_a_page_is_one_request_in_chinese(estate, ticket):
	frappe.db.commit()
	code, body = Api(estate.users[roles.ENGINEER]).get("/my-day")
	assert code == 200
	data = body.split('id="fx-data">')[1].split("</script>")[0]
	day = json.loads(data)
	assert ticket in {row["name"] for row in day["cards"]}
	words = json.loads(body.split('id="fx-words">')[1].split("</script>")[0])
	assert words["Waiting to be sent"] == "待发送"
	assert all(words[text] != text for text in words)


def test_hostile_text_does_not_end_the_pages_script(estate, as_user):
	text = "</script><script>alert(1)</script>"
	made = make.make_ticket(estate.unit_a2).name
	frappe.db.set_value("Repair Ticket", made, "special_requests", text)
	frappe.db.commit()
	_code, body = Api(estate.users[roles.ENGINEER]).get("/my-day")
	assert "<script>alert" not in body


def test_who_sees_whose_day(estate, ticket):
	other = Api(estate.engineer_b)
	path = "/api/method/fangxiu_app.field.api_my_day.day"
	frappe.db.commit()
	engineer = estate.users[roles.ENGINEER]
	assert other.get(path, engineer=engineer)[0] == 403
	_code, body = Api(estate.users[roles.SUPERVISOR]).get(path, engineer=engineer)
	assert ticket in {row["name"] for row in body["message"]["cards"]}
	assert engineer in {row["name"] for row in body["message"]["colleagues"]}
	assert estate.engineer_b not in {row["name"] for row in body["message"]["colleagues"]}
	outsider = Api(estate.nobody).get(path, engineer=engineer)
	assert outsider[1]["message"]["cards"] == []
	assert Api(estate.users[roles.PROPERTY_DESK]).get(path, engineer=engineer)[0] == 403


@pytest.mark.clause("R91")
def test_the_same_entry_twice_is_one_event(ticket):
	hand_in(ticket, "accept")
	key = str(uuid4())
	first = hand_in(ticket, "arrive", key=key)
	again = hand_in(ticket, "arrive", key=key)
	assert (first["status"], again) == ("Accepted", {**first, "known": True})
	assert frappe.db.count("Ticket Event", {"ticket": ticket, "action": "arrive"}) == 1
	assert frappe.db.count("Site Visit", {"ticket": ticket}) == 1


def test_a_key_belongs_to_its_user(estate, ticket, as_user):
	key = str(uuid4())
	hand_in(ticket, "accept", key=key)
	as_user(estate.users[roles.SUPERVISOR])
	with pytest.raises(RefusedError, match="valid key"):
		hand_in(ticket, "accept", key=key)


@pytest.mark.clause("R89")
def test_a_key_tells_of_one_thing(estate, ticket):
	"""What was sent under the key of another entry was dropped, and the phone told that it was kept."""
	other, key = make.make_ticket(estate.unit_a, "主卧").name, str(uuid4())
	photo = files.content(make.make_photo())
	first = hand_in(ticket, "photo", {"caption": "x"}, key=key, content=photo)
	for about, kind in ((other, "photo"), (ticket, "accept")):
		with pytest.raises(RefusedError, match=ticket):
			hand_in(about, kind, {}, key=key, content=photo)
	assert hand_in(ticket, "photo", {"caption": "x"}, key=key, content=photo)["evidence"] == first["evidence"]
	assert not frappe.db.exists("Evidence Item", {"ticket": other})


def test_a_photo_that_breaks_off_is_no_evidence(ticket):
	"""Its head alone is an image to who looks at the first bytes only."""
	png = files.content(make.make_photo())
	made = io.BytesIO()
	Image.effect_noise((640, 480), 60).convert("RGB").save(made, "JPEG")
	jpeg = made.getvalue()
	for content in (png[:60], png[:-20], jpeg[: len(jpeg) // 2], jpeg[:400]):
		with pytest.raises(frappe.ValidationError, match="did not arrive whole"):
			hand_in(ticket, "photo", {"caption": "x"}, content=content)
		whole = {"doctype": "File", "file_name": "x.png", "content": content, "is_private": 1}
		item = {"doctype": "Evidence Item", "ticket": ticket, "file": frappe.get_doc(whole).insert().file_url, "stage": "Survey"}
		with pytest.raises(frappe.ValidationError, match="did not arrive whole"):
			frappe.get_doc({**item, "project": frappe.db.get_value("Repair Ticket", ticket, "project")}).insert()
	assert not frappe.db.exists("Evidence Item", {"ticket": ticket})
	assert hand_in(ticket, "photo", {"caption": "x"}, content=jpeg)["evidence"]


def test_a_late_entry_happened_when_it_happened_and_says_why(ticket):
	frappe.set_user("Administrator")
	make.no_connection()
	old = make.ago(hours=3)
	frappe.db.set_value("Ticket Event", {"ticket": ticket}, "at", old, update_modified=False)
	hand_in(ticket, "accept", at=make.ago(hours=2))
	hand_in(ticket, "arrive", at=make.ago(hours=1))
	event = frappe.get_last_doc("Ticket Event", {"ticket": ticket, "action": "arrive"})
	assert (now_datetime() - event.at) > timedelta(minutes=59)
	assert event.back_entry_reason == "Entered on the phone without a connection"
	with pytest.raises(RefusedError, match="before the previous event"):
		hand_in(ticket, "survey", dict(SURVEY), at=make.ago(hours=2))
	hand_in(ticket, "photo", {"caption": "x"}, content=files.content(make.make_photo()))
	frappe.db.set_value("Phone Entry", {"ticket": ticket, "kind": "photo"}, "received_at", make.ago(minutes=30))
	hand_in(ticket, "record_measure", {"temporary_measure": "关阀"}, at=make.ago(minutes=50))
	event = frappe.get_last_doc("Ticket Event", {"ticket": ticket, "action": "record_measure"})
	assert event.back_entry_reason.startswith("Entered on the phone afterwards; it was connected at"), "nothing is invented"
	with pytest.raises(RefusedError, match="lies in the future"):
		hand_in(ticket, "survey", dict(SURVEY), at=make.ago(hours=-1))
	with pytest.raises(RefusedError, match="more than seven days"):
		hand_in(ticket, "survey", dict(SURVEY), at=make.ago(days=8))


@pytest.mark.clause("R79")
def test_whoever_worked_at_the_desk_had_a_connection(estate, ticket):
	"""Whatever was saved there, but neither what a form reads by itself nor what the phone's own page sends."""
	user, fresh = estate.users[roles.ENGINEER], 2
	frappe.db.commit()
	api, start = Api(user), make.ago(minutes=1)

	def heard():
		return reads_connection.heard(user, start, make.ago(minutes=-1), fresh)

	make.no_connection()
	frappe.db.commit()
	method, note = "/api/method/", {"reference_doctype": "Repair Ticket", "reference_name": ticket}
	api.post(f"{method}frappe.client.get_list", doctype="Repair Ticket", fields='["name"]')
	api.post(f"{method}frappe.desk.form.load.getdoc", doctype="Repair Ticket", name=ticket)
	api.get(f"/api/resource/Repair Ticket/{ticket}")
	api.get(f"{method}fangxiu_app.field.api_my_day.day")
	refused = api.put(f"/api/resource/Repair Ticket/{ticket}", reported_at="x")
	told = {"key": str(uuid4()), "ticket": ticket, "kind": "arrive", "reason": "x"}
	assert api.post(f"{method}fangxiu_app.field.api_my_day.tell_refused", **told)[0] == 200
	assert refused[0] >= 400
	assert heard() is None
	said = {**note, "content": "已到现场", "comment_email": user, "comment_by": user}
	assert api.post(f"{method}frappe.desk.form.utils.add_comment", **said)[0] == 200
	assert heard() is not None
	assert reads_connection.heard(user, make.ago(minutes=30), make.ago(minutes=10), fresh) is None


@pytest.mark.clause("R79")
def test_a_day_of_the_desks_acts_is_kept(estate):
	user = estate.users[roles.ENGINEER]
	frappe.set_user(user)
	make.no_connection()
	for hours in (30, 20, 0):
		reads_connection.keep(user, make.ago(hours=hours))
	assert reads_connection.heard(user, make.ago(hours=29.5), make.ago(hours=25), 2) is None
	assert reads_connection.heard(user, make.ago(hours=31), make.ago(hours=29.8), 2) is None
	found = reads_connection.heard(user, make.ago(hours=25), make.ago(hours=1), 2)
	assert abs(found - make.ago(hours=20)) < timedelta(minutes=1)


def test_what_does_not_hold_leaves_nothing_behind(estate, ticket):
	frappe.db.commit()
	api = Api(estate.users[roles.ENGINEER])
	path, key = "/api/method/fangxiu_app.field.api_my_day.send", str(uuid4())
	code, body = api.post(path, key=key, ticket=ticket, kind="survey", values=SURVEY)
	assert code == 417 and "已报修" in messages(body)
	assert not frappe.db.exists("Phone Entry", key)
	assert api.post(path, key=key, ticket=ticket, kind="accept")[0] == 200
	for wrong in ({"key": "1"}, {"kind": "merge"}, {"kind": "cancel"}, {"kind": "photo"}, {"kind": "sign"}):
		entry = {"key": str(uuid4()), "ticket": ticket, "kind": "arrive", **wrong}
		assert api.post(path, **entry)[0] == 417, wrong
	assert api.get(path, key=str(uuid4()), ticket=ticket, kind="arrive")[0] == 403
	assert Api(estate.engineer_b).post(path, key=str(uuid4()), ticket=ticket, kind="arrive")[0] == 403
	entry = {"ticket": ticket, "project": estate.a, "kind": "arrive", "user": "Administrator"}
	assert (
		api.post("/api/resource/Phone Entry", name=str(uuid4()), received_at="2026-01-01", **entry)[0] == 403
	)


@pytest.mark.clause("R96")
def test_an_important_plan_of_the_phone_waits_for_the_manager(estate, ticket, as_user):
	make.walk(ticket, "survey")
	made = hand_in(ticket, "plan", {**PLAN, "important": 1})
	assert (made["state"], card(ticket)["step"]) == ("Awaiting Review", "")
	with pytest.raises(RefusedError, match="manager's review"):
		hand_in(ticket, "issue", {"plan": made["plan"]})
	as_user(estate.users[roles.MANAGER])
	service_plans.review(frappe.get_doc("Repair Plan", made["plan"]))
	as_user(estate.users[roles.ENGINEER])
	assert card(ticket)["step"] == "issue"
	assert hand_in(ticket, "issue", {"plan": made["plan"]})["state"] == "Issued"


@pytest.mark.clause("R97")
def test_a_plan_made_without_a_connection_is_signed_by_its_key(ticket):
	make.walk(ticket, "survey")
	key = str(uuid4())
	hand_in(ticket, "plan", dict(PLAN), key=key)
	signed = {"plan_key": key, "signed_by": "王晓明", "signature": make.SIGNATURE}
	assert hand_in(ticket, "sign", signed)["state"] == "Signed"
	other = make.make_ticket(frappe.db.get_value("Repair Ticket", ticket, "unit"), "次卧", "墙面开裂").name
	with pytest.raises(frappe.PermissionError):
		hand_in(other, "sign", signed)
	with pytest.raises(RefusedError, match="Send the plan first"):
		hand_in(ticket, "sign", {**signed, "plan_key": str(uuid4())})


@pytest.mark.clause("R97")
def test_a_refusal_on_the_phone_goes_to_the_manager(ticket):
	make.walk(ticket, "survey")
	plan = hand_in(ticket, "plan", dict(PLAN))["plan"]
	hand_in(ticket, "refuse", {"plan": plan, "refused_by": "王晓明", "refusal": "要求换材料"})
	assert (card(ticket)["step"], card(ticket)["waiting_on"]) == ("", "Manager")


@pytest.mark.clause("R93", "R98")
def test_a_photo_of_the_phone_is_evidence_and_markup_is_not(ticket):
	service_transitions.perform(ticket, "accept")
	service_transitions.perform(ticket, "arrive")
	content = files.content(make.make_photo())
	values = {"file_name": "IMG_1.png", "stage": "Temporary Measure", "moment": "During Work"}
	key = str(uuid4())
	made = hand_in(ticket, "photo", values, content=content, key=key)
	assert hand_in(ticket, "photo", values, content=content, key=key)["evidence"] == made["evidence"]
	item = frappe.get_doc("Evidence Item", made["evidence"])
	assert (item.stage, item.moment, item.visit) == (
		"Temporary Measure",
		"During Work",
		frappe.db.get_value("Repair Ticket", ticket, "survey_visit"),
	)
	assert frappe.db.count("Evidence Item", {"ticket": ticket}) == 1
	with pytest.raises(frappe.ValidationError, match="no photo"):
		hand_in(ticket, "photo", values, content=b"<svg xmlns='http://www.w3.org/2000/svg'/>")


@pytest.mark.clause("R99")
def test_the_free_check_of_the_phone(ticket):
	with pytest.raises(RefusedError, match="Record the arrival"):
		hand_in(ticket, "free_checks", {"rows": []})
	service_transitions.perform(ticket, "accept")
	service_transitions.perform(ticket, "arrive")
	row = {"check_item": "洁具", "result": "Problem", "location": "主卧卫生间", "defect_type": "洁具松动"}
	made = hand_in(ticket, "free_checks", {"asked": 1, "rows": [row]})
	assert frappe.db.get_value("Repair Ticket", made["tickets"][0], "defect_type") == "洁具松动"


@pytest.mark.clause("R100", "R106")
def test_after_a_patrol_with_a_fault_the_card_names_it_and_the_notice_is_rechecked_from_it(estate, ticket):
	make.walk(ticket, "start")
	checks = [{"aspect": aspect, "result": "Fault" if aspect == "Quality" else "Pass", "remark": "接茬不平"} for aspect in ASPECTS]
	line = {"progress_percent": 50, "work_done": "铲除", "next_work": "抹灰"}
	visit = hand_in(ticket, "patrol", {**line, "checks": checks})["visit"]
	shown = card(ticket)
	assert (shown["step"], shown["patrolled"], shown["faults"]) == ("patrol", True, ["Quality"])
	notice = make.make_notice(ticket, source_visit=visit)
	assert [(row["name"], row["state"]) for row in card(ticket)["corrections"]] == [(notice.name, "Issued")]
	service_corrections.serve(notice, "On Site", "张工")
	passed = {"correction_notice": notice.name, "result": "Pass", "findings": "接茬已打磨"}
	assert card(ticket)["corrections"][0]["pictures"] == 0
	with pytest.raises(RefusedError, match="No photo was taken"):
		hand_in(ticket, "recheck", passed)
	hand_in(ticket, "photo", {"file_name": "IMG_2.png", "stage": "Repair"}, content=files.content(make.make_photo()))
	assert card(ticket)["corrections"][0]["pictures"] == 1
	hand_in(ticket, "recheck", passed)
	assert frappe.db.get_value("Correction Notice", notice.name, "state") == "Closed"
	assert card(ticket)["corrections"] == []
	other = make.make_notice(make_other(estate))
	with pytest.raises(RefusedError):
		hand_in(ticket, "recheck", {"correction_notice": other.name, "result": "Pass"})


def make_other(estate) -> str:
	"""A running repair of the same engineer."""
	made = make.make_ticket(estate.unit_a2).name
	make.walk(made, "start")
	return made
