"""What the form of a campaign keeps in sight: problems without a ticket, steps in time or late, what is printed when (R52-R57)."""

from __future__ import annotations

import json
from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, get_datetime, getdate, now_datetime, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.expiry import api_expiry as api
from fangxiu_app.expiry import reads_expiry, service_campaigns, service_expiry
from fangxiu_app.fangxiu_app.report.expiry_progress import expiry_progress
from fangxiu_app.messaging import outbox
from tests.site.helpers import expiry
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.tickets.test_work_forms import holds, printed

OWN_ESTATE = True
AHEAD = 20


@pytest.fixture
def campaign(estate):
	"""Three units whose two years end in twenty days, one of them with a landline only; told by letter."""
	rooms = (("2101", "王一", "13800002101"), ("2102", "李二", "0571-87654321"), ("2103", "张三", "13800002103"))
	name = expiry.begun(estate.a, estate.building_a, rooms, AHEAD)
	service_campaigns.issue(name, False)
	return name


def row(campaign: str, room: str) -> frappe._dict:
	filters = {"campaign": campaign, "unit_code": ("like", f"%{room}")}
	return frappe.db.get_value("Expiry Unit", filters, ["name", "unit"], as_dict=True)


def rooms(campaign: str) -> list[str]:
	"""Rooms of the red list."""
	return [line.unit_code[-4:] for line in api.panel(campaign)["unreported"]]


def told_before(campaign: str) -> None:
	"""The notice went out an hour ago: what is reported now came since."""
	frappe.db.set_value("Expiry Unit", {"campaign": campaign}, "notified_on", now_datetime() - timedelta(hours=1))


@pytest.mark.clause("R54", "R57")
def test_problems_said_on_the_telephone_stay_in_sight_until_there_is_a_ticket(estate, campaign, as_user):
	told_before(campaign)
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	api.reply(row(campaign, "2101").name, "Problems Reported", "客厅墙裂")
	api.reply(row(campaign, "2102").name, "Nothing Found")
	(line,) = api.panel(campaign)["unreported"]
	assert (line.unit, line.reply_note, line.owner_name) == (row(campaign, "2101").unit, "客厅墙裂", "王一")
	ticket = make.make_ticket(line.unit)
	assert rooms(campaign) == []
	frappe.db.set_value("Repair Ticket", ticket.name, "status", "Cancelled")
	assert rooms(campaign) == ["2101"], "a report that was taken back is none"
	api.reply(row(campaign, "2101").name, "Nothing Found", "业主说没有了")
	assert rooms(campaign) == []


@pytest.mark.clause("R54")
def test_a_ticket_from_before_the_notice_counts_once_the_report_has_joined_it(estate, campaign):
	told_before(campaign)
	old = make.make_ticket(row(campaign, "2101").unit)
	frappe.db.set_value("Repair Ticket", old.name, "reported_at", add_days(now_datetime(), -9))
	frappe.db.set_value("Repair Request", {"unit": old.unit}, "received_at", add_days(now_datetime(), -9))
	service_campaigns.reply(row(campaign, "2101").name, "Problems Reported", "空鼓变大")
	assert rooms(campaign) == ["2101"]
	make.make_request(old.unit, [{"location": "客厅", "defect_type": "墙面空鼓", "same_as": old.name}])
	assert rooms(campaign) == []


@pytest.mark.clause("R54", "R57")
def test_a_campaign_is_not_closed_over_a_problem_without_a_ticket(estate, campaign, as_user):
	service_campaigns.reply(row(campaign, "2101").name, "Problems Reported", "墙裂")
	frappe.db.set_value("Expiry Campaign", campaign, "last_date", add_days(today(), -1))
	as_user(estate.users[roles.MANAGER])
	assert any("1 units have problems" in text for text in api.panel(campaign)["missing"])
	with pytest.raises(RefusedError, match="no ticket"):
		api.close(campaign, "业主没再来电")
	as_user("Administrator")
	service_campaigns.reply(row(campaign, "2101").name, "Nothing Found", "")
	as_user(estate.users[roles.MANAGER])
	api.close(campaign, "业主没再来电")


