"""Letters that are ready to go: their text is written, their kind, template, receiver and earlier letter fit together (R17, R107)."""

from __future__ import annotations

import json
from datetime import timedelta

import frappe
import pytest
from frappe.utils import format_datetime, get_datetime, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.correspondence import api_letters as letters_api
from fangxiu_app.correspondence import api_prefill, service_letter_texts, service_letters
from fangxiu_app.patches.v0_1 import letters_name_receiver, second_notice_names_first
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.orders import acting


@pytest.mark.clause("R17")
def test_a_letter_with_places_nobody_wrote_into_is_not_issued(estate, ticket):
	"""A letter went out with ``致：`` and the place of the day empty; its text cannot be changed any more."""
	name = frappe.db.get_value("Letter Template", {"kind": "Work Contact Letter"})
	receiver = f"{frappe.db.get_value('Project', estate.a, 'project_name')}项目部"
	text = service_letter_texts.compose(name, [ticket], estate.a, receiver=receiver)
	assert text["body"].startswith(f"致：{receiver}")
	values = {"kind": "Work Contact Letter", "template": name, "to_party": "Project Department", "to_name": receiver}
	letter = orders.make_letter(ticket, **values, subject="关于配合进场的工作联系函", body=text["body"])
	with pytest.raises(RefusedError) as refused:
		service_letters.issue(letter)
	assert "请予以：" in str(refused.value) and "年" in str(refused.value) and "致：" not in str(refused.value)
	assert "。." not in str(refused.value) and "。。" not in str(refused.value)
	said = letters_api.step(letter.name)
	assert "not yet ready to issue" in said["text"] and said["hindered"][0] in said["text"] and ": issue it" not in said["text"]
	html = frappe.get_print("Correspondence", letter.name, print_format="Correspondence Letter")
	assert "<th></th>" not in html, "no empty cells where the letter gives no time to cure"
	letter.reload()
	letter.body = letter.body.replace("请予以：", "请予以：配合进场").replace("请于    年  月  日前", "请于2026年12月5日前")
	letter.save()
	service_letters.issue(letter)
	assert letter.state == "Issued"


@pytest.mark.clause("R107")
def test_a_second_notice_names_the_first_one_of_its_ticket(estate, ticket):
	with pytest.raises(RefusedError, match="first"):
		service_letters.issue(orders.make_letter(ticket, kind="Second Notice"))
	first = orders.make_letter(ticket)
	service_letters.issue(first)
	other = make.make_ticket(estate.unit_a).name
	make.walk(other, "start")
	with pytest.raises(RefusedError, match="Earlier Letter"):
		service_letters.issue(orders.make_letter(other, kind="Second Notice", earlier=first.name))
	second = orders.make_letter(ticket, kind="Second Notice")
	assert second.earlier == first.name, "offered by itself"
	text = service_letter_texts.compose("维修逾期二次知会", [ticket], estate.a)["body"]
	assert first.letter_no in text and format_datetime(first.issued_at, "yyyy-MM-dd") in text
	assert first.letter_no in letters_api.compose("维修逾期二次知会", estate.a, earlier=first.name)["body"], "the one that is named"
	service_letters.issue(second)
	assert first.letter_no in frappe.get_print("Correspondence", second.name, print_format="Correspondence Letter")


@pytest.mark.clause("R107")
@pytest.mark.parametrize(("kind", "cures"), [("Work Contact Letter", False), ("Re-inspection Notice", False), ("Rectification Notice", True)])
def test_only_kinds_that_give_time_to_put_right_start_a_cure_time(ticket, kind, cures):
	letter = orders.make_letter(ticket, kind=kind, notice_cause=None)
	service_letters.issue(letter)
	orders.serve(letter)
	assert (bool(letter.cure_until), bool(letter.cure_days)) == (cures, cures)
	assert letters_api.step(letter.name)["step"] == ("letter_step_cure" if cures else "letter_step_outcome")
	assert not frappe.db.get_value("Repair Ticket", ticket, "notice_served_at")


def test_times_out_of_order_are_said_of_the_letter_itself(ticket, notice):
	early = now_datetime() - timedelta(days=1)
	with pytest.raises(RefusedError, match=r"^Notice: the receipt"):
		orders.serve(notice, at=early)
	orders.serve(notice)
	with pytest.raises(RefusedError, match=r"^Notice: the reply"):
		service_letters.record_reply(notice, "x", str(early), make.photo("回函.png"))


def test_replies_follow_each_other_and_one_of_an_earlier_day_says_why(ticket, notice):
	orders.serve(notice)
	frappe.db.set_value("Correspondence", notice.name, {"issued_at": make.ago(minutes=9), "served_at": make.ago(minutes=8)})
	notice.reload()
	service_letters.record_reply(notice, "三天内到场", None, make.photo("回函.png"))
	with pytest.raises(RefusedError, match="before the one that is recorded already"):
		service_letters.record_reply(notice, "x", str(get_datetime(notice.replied_at) - timedelta(seconds=1)), make.photo("更正.png"))
	service_letters.record_reply(notice, "改为明天到场", None, make.photo("更正.png"))
	days = timedelta(days=3)
	row = frappe.get_doc("Correspondence", notice.name)
	earlier = {name: get_datetime(row.get(name)) - days for name in ("issued_at", "served_at", "replied_at", "last_replied_at")}
	frappe.db.set_value("Correspondence", notice.name, earlier)
	late = str(make.ago(days=2))
	with pytest.raises(RefusedError, match="Reason For Back-entry"):
		letters_api.record_reply(notice.name, "又回一函", late, make.photo("回函三.png"))
	letters_api.record_reply(notice.name, "又回一函", late, make.photo("回函三.png"), "快递压在门卫室")
	assert "快递压在门卫室" in frappe.db.get_value("Correspondence", notice.name, "reply_text")


