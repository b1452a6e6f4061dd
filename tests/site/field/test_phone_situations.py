"""Entries of a phone with a bad connection: sent twice, late, overtaken, refused."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from datetime import timedelta
from uuid import uuid4

import frappe
import pillow_heif
import pytest
from filetype import guess_mime
from frappe.utils import get_datetime, now_datetime
from PIL import Image

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.field import service_my_day, service_phone, service_phone_refused
from fangxiu_app.overview import reads_next
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

SEND = "/api/method/fangxiu_app.field.api_my_day.send"
TELL = "/api/method/fangxiu_app.field.api_my_day.tell_refused"
PATROL = {"progress_percent": "40", "work_done": "铲除", "next_work": "抹灰"}


@pytest.fixture
def ticket(estate, as_user):
	made = make.make_ticket(estate.unit_a2).name
	as_user(estate.users[roles.ENGINEER])
	return made


def hand_in(ticket: str, kind: str, values: dict | None = None, at=None, content=None) -> dict:
	return service_phone.receive(str(uuid4()), ticket, kind, values or {}, str(at) if at else None, content)


@pytest.mark.clause("R100")
def test_numbers_that_arrive_as_text_are_numbers(estate, ticket):
	"""A form sends 40 % as text: it once ended in a comparison of text with a number."""
	make.walk(ticket, "start")
	checks = [{"aspect": aspect, "result": "Pass"} for aspect in service_my_day.ASPECTS]
	visit = hand_in(ticket, "patrol", {**PATROL, "checks": checks})["visit"]
	assert frappe.db.get_value("Site Visit", visit, "progress_percent") == 40
	with pytest.raises(frappe.ValidationError, match=r"Progress .* is no number"):
		hand_in(ticket, "patrol", {**PATROL, "progress_percent": "vierzig", "checks": checks})
	with pytest.raises(RefusedError, match="six aspects"):
		hand_in(ticket, "patrol", {**PATROL, "checks": [{"aspect": "Quality", "result": ""}]})


@pytest.mark.clause("R91")
def test_the_same_entry_ten_times_at_once_is_one_event(estate, ticket):
	frappe.db.commit()
	api, key, answers = Api(estate.users[roles.ENGINEER]), str(uuid4()), []
	calls = [
		threading.Thread(target=lambda: answers.append(api.post(SEND, key=key, ticket=ticket, kind="accept")))
		for _number in range(10)
	]
	for call in calls:
		call.start()
	for call in calls:
		call.join()
	assert [code for code, _body in answers] == [200] * 10, [messages(body) for _code, body in answers]
	assert {body["message"]["received"] for _code, body in answers} == {key}
	assert sum(1 for _code, body in answers if not body["message"].get("known")) == 1
	frappe.db.rollback()
	assert frappe.db.count("Ticket Event", {"ticket": ticket, "action": "accept"}) == 1


@pytest.mark.clause("R93")
def test_a_photo_that_arrives_after_the_merge_hangs_on_the_target(estate, ticket):
	stays = make.make_ticket(estate.unit_a2).name
	last = make.make_ticket(estate.unit_a2).name
	frappe.set_user(estate.users[roles.SUPERVISOR])
	service_transitions.perform(ticket, "merge", {"merged_into": stays})
	service_transitions.perform(stays, "merge", {"merged_into": last})
	frappe.set_user(estate.users[roles.ENGINEER])
	values = {"file_name": "IMG_2.png", "stage": "Survey", "moment": "Before Work"}
	made = hand_in(ticket, "photo", values, content=files.content(make.make_photo()))["evidence"]
	item = frappe.get_doc("Evidence Item", made)
	assert (item.ticket, item.came_from) == (last, ticket)


@pytest.mark.clause("R89", "R90")
def test_an_arrival_of_ten_oclock_counts_though_the_desk_made_an_appointment_meanwhile(estate, ticket):
	frappe.set_user("Administrator")
	frappe.db.set_value("Ticket Event", {"ticket": ticket}, "at", make.ago(hours=3), update_modified=False)
	frappe.set_user(estate.users[roles.ENGINEER])
	service_transitions.perform(ticket, "accept", at=make.ago(minutes=90), reason="补录")
	arrived = make.ago(minutes=30)
	made_at, wanted = arrived + timedelta(minutes=5), now_datetime() + timedelta(minutes=20)
	service_transitions.perform(ticket, "appoint", {"appointment_at": wanted}, at=made_at, reason="前台预约")
	hand_in(ticket, "arrive", at=arrived)
	hand_in(
		ticket,
		"survey",
		{"root_cause": "空鼓", "responsibility": "Warranty", "expected_days": "2"},
		at=arrived,
	)
	doc = frappe.get_doc("Repair Ticket", ticket)
	assert (doc.status, get_datetime(doc.arrived_at)) == ("Surveyed", arrived)
	clocks = {row.code: row for row in doc.clocks}
	assert get_datetime(clocks["First Response"].stopped_at) == arrived
	assert clocks["Punctuality"].state == "Void", "an appointment made after the arrival is not owed, and was not kept"
	assert all(
		get_datetime(row.stopped_at) >= get_datetime(row.started_at) for row in doc.clocks if row.stopped_at
	)
	with pytest.raises(RefusedError, match="before the previous event"):
		hand_in(ticket, "record_measure", {"temporary_measure": "关阀"}, at=arrived - timedelta(minutes=10))


def heic() -> bytes:
	"""A photo as an iPhone takes it."""
	pillow_heif.register_heif_opener()
	made = io.BytesIO()
	Image.new("RGB", (64, 48), (200, 30, 30)).save(made, "HEIF")
	return made.getvalue()


@pytest.mark.clause("R17")
def test_a_photo_of_an_iphone_is_seen_everywhere_and_its_original_is_kept(estate, ticket, as_user):
	as_user(estate.users[roles.ENGINEER])
	taken = heic()
	hand_in(ticket, "photo", {"file_name": "IMG_3.HEIC"}, content=taken)
	item = frappe.get_last_doc("Evidence Item", {"ticket": ticket})
	seen, kept = (frappe.get_doc("File", {"file_url": url}) for url in (item.file, item.original))
	assert (seen.file_name, guess_mime(files.content(seen))) == ("IMG_3.jpg", "image/jpeg")
	assert files.content(kept) == taken and kept.is_private
	assert item.original_sha256 == hashlib.sha256(taken).hexdigest() != item.sha256
	with pytest.raises(LockedFieldError):
		frappe.delete_doc("File", kept.name, ignore_permissions=True)


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"heix"])
def test_a_photo_that_did_not_arrive_whole_is_refused_in_words(estate, ticket, as_user, brand):
	as_user(estate.users[roles.ENGINEER])
	content = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + b"mif1heic" + b"\0" * 64
	with pytest.raises(frappe.ValidationError, match="cannot be read as a photo"):
		hand_in(ticket, "photo", {"file_name": "IMG_3.HEIC"}, content=content)
	assert not frappe.db.exists("Evidence Item", {"ticket": ticket})


def test_the_administrators_hear_once_of_what_stays_on_a_phone(estate, ticket):
	frappe.db.commit()
	api, key = Api(estate.users[roles.ENGINEER]), str(uuid4())
	said = {
		"key": key,
		"ticket": ticket,
		"kind": "patrol",
		"reason": "六项检查未填写完整",
		"at": "2026-01-02 10:00:00",
	}
	for _time in range(2):
		code, body = api.post(TELL, **said)
		assert (code, body["message"]) == (200, {"received": key})
	frappe.db.rollback()
	rows = frappe.get_all(
		"Outbox Message",
		{"dedupe_key": f"phone refused {key}"},
		["subject", "text", "recipient", "reference_name", "project"],
	)
	assert len(rows) == 1
	assert (rows[0].recipient, rows[0].reference_name, rows[0].project) == (
		roles.ADMINISTRATOR,
		ticket,
		estate.a,
	)
	assert "六项检查未填写完整" in rows[0].text
	assert "完成巡查" in rows[0].subject
	assert api.post(TELL, **{**said, "key": "x"})[0] == 417


def test_of_a_ticket_that_never_was_nobody_is_told(ticket):
	assert service_phone_refused.tell(str(uuid4()), "RT-0", "patrol", "x", None) == []
	assert service_phone_refused.tell(str(uuid4()), ticket, "nothing", "x", None) == []


@pytest.mark.clause("R72", "R98")
def test_an_emergency_stands_above_what_is_late_and_what_waits_for_others(estate, ticket, as_user):
	engineer = estate.users[roles.ENGINEER]
	mine = make.make_ticket(estate.unit_a2, "厨房").name
	theirs = make.make_ticket(estate.unit_a2, "次卧").name
	urgent = make.make_ticket(estate.unit_a2, "主卧卫生间", "卫生间渗漏", emergency=1).name
	names = (mine, theirs, urgent)
	frappe.db.set_value("Repair Ticket", {"engineer": engineer, "name": ("not in", names)}, "engineer", None)
	late = {"next_due_at": make.ago(days=22), "due_order": make.ago(days=22)}
	frappe.db.set_value("Repair Ticket", theirs, {**late, "waiting_on": "Contractor"})
	frappe.db.set_value("Repair Ticket", mine, {"due_order": make.ago(days=-1), "waiting_on": "Engineer"})
	as_user(engineer)
	cards = service_my_day.build(None, now_datetime().replace(microsecond=0))["cards"]
	found = [(row["name"], row["group"]) for row in cards]
	assert found == [(urgent, "Emergency"), (mine, "Mine"), (theirs, "Others")]
	rows = reads_next.next_tickets()
	order = [row["name"] for row in rows]
	# other tests' emergencies may fill the ten lines
	assert rows[0]["pinned"] and (urgent in order or all(row["pinned"] for row in rows))
	# the desk counts what is late: it stands there before what has time left, whoever has to act
	assert theirs not in order or order.index(urgent) < order.index(theirs)
	assert mine not in order or order.index(theirs) < order.index(mine)
	service_transitions.perform(urgent, "accept")
	service_transitions.perform(urgent, "arrive")
	groups = lambda: {row["name"]: row["group"] for row in service_my_day.build(None, now_datetime().replace(microsecond=0))["cards"]}  # noqa: E731
	assert groups()[urgent] == "Emergency", "somebody is there, and it is not surveyed yet"
	frappe.db.set_value("Repair Ticket", urgent, "status", "Surveyed")
	assert groups()[urgent] == "Mine"


def test_an_answer_names_the_entry_it_is_for(estate, ticket):
	frappe.db.commit()
	key = str(uuid4())
	code, body = Api(estate.users[roles.ENGINEER]).post(
		SEND, key=key, ticket=ticket, kind="accept", values=json.dumps({})
	)
	assert (code, body["message"]["received"]) == (200, key)