@pytest.mark.clause("R54")
def test_the_red_list_costs_as_many_statements_however_many_units(estate, campaign):
	service_campaigns.reply(row(campaign, "2101").name, "Problems Reported", "墙裂")
	api.panel(campaign)
	few = count_queries(lambda: api.panel(campaign))
	for number in range(6):
		expiry.unit(estate.building_a, str(2201 + number), getdate() + timedelta(days=AHEAD))
	service_expiry.run(getdate(), [estate.a])
	service_campaigns.issue(campaign, False)
	for number in range(6):
		service_campaigns.reply(row(campaign, str(2201 + number)).name, "Problems Reported", "墙裂")
	assert len(rooms(campaign)) == 7
	assert count_queries(lambda: api.panel(campaign)) == few


@pytest.mark.clause("R57")
def test_the_form_says_how_many_briefings_would_be_made_and_what_stands_in_none(campaign):
	for room in ("2101", "2101", "2102"):
		make.make_ticket(row(campaign, room).unit, location="厨房" if room == "2101" else "客厅")
	tickets = {one.name for one in api.panel(campaign)["tickets"]}
	said = api.panel(campaign)["to_brief"]
	assert (said["tickets"], said["fresh"]) == (len(tickets), len(tickets)) and len(tickets) >= 2
	assert api.brief(campaign) == said["papers"] == 2
	assert api.panel(campaign)["to_brief"] == {**said, "fresh": 0}


@pytest.mark.clause("R57")
def test_what_the_owner_has_accepted_is_not_signed_as_open(campaign):
	done, open_one = (make.make_ticket(row(campaign, room).unit) for room in ("2101", "2102"))
	frappe.db.set_value("Repair Ticket", done.name, "status", "Owner Accepted")
	assert api.panel(campaign)["to_brief"]["tickets"] == 1
	assert api.brief(campaign) == 1
	assert reads_expiry.briefed_tickets(campaign) == [open_one.name]
	assert reads_expiry.standing(frappe.get_doc("Expiry Campaign", campaign)).unbriefed == 0


@pytest.mark.clause("R52")
def test_the_notice_is_read_before_it_is_sent_as_it_will_be(estate):
	name = expiry.begun(estate.a, estate.building_a, (("2301", "王一", "13800002301"),), AHEAD)
	shown = api.panel(name)["notice"]
	service_campaigns.issue(name, True)
	told = {"reference_name": row(name, "2301").name}
	assert frappe.db.get_value("Outbox Message", told, "text") == shown and "2301" in shown
	assert api.panel(name)["notice"] == ""


def steps(campaign: str) -> dict:
	return {line["clause"]: line for line in api.panel(campaign)["steps"]}


@pytest.mark.clause("R56", "R57")
def test_repair_days_are_done_with_the_last_record_and_briefings_with_the_last_signature(estate, campaign):
	assert [steps(campaign)[clause]["needed"] for clause in ("R56", "R57")] == [False, False]
	service_campaigns.reply(row(campaign, "2102").name, "Problems Reported", "门响")
	assert steps(campaign)["R57"]["needed"]
	make.make_ticket(row(campaign, "2101").unit)
	service_campaigns.plan_day(campaign, estate.general, today())
	assert steps(campaign)["R56"]["done"] is None
	(day,) = frappe.get_doc("Expiry Campaign", campaign).repair_days
	service_campaigns.record_day(campaign, day.name, 3, "全部到场")
	assert str(steps(campaign)["R56"]["done"]) == today()
	api.brief(campaign)
	paper = frappe.get_doc("Expiry Briefing", {"campaign": campaign})
	api.sign(paper.name, "owner", "王一", make.SIGNATURE)
	assert steps(campaign)["R57"]["done"] is None
	api.sign(paper.name, "contractor", "刘工", make.SIGNATURE)
	assert str(getdate(steps(campaign)["R57"]["done"])) == today()
	make.make_ticket(row(campaign, "2103").unit)
	assert steps(campaign)["R57"]["done"] is None, "what is open stands in no signed paper"


