"""The outbox: told once per key, in the message hours unless urgent, tried again after failures, never twice."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import get_datetime

from fangxiu_app import tasks
from fangxiu_app.core.access import roles
from fangxiu_app.messaging import api_outbox, channels, outbox
from fangxiu_app.setup.ensure import MESSAGE_HOURS
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api

#: A Tuesday morning, and the night before it.
MORNING = datetime(2026, 3, 3, 10)
NIGHT = datetime(2026, 3, 2, 22)


@pytest.fixture(autouse=True)
def quiet():
	"""Nothing of earlier tests is due."""
	frappe.db.delete("Outbox Message")
	frappe.db.delete("Notification Log")


@pytest.fixture
def office_hours():
	frappe.db.set_single_value("Fangxiu Settings", "message_calendar", MESSAGE_HOURS)
	yield
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")


def tell(estate, to, now=MORNING, **values):
	values = {"project": estate.a, "text": "<b>详情</b>", **values}
	return outbox.tell("3-2-1501 <i>漏水</i>", to=to, now=now, **values)


def row(name: str):
	return frappe.db.get_value(
		"Outbox Message", name, ["state", "tries", "error", "next_try_at", "sent_at"], as_dict=True
	)


def bells(**filters) -> list:
	fields = ["for_user", "subject", "document_name", "email_content"]
	return frappe.get_all("Notification Log", {"subject": ("like", "%漏水%"), **filters}, fields)


def test_a_user_hears_the_bell_once_and_html_stays_text(estate):
	ticket = make.make_ticket(estate.unit_a)
	engineer = estate.users[roles.ENGINEER]
	[name] = tell(estate, [outbox.user(engineer)], about=ticket)
	assert outbox.send_due(MORNING) == 1
	assert outbox.send_due(MORNING + timedelta(days=1)) == 0
	[bell] = bells()
	assert (bell.for_user, bell.document_name) == (engineer, ticket.name)
	assert "&lt;i&gt;" in bell.subject
	assert "&lt;b&gt;" in bell.email_content
	assert (row(name).state, row(name).sent_at, row(name).next_try_at) == ("Sent", MORNING, None)


def test_a_role_is_everybody_who_has_it_and_may_see_the_project(estate):
	tell(estate, [outbox.role(roles.MANAGER)])
	outbox.send_due(MORNING)
	told = {bell.for_user for bell in bells()}
	assert estate.users[roles.MANAGER] in told
	assert estate.nobody not in told


def test_somebody_named_twice_for_one_occasion_hears_one_bell(estate):
	engineer = estate.users[roles.ENGINEER]
	tell(estate, [outbox.user(engineer), outbox.role(roles.ENGINEER)], key="one")
	outbox.send_due(MORNING)
	assert [bell.for_user for bell in bells()].count(engineer) == 1


def test_nobody_outside_the_project_is_told(estate):
	[name] = tell(estate, [outbox.user(estate.engineer_b)])
	outbox.send_due(MORNING)
	assert bells() == []
	assert row(name).state == "Queued"
	assert "may not see project" in row(name).error


def test_the_same_key_tells_nobody_twice(estate):
	to = [outbox.user(estate.users[roles.ENGINEER])]
	first, again = tell(estate, to, key="RT-1 late"), tell(estate, to, key="RT-1 late")
	outbox.send_due(MORNING)
	third = tell(estate, to, key="RT-1 late")
	outbox.send_due(MORNING)
	other = tell(estate, to, key="RT-1 later")
	assert first == again == third != other
	assert len(bells()) == 1
	assert frappe.db.count("Outbox Message") == 2


def test_without_a_key_every_call_tells_anew(estate):
	to = [outbox.user(estate.users[roles.ENGINEER])]
	assert tell(estate, to) != tell(estate, to)


def test_at_night_only_urgent_messages_go_out(estate, office_hours):
	to = [outbox.user(estate.users[roles.ENGINEER])]
	[calm], [urgent] = tell(estate, to, NIGHT), tell(estate, to, NIGHT, urgent=True)
	outbox.send_due(NIGHT)
	assert (row(calm).state, row(urgent).state) == ("Queued", "Sent")
	assert get_datetime(row(calm).next_try_at) == datetime(2026, 3, 3, 8, 30)
	outbox.send_due(datetime(2026, 3, 3, 8, 30))
	assert row(calm).state == "Sent"


def test_a_message_waits_for_its_time(estate):
	later = MORNING + timedelta(hours=2)
	[name] = tell(estate, [outbox.user(estate.users[roles.ENGINEER])], not_before=later)
	outbox.send_due(later - timedelta(seconds=1))
	assert row(name).state == "Queued"
	outbox.send_due(later + timedelta(days=40))
	assert row(name).state == "Sent"


def test_a_rollback_takes_the_message_along(estate):
	frappe.db.savepoint("fx_test")
	[name] = tell(estate, [outbox.role(roles.MANAGER)])
	frappe.db.rollback(save_point="fx_test")
	assert not frappe.db.exists("Outbox Message", name)


def test_failures_are_tried_again_ever_later_and_then_given_up(estate, monkeypatch):
	class Broken:
		def send(self, rows, now):
			frappe.get_doc({"doctype": "ToDo", "description": "half done"}).insert()
			raise RuntimeError("no line")

	monkeypatch.setitem(channels.REGISTRY, channels.DESK_BELL, Broken)
	[name] = tell(estate, [outbox.user(estate.users[roles.ENGINEER])])
	waits, moment = [], MORNING
	while row(name).state == "Queued":
		outbox.send_due(moment)
		following = row(name).next_try_at
		waits.append(following and (get_datetime(following) - moment).total_seconds() / 60)
		moment = following or moment
	assert waits == [1, 5, 15, 60, 240, None]
	assert (row(name).state, row(name).tries, row(name).error) == ("Failed", 6, "RuntimeError")
	assert not frappe.db.exists("ToDo", {"description": "half done"})
	monkeypatch.undo()
	outbox.send_again(frappe.get_doc("Outbox Message", name))
	outbox.send_due()
	assert (row(name).state, row(name).tries, row(name).error) == ("Sent", 1, "")


def test_a_cancelled_message_is_not_sent(estate):
	ticket = make.make_ticket(estate.unit_a)
	to = [outbox.user(estate.users[roles.ENGINEER])]
	[one], [two] = tell(estate, to, about=ticket), tell(estate, to)
	outbox.cancel_about("Repair Ticket", ticket.name)
	outbox.cancel(frappe.get_doc("Outbox Message", two))
	outbox.send_due(MORNING)
	assert (row(one).state, row(two).state, bells()) == ("Cancelled", "Cancelled", [])


def test_an_address_with_an_at_sign_gets_an_e_mail(estate):
	account = {
		"doctype": "Email Account",
		"email_account_name": "Repair",
		"email_id": "repair@example.com",
		"enable_outgoing": 1,
		"default_outgoing": 1,
		"smtp_server": "localhost",
	}
	frappe.get_doc(account).db_insert()
	[name] = tell(estate, [outbox.address("owner@example.com", "王晓明")])
	outbox.send_due(MORNING)
	assert (row(name).state, row(name).error) == ("Sent", "")
	queued = frappe.get_all("Email Queue Recipient", {"recipient": "owner@example.com"}, pluck="parent")
	assert "&lt;b&gt;" in frappe.get_doc("Email Queue", queued[0]).message.replace("=3D", "=")


def test_a_phone_without_a_gateway_fails_and_says_what_to_do(estate):
	[name] = tell(estate, [outbox.address("13800001501")])
	outbox.send_due(MORNING)
	assert "phone the recipient" in row(name).error


@pytest.fixture
def gateway(monkeypatch):
	"""A gateway whose address holds its secret; ``gateway.says``: what it answers, or raises."""
	settings = frappe.get_doc("SMS Settings")
	settings.update({"sms_gateway_url": "https://example.com/sms?key=SECRET", "use_post": 0, "parameters": []})
	settings.update({"message_parameter": "text", "receiver_parameter": "to"})
	settings.flags.ignore_mandatory = True
	settings.save()
	box = SimpleNamespace(says="OK", asked=[])

	def get(url, **given):
		box.asked.append(given)
		if isinstance(box.says, Exception):
			raise box.says
		return SimpleNamespace(text=box.says, raise_for_status=lambda: None)

	monkeypatch.setattr(frappe.utils, "get_request_session", lambda max_retries: SimpleNamespace(get=get))
	yield box
	frappe.clear_document_cache("SMS Settings", "SMS Settings")


def test_what_the_gateway_says_is_believed_not_its_200(estate, gateway):
	[name] = tell(estate, [outbox.address("13800001501")])
	gateway.says = '{"code": "isv.BUSINESS_LIMIT_CONTROL"}'
	outbox.send_due(MORNING)
	assert row(name).state == "Queued" and "BUSINESS_LIMIT" in row(name).error
	gateway.says = OSError("timed out: https://example.com/sms?key=SECRET")
	outbox.send_due(MORNING + timedelta(minutes=1))
	assert "OSError" in row(name).error and "SECRET" not in row(name).error, "many may read a message"
	gateway.says = '{"code": 0}'
	outbox.send_due(MORNING + timedelta(hours=1))
	assert row(name).state == "Sent"
	assert [(given["params"]["to"], given["timeout"]) for given in gateway.asked] == [("13800001501", channels.TIMEOUT)] * 3


def test_bells_wait_for_no_gateway_and_a_kill_repeats_one_message(estate, gateway, monkeypatch):
	done: list = []
	monkeypatch.setattr(frappe.db, "commit", lambda: done.append("kept"))
	send = channels.Sms.send
	monkeypatch.setattr(channels.Sms, "send", lambda self, rows, now: done.append(len(rows)) or send(self, rows, now))
	tell(estate, [outbox.user(estate.users[roles.ENGINEER])], now=None, urgent=True)
	for number in range(3):
		tell(estate, [outbox.address(f"1380000150{number}")], now=None, urgent=True)
	tasks.send_outbox()
	assert done[: done.index(1)].count("kept") >= 1, "the bell is kept before the first gateway is asked"
	assert [each for each in done if each != "kept"] == [1, 1, 1]
	first, second, third = (at for at, each in enumerate(done) if each == 1)
	assert "kept" in done[first:second] and "kept" in done[second:third] and done[-1] == "kept"


class FakeSession:
	"""Records what is posted; answers as told."""

	def __init__(self, answer):
		self.answer, self.posts = answer, []

	def post(self, url, json, timeout):
		self.posts.append((url, json))
		return self

	def raise_for_status(self):
		return None

	def json(self):
		return self.answer


@pytest.fixture
def robot(monkeypatch):
	settings = frappe.get_doc("Fangxiu Settings")
	settings.update({"robot_enabled": 1, "robot_kind": "WeCom", "robot_url": "https://example.com/robot"})
	settings.save()
	session = FakeSession({"errcode": 0})
	monkeypatch.setattr(frappe.utils, "get_request_session", lambda max_retries: session)
	yield session
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")


def test_the_group_robot_hears_urgent_messages_together(estate, robot):
	to = [outbox.user(estate.users[roles.ENGINEER])]
	for number in range(40):
		outbox.tell(f"第{number}件 " + "急" * 30, project=estate.a, to=to, urgent=True, now=MORNING)
	tell(estate, to)
	outbox.send_due(MORNING)
	texts = [body["text"]["content"] for _url, body in robot.posts]
	assert {url for url, _body in robot.posts} == {"https://example.com/robot"}
	assert len("\n".join(texts).split("\n")) == 40
	assert len(texts) == 2
	assert max(len(text.encode()) for text in texts) <= 2000


def test_a_robot_that_refuses_is_asked_again(estate, robot):
	robot.answer = {"errcode": 45009, "errmsg": "too often"}
	names = tell(estate, [outbox.user(estate.users[roles.ENGINEER])], urgent=True)
	outbox.send_due(MORNING)
	assert [row(name).state for name in names] == ["Sent", "Queued"]
	assert "too often" in row(names[1]).error


def test_the_robots_address_is_kept_as_a_password_and_must_be_https(estate):
	settings = frappe.get_doc("Fangxiu Settings")
	settings.update({"robot_enabled": 1, "robot_url": "http://example.com/robot"})
	with pytest.raises(frappe.ValidationError, match="https://"):
		settings.save()
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")


def test_queries_do_not_grow_with_the_messages(estate):
	to = [outbox.user(estate.users[roles.ENGINEER]), outbox.role(roles.MANAGER)]
	tell(estate, to)
	one = count_queries(lambda: outbox.send_due(MORNING))
	for _more in range(30):
		tell(estate, to)
	assert count_queries(lambda: outbox.send_due(MORNING)) <= one
	assert count_queries(lambda: outbox.send_due(MORNING)) == 1
	assert count_queries(lambda: tell(estate, to)) == 1


def test_messages_are_not_written_by_hand(estate):
	[name] = tell(estate, [outbox.user(estate.users[roles.ENGINEER])])
	doc = frappe.get_doc("Outbox Message", name)
	doc.recipient = estate.engineer_b
	with pytest.raises(frappe.ValidationError, match="sent by the system only"):
		doc.save()


def test_who_gets_a_message_is_named_to_those_who_may_read_it(estate, as_user):
	engineer = estate.users[roles.ENGINEER]
	[name, to_role] = tell(estate, [outbox.user(engineer), outbox.role(roles.MANAGER)])
	[other] = tell(estate, [outbox.user(estate.engineer_b)], project=estate.b)
	as_user(estate.users[roles.SUPERVISOR])
	full_name = frappe.db.get_value("User", engineer, "full_name")
	assert api_outbox.names([name, to_role, other]) == {engineer: full_name}
	assert api_outbox.names([]) == {}
	as_user(estate.users[roles.BUYER])
	with pytest.raises(frappe.PermissionError):
		api_outbox.names([name])


def test_only_those_with_the_right_take_messages_back(estate):
	[name] = tell(estate, [outbox.user(estate.users[roles.ENGINEER])])
	frappe.db.commit()
	path = "/api/method/fangxiu_app.messaging.api_outbox.cancel"
	assert Api(estate.users[roles.ENGINEER]).post(path, message=name)[0] == 403
	assert Api(estate.users[roles.SUPERVISOR]).post(path, message=name)[1]["message"] == "Cancelled"
	frappe.db.delete("Outbox Message")
	frappe.db.commit()


def test_two_senders_at_once_ring_each_bell_once(estate):
	"""On connections of their own, over committed messages."""
	to = [outbox.user(estate.users[roles.ENGINEER])]
	units = [estate.unit_a, estate.unit_a2, estate.building_a]
	for unit in units:
		for number in range(10):
			tell(estate, to, about=("Unit Archive", unit), key=f"{unit} {number}")
	frappe.db.commit()
	site, sites_path, errors = frappe.local.site, frappe.local.sites_path, []
	barrier = threading.Barrier(4)

	def work():
		try:
			frappe.init(site=site, sites_path=sites_path)
			frappe.connect()
			barrier.wait()
			outbox.send_due(MORNING)
			frappe.db.commit()
		except Exception as error:
			errors.append(error)
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=work) for _number in range(4)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.rollback()
	outbox.send_due(MORNING)
	assert errors == []
	told = [bell.document_name for bell in bells()]
	assert {unit: told.count(unit) for unit in units} == dict.fromkeys(units, 10)
	frappe.db.delete("Outbox Message")
	frappe.db.commit()