@pytest.mark.clause("R17")
def test_a_contact_letter_ends_settled_not_cured(ticket):
	letter = orders.make_letter(ticket, kind="Work Contact Letter", notice_cause=None)
	service_letters.issue(letter)
	orders.serve(letter)
	with pytest.raises(RefusedError, match="choose how it ended: Settled"):
		service_letters.close(letter, "Cured")
	service_letters.close(letter, "Settled")
	assert letter.state == "Closed"


def test_a_template_is_one_of_the_letters_own_kind(ticket):
	wrong = frappe.db.get_value("Letter Template", {"kind": "Re-inspection Notice"})
	with pytest.raises(RefusedError, match="is written for"):
		orders.make_letter(ticket, template=wrong)
	kinds = frappe.get_meta("Letter Template").get_field("kind").options.split("\n")
	assert set(kinds) == set(frappe.get_all("Letter Template", {"enabled": 1}, pluck="kind")), "one for each kind"


def test_shipped_letters_that_nobody_changed_name_their_receiver(ticket):
	changed, shipped = "复验通知", "工作联系函"
	frappe.db.set_value("Letter Template", changed, "body", "own words")
	frappe.db.set_value("Letter Template", shipped, "body", letters_name_receiver.WAS[shipped])
	letters_name_receiver.execute()
	assert frappe.db.get_value("Letter Template", changed, "body") == "own words"
	assert "{{ 收件单位 }}" in frappe.db.get_value("Letter Template", shipped, "body")


@pytest.mark.parametrize(("own", "named"), [("", True), ("\n我司另行约谈。", False)])
def test_the_shipped_second_notice_names_the_first_where_nobody_changed_it(ticket, own, named):
	name, now = second_notice_names_first.NAME, second_notice_names_first.NOW
	body = frappe.db.get_value("Letter Template", name, "body")
	assert now in body, "as it is shipped"
	was = body.replace(now, second_notice_names_first.WAS) + own
	frappe.db.set_value("Letter Template", name, "body", was)
	second_notice_names_first.execute()
	assert (now in frappe.db.get_value("Letter Template", name, "body")) is named


@pytest.mark.clause("R17")
def test_receiver_and_sender_are_proposed_for_every_party(estate, ticket):
	project = frappe.db.get_value("Project", estate.a, "project_name")
	row = frappe.db.get_value("Repair Ticket", ticket, ["unit_code", "caller_name"], as_dict=True)

	def proposed(party: str, user: str) -> dict:
		with acting(user):
			return api_prefill.receiver("Work Contact Letter", estate.general, estate.a, ticket, party)["values"]

	engineer = estate.users[roles.ENGINEER]
	assert proposed("Project Department", engineer)["to_name"].startswith(project)
	assert proposed("Owner", engineer)["to_name"] == f"{row.unit_code} {row.caller_name}"
	assert proposed("Third Party", engineer)["to_name"] is None, "no third party is at work"
	assert proposed("Contractor", engineer)["cc"] == "Project Department"
	frappe.db.set_value("Repair Ticket", ticket, {"contractor": estate.waterproofer, "third_party_at": now_datetime()})
	at_work = frappe.db.get_value("Supplier", estate.waterproofer, "supplier_name")
	assert proposed("Third Party", engineer)["to_name"] == at_work
	assert proposed("Owner", estate.users[roles.PROJECT_DEPARTMENT])["from_name"] == "Project Department"
	assert proposed("Owner", engineer)["from_name"] == "Repair Centre"


@pytest.mark.clause("R107")
def test_the_chosen_kind_stays_whatever_the_ticket_needs_next(estate, ticket):
	with acting(estate.users[roles.ENGINEER]):
		for kind in api_prefill.KINDS:
			found = api_prefill.letter(ticket, kind)
			of = frappe.db.get_value("Letter Template", found["template"], "kind")
			assert (found["kind"], of) == (kind, kind)
			assert bool(found["cure_days"]) == (kind in ("Notice", "Second Notice", "Rectification Notice"))
			assert api_prefill.receiver(kind, estate.general, estate.a, ticket)["template"]


@pytest.mark.clause("R107")
def test_a_notice_that_threatens_what_has_happened_says_so_when_it_is_saved(estate, ticket):
	frappe.db.set_value("Repair Ticket", ticket, "third_party_at", now_datetime())
	frappe.clear_messages()
	letter = orders.make_letter(ticket)
	said = json.dumps(frappe.get_message_log())
	assert "A third party works on" in said and ticket in said
	step = letters_api.step(letter.name)
	assert step["step"] == "letter_step_withdraw" and "withdraw it" in step["text"] and "A third party works on" in step["text"]
	assert ": issue it" not in step["text"]
	frappe.clear_messages()
	orders.make_letter(ticket, kind="Work Contact Letter")
	assert "A third party works on" not in json.dumps(frappe.get_message_log())