@pytest.mark.clause("R52")
def test_letters_that_are_not_delivered_yet_are_counted(campaign):
	assert api.panel(campaign)["letters_left"] == 3
	api.letters_delivered(campaign)
	assert api.panel(campaign)["letters_left"] == 0


PRINTS = (("Expiry Campaign", "Expiry Notice Poster"), ("Expiry Campaign", "Expiry Notice Letters"), ("Expiry Unit", "Expiry Notice Letter"))


@pytest.mark.clause("R52", "R53")
@pytest.mark.parametrize(("doctype", "print_format"), PRINTS)
def test_a_notice_without_a_way_to_report_is_not_printed(estate, campaign, doctype, print_format, monkeypatch):
	monkeypatch.setattr("frappe.www.printview.make_access_log", lambda **_what: None)  # it commits
	name = campaign if doctype == "Expiry Campaign" else row(campaign, "2101").name
	frappe.db.set_value("Expiry Campaign", campaign, "after_route", "")
	with pytest.raises(RefusedError, match="How to Report After the End"):
		frappe.get_print(doctype, name, print_format)
	assert len(api.panel(campaign)["no_print"]) == 1
	frappe.db.set_value("Project", estate.a, "fx_repair_phone", "")
	with pytest.raises(RefusedError, match="How to Report Before the End"):
		frappe.get_print(doctype, name, print_format)
	frappe.db.set_value("Expiry Campaign", campaign, {"after_route": "物业 1", "report_route": "前台"})
	frappe.get_print(doctype, name, print_format)
	assert api.panel(campaign)["no_print"] == []
	if doctype == "Expiry Campaign":
		frappe.db.set_value(doctype, name, "after_route", "")
		frappe.get_print(doctype, name, "Standard")


def words(day) -> str:
	return f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.clause("R52")
def test_a_notice_bears_the_day_of_issue_and_before_that_today(campaign):
	frappe.local.lang = "zh"
	issued, now = getdate() - timedelta(days=3), getdate()
	frappe.db.set_value("Expiry Campaign", campaign, {"notified_at": issued, "notice_due": now - timedelta(days=9)})
	frappe.db.set_value("Expiry Unit", {"campaign": campaign}, "notified_on", issued)
	for doctype, name in (("Expiry Campaign", campaign), ("Expiry Unit", row(campaign, "2101").name)):
		print_format = dict(PRINTS[::-1])[doctype] if doctype == "Expiry Unit" else "Expiry Notice Poster"
		holds(printed(doctype, name, print_format)[0], words(issued))
	frappe.db.set_value("Expiry Campaign", campaign, "notified_at", None)
	frappe.db.set_value("Expiry Unit", {"campaign": campaign}, "notified_on", None)
	for print_format in ("Expiry Notice Poster", "Expiry Notice Letters"):
		text = printed("Expiry Campaign", campaign, print_format)[0]
		holds(text, words(now))
		assert words(now - timedelta(days=9)) not in text


@pytest.mark.clause("R52", "R54")
def test_a_message_that_waits_is_not_reached_and_the_report_says_so(estate, campaign):
	expiry.unit(estate.building_a, "2104", getdate() + timedelta(days=AHEAD), phone="13800002104")
	service_expiry.run(getdate(), [estate.a])
	service_campaigns.issue(campaign, True)
	rates = reads_expiry.rates([campaign])[campaign]
	assert (rates.notified, rates.waiting, rates.reached) == (4, 1, 0)
	frappe.local.lang = "zh"
	columns, rows, note, _chart, summary = expiry_progress.execute({"project": estate.a})
	assert next(line for line in rows if line.name == campaign).waiting == 1
	shown = [column["label"] for column in columns]
	assert {"待发", "已联系上", "已回复", "已修"} <= set(shown) and "触达" not in note and "答复：" not in note
	assert all(f"{word}：" in note for word in ("待发", "已联系上", "已回复", "已修"))
	assert {line["label"] for line in summary} <= set(shown)
	frappe.db.set_value("Outbox Message", {"reference_doctype": "Expiry Unit", "project": estate.a}, "state", "Sent")
	rates = reads_expiry.rates([campaign])[campaign]
	assert (rates.waiting, rates.reached) == (0, 1)


@pytest.mark.clause("R52")
def test_the_notice_is_done_when_its_messages_have_left(estate):
	name = expiry.begun(estate.a, estate.building_a, (("2201", "王一", "13800002201"), ("2202", "李二", "13800002202")), AHEAD)
	service_campaigns.issue(name, True)
	units = frappe.get_all("Expiry Unit", {"campaign": name}, pluck="name")
	about = {"reference_doctype": "Expiry Unit", "reference_name": ("in", units)}
	frappe.db.set_value("Outbox Message", about, "next_try_at", "2030-01-01 08:30:00")

	def notice() -> tuple:
		panel = api.panel(name)
		step = panel["steps"][0]
		return str(panel["waits"]), str(step["waits"]), step["done"]

	assert notice() == ("2030-01-01 08:30:00", "2030-01-01 08:30:00", None)
	frappe.db.set_value("Outbox Message", {**about, "reference_name": units[0]}, {"state": "Sent", "next_try_at": None, "sent_at": "2030-01-01 08:31:00"})
	assert notice()[2] is None, "one still waits"
	frappe.db.set_value("Outbox Message", about, {"state": "Sent", "next_try_at": None, "sent_at": "2030-01-01 08:32:00"})
	assert notice() == ("None", "None", get_datetime("2030-01-01 08:32:00"))


@pytest.mark.clause("R52")
def test_the_dialog_knows_from_when_messages_leave(campaign, monkeypatch):
	morning = get_datetime("2030-01-01 08:30:00")
	monkeypatch.setattr(outbox, "_office_time", lambda now: morning)
	assert api.panel(campaign)["sends_at"] == morning
	monkeypatch.setattr(outbox, "_office_time", lambda now: now)
	assert api.panel(campaign)["sends_at"] is None


def wide(text: str) -> int:
	"""Pixels of a header."""
	return sum(14 if ord(one) > 255 else 8 for one in text)


#: Pixels a report has in a window of 1440, without the column of numbers.
ROOM = 1220


def test_all_columns_of_the_report_stand_in_the_window_under_whole_headers():
	frappe.local.lang = "zh"
	columns = expiry_progress.columns()
	assert sum(column["width"] for column in columns) <= ROOM
	assert [column["label"] for column in columns if column["width"] < wide(column["label"]) + 28] == []


def test_the_choice_and_the_day_are_called_by_their_own_words():
	assert frappe.get_meta("Expiry Unit").get_label("reply") == "Result of the Call"
	assert frappe.get_meta("Expiry Repair Day").get_label("day") == "Date"
	assert frappe.get_meta("Expiry Campaign").show_title_field_in_link


@pytest.mark.clause("R57")
def test_the_dialog_of_a_signature_begins_with_the_owners_name(estate, campaign, as_user):
	make.make_ticket(row(campaign, "2103").unit)
	api.brief(campaign)
	as_user(estate.users[roles.ENGINEER])
	paper = frappe.get_doc("Expiry Briefing", {"campaign": campaign})
	paper.run_method("onload")
	assert paper.get("__onload").owner_name == "张三"


@pytest.mark.clause("R52")
@pytest.mark.parametrize("role", [roles.MANAGER, roles.SUPERVISOR, roles.CLERK, roles.PROPERTY_DESK, roles.CUSTOMER_SERVICE])
def test_notices_to_send_stand_on_the_desk_of_those_who_handle_them(estate, as_user, role):
	desk = frappe.get_doc("Workspace", "Repair Desk")
	assert role in {line.role for line in desk.roles}
	shown = [block["data"].get("number_card_name") for block in json.loads(desk.content) if block["type"] == "number_card"]
	assert "Expiry Notices to Send" in shown
	as_user(estate.users[role])
	assert frappe.has_permission("Expiry Campaign", "read")
	assert frappe.get_doc("Number Card", "Expiry Notices to Send").has_permission("read")
