"""The steps of a campaign: told, posted, answered, met, repaired, briefed in writing and closed; by whom, and in whose project (R52-R57)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.expiry import api_expiry as api
from fangxiu_app.expiry import reads_expiry, rules_expiry, service_campaigns, service_expiry
from fangxiu_app.fangxiu_app.report.expiry_progress import expiry_progress
from tests.site.helpers import expiry
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.tickets.test_work_forms import holds, printed

OWN_ESTATE = True
AHEAD = 20
LONG = "中国建筑第三工程局集团有限公司华东区域保修服务事业部"


@pytest.fixture
def campaign(estate):
	"""Three units whose two years end in twenty days, one of them with a landline only; ready to be told."""
	rooms = (("2101", "王一", "13800002101"), ("2102", "李二", "0571-87654321"), ("2103", "张三", "13800002103"))
	return expiry.begun(estate.a, estate.building_a, rooms, AHEAD)


def row(campaign: str, room: str) -> str:
	return frappe.db.get_value("Expiry Unit", {"campaign": campaign, "unit_code": ("like", f"%{room}")})


def unit_of(campaign: str, room: str) -> str:
	return frappe.db.get_value("Expiry Unit", row(campaign, room), "unit")


def codes(call) -> str:
	with pytest.raises(RefusedError) as refused:
		call()
	return str(refused.value)


@pytest.mark.clause("R52")
def test_each_owner_is_told_once_by_message_or_letter(estate, campaign, as_user):
	as_user(estate.users[roles.MANAGER])
	assert api.issue(campaign, True) == {"messages": 2, "letters": 1}
	told = frappe.get_all("Outbox Message", {"reference_doctype": "Expiry Unit"}, ["recipient", "channel", "text", "project"])
	mine = [line for line in told if line.project == estate.a]
	assert {(line.recipient, line.channel) for line in mine} == {("13800002101", "SMS"), ("13800002103", "SMS")}
	end = str(getdate() + timedelta(days=AHEAD))
	assert all(end in line.text and "400-820-1501" in line.text and "0571-88880000" in line.text for line in mine)
	assert frappe.db.get_value("Expiry Campaign", campaign, "status") == "Under Way"
	assert "already" in codes(lambda: api.issue(campaign, True))
	assert frappe.db.count("Outbox Message", {"reference_doctype": "Expiry Unit", "project": estate.a}) == 2
	assert api.letters_delivered(campaign) == 1
	assert str(frappe.db.get_value("Expiry Unit", row(campaign, "2102"), "delivered_on")) == today()


@pytest.mark.clause("R52")
def test_a_notice_without_a_way_to_report_afterwards_is_refused(estate, campaign, as_user):
	frappe.db.set_value("Expiry Campaign", campaign, "after_route", "")
	as_user(estate.users[roles.MANAGER])
	assert "R52" in codes(lambda: api.issue(campaign, False))


@pytest.mark.clause("R52")
def test_telling_costs_as_many_statements_however_many_units(estate, campaign):
	def told_again() -> int:
		frappe.db.set_value("Expiry Unit", {"campaign": campaign}, {"notified_on": None, "channel": ""})
		frappe.db.set_value("Expiry Campaign", campaign, {"notified_at": None, "status": "To Notify"})
		frappe.db.delete("Outbox Message", {"project": estate.a})
		return count_queries(lambda: service_campaigns.issue(campaign, True))

	told_again()
	few = told_again()
	for number in range(30):
		expiry.unit(estate.building_a, str(2201 + number), getdate() + timedelta(days=AHEAD), 2, f"业主{number}", f"138000{number:05d}")
	service_expiry.run(getdate(), [estate.a])
	assert told_again() == few
	assert frappe.db.count("Outbox Message", {"project": estate.a, "channel": "SMS"}) == 32


@pytest.mark.clause("R53")
def test_the_property_desk_posts_with_a_photo_that_is_kept(estate, campaign, as_user):
	as_user(estate.users[roles.MANAGER])
	api.issue(campaign, False)
	asked = frappe.get_all("Outbox Message", {"reference_name": campaign, "recipient": roles.PROPERTY_DESK})
	assert len(asked) == 1
	as_user(estate.users[roles.PROPERTY_DESK])
	api.post(campaign, "3栋大堂宣传栏", make.photo("poster.png"), today())
	doc = frappe.get_doc("Expiry Campaign", campaign)
	assert [(one.place, one.posted_by) for one in doc.postings] == [("3栋大堂宣传栏", estate.users[roles.PROPERTY_DESK])]
	assert len(frappe.db.get_value("Evidence Item", doc.postings[0].evidence, "sha256")) == 64
	assert "photo" in codes(lambda: api.post(campaign, " ", "", today()))
	assert "future" in codes(lambda: api.post(campaign, "东门", make.photo("p2.png"), str(add_days(today(), 1))))


@pytest.mark.clause("R54")
def test_replies_and_reports_of_all_channels_are_counted_by_one_definition(estate, campaign, as_user):
	as_user(estate.users[roles.MANAGER])
	api.issue(campaign, True)
	frappe.db.set_value("Outbox Message", {"reference_name": row(campaign, "2101")}, "state", "Sent")
	before = reads_expiry.rates([campaign])[campaign]
	assert (before.units, before.notified, before.reached, before.answered, before.tickets) == (3, 3, 1, 0, 0)
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	api.reply(row(campaign, "2102"), "No Answer")
	api.reply(row(campaign, "2102"), "Nothing Found", "都好")
	api.reply(row(campaign, "2102"), "No Answer")
	assert frappe.db.get_value("Expiry Unit", row(campaign, "2102"), ["reply", "calls"]) == ("Nothing Found", 3)
	assert "found" in codes(lambda: api.reply(row(campaign, "2101"), "Problems Reported", " "))
	as_user(estate.users[roles.PROPERTY_DESK])
	make.make_ticket(unit_of(campaign, "2103"), channel="Property Desk")
	panel = api.panel(campaign)
	assert (panel["rates"].reached, panel["rates"].answered) == (3, 2)
	assert (panel["rates"].reached_percent, panel["rates"].answered_percent, panel["rates"].tickets) == (100, 66.7, 1)
	assert panel["channels"] == [{"channel": "Property Desk", "tickets": 1, "open": 1}]
	assert [one.unit_code[-4:] for one in panel["calls"]] == ["2101"]
	as_user(estate.users[roles.MANAGER])
	_columns, rows, *_rest = expiry_progress.execute({"project": estate.a})
	shown = next(line for line in rows if line.name == campaign)
	assert {key: shown[key] for key in reads_expiry.NUMBERS} == {key: panel["rates"][key] for key in reads_expiry.NUMBERS}


@pytest.mark.clause("R54")
def test_the_form_costs_as_many_statements_however_many_units_and_tickets(estate, campaign):
	service_campaigns.issue(campaign, False)
	make.make_ticket(unit_of(campaign, "2101"))
	api.brief(campaign)
	api.panel(campaign)
	few = count_queries(lambda: api.panel(campaign))
	for number in range(10):
		expiry.unit(estate.building_a, str(2201 + number), getdate() + timedelta(days=AHEAD))
	service_expiry.run(getdate(), [estate.a])
	service_campaigns.issue(campaign, False)
	for room in ("2102", "2103", "2201", "2202"):
		make.make_ticket(unit_of(campaign, room))
	api.brief(campaign)
	assert count_queries(lambda: api.panel(campaign)) == few


@pytest.mark.clause("R54")
def test_what_was_open_before_counts_and_what_was_closed_does_not(estate, campaign, as_user):
	old = make.make_ticket(unit_of(campaign, "2101"), location="厨房")
	closed = make.make_ticket(unit_of(campaign, "2102"), location="客厅")
	make.walk(closed.name, "close")
	frappe.db.set_value("Repair Ticket", old.name, "reported_at", add_days(today(), -30))
	frappe.db.set_value("Repair Ticket", closed.name, {"reported_at": add_days(today(), -30), "closed_at": add_days(today(), -29)})
	service_campaigns.issue(campaign, False)
	rates = reads_expiry.rates([campaign])[campaign]
	assert (rates.tickets, rates.repaired, rates.answered) == (1, 0, 0)
	make.walk(old.name, "close")
	assert reads_expiry.rates([campaign])[campaign].repaired == 1


@pytest.mark.clause("R55", "R56", "R57")
def test_from_the_meeting_to_the_signed_briefing_and_the_end(estate, campaign, as_user):
	as_user(estate.users[roles.MANAGER])
	api.issue(campaign, False)
	as_user(estate.users[roles.ENGINEER])
	ticket = make.make_ticket(unit_of(campaign, "2101"))
	contractor = frappe.db.get_value("Repair Ticket", ticket.name, "contractor")
	assert contractor
	api.plan_day(campaign, contractor, str(add_days(today(), 3)), 4, "腻子 10 袋")
	assert "already" in codes(lambda: api.plan_day(campaign, contractor, str(add_days(today(), 3))))
	assert "today" in codes(lambda: api.plan_day(campaign, contractor, str(add_days(today(), -1))))
	panel = api.panel(campaign)
	assert [(line["contractor"], line["open"], line["planned"]) for line in panel["contractors"]] == [
		(contractor, 1, [str(add_days(today(), 3))])
	]
	assert api.brief(campaign) == 1 == api.brief(campaign)
	papers = frappe.get_all("Expiry Briefing", {"campaign": campaign}, pluck="name")
	assert len(papers) == 1
	paper = frappe.get_doc("Expiry Briefing", papers[0])
	assert [(line.ticket, line.location) for line in paper.items] == [(ticket.name, "客厅")]
	as_user(estate.users[roles.MANAGER])
	missing = codes(lambda: api.close(campaign, "来不及"))
	assert all(clause in missing for clause in ("R53", "R55", "R57"))
	meeting = _meeting(campaign)
	api.post(campaign, "东门", make.photo("poster.png"))
	assert "R55" not in codes(lambda: api.close(campaign)) and meeting.evidence
	as_user(estate.users[roles.ENGINEER])
	assert api.sign(paper.name, "owner", "王一", make.SIGNATURE) == "Awaiting Other Side"
	assert "already" in codes(lambda: api.sign(paper.name, "owner", "王一", make.SIGNATURE))
	assert api.sign(paper.name, "contractor", "刘工", make.SIGNATURE) == "Signed"
	paper.reload()
	assert len({paper.content_hash, paper.owner_seal, paper.contractor_seal}) == 3
	assert all(len(one) == 64 for one in (paper.content_hash, paper.owner_seal, paper.contractor_seal))
	as_user(estate.users[roles.MANAGER])
	api.close(campaign)
	assert frappe.db.get_value("Expiry Campaign", campaign, ["status", "closed_by"]) == ("Closed", estate.users[roles.MANAGER])
	assert "Closed" in codes(lambda: api.post(campaign, "西门", make.photo("late.png")))


def _meeting(campaign: str):
	row = {
		"doctype": "Meeting Record",
		"project": frappe.db.get_value("Expiry Campaign", campaign, "project"),
		"campaign": campaign,
		"kind": "Mobilisation",
		"topic": "期满前维修动员会",
		"held_on": today(),
		"leader": "赵建国",
		"attendees": [{"company": LONG, "person": "刘工"}],
		"minutes_file": make.photo("minutes.png"),
	}
	return frappe.get_doc(row).insert()


@pytest.mark.clause("R57")
def test_a_photo_of_the_signed_paper_is_kept_and_what_opens_later_gets_another_paper(estate, campaign, as_user):
	service_campaigns.issue(campaign, False)
	as_user(estate.users[roles.ENGINEER])
	make.make_ticket(unit_of(campaign, "2101"))
	api.brief(campaign)
	paper = frappe.db.get_value("Expiry Briefing", {"campaign": campaign})
	assert "name" in codes(lambda: api.file_paper(paper, make.photo("paper.png"), "王一", ""))
	assert api.file_paper(paper, make.photo("paper2.png"), "王一", "刘工") == "Signed"
	kept = frappe.db.get_value("Expiry Briefing", paper, ["evidence", "owner_by", "contractor_by", "paper"], as_dict=True)
	assert (kept.owner_by, kept.contractor_by) == ("王一", "刘工") and kept.paper.startswith("/private/")
	assert len(frappe.db.get_value("Evidence Item", kept.evidence, "sha256")) == 64
	assert api.brief(campaign) == 0
	later = make.make_ticket(unit_of(campaign, "2101"), location="厨房")
	assert api.brief(campaign) == 1
	second = frappe.get_doc("Expiry Briefing", frappe.db.get_value("Expiry Briefing", {"campaign": campaign, "state": "Draft"}))
	assert second.name != paper and [line.ticket for line in second.items] == [later.name]
	make.walk(later.name, "close")
	assert api.brief(campaign) == 0
	assert frappe.get_all("Expiry Briefing", {"campaign": campaign}, pluck="name") == [paper]


@pytest.mark.clause("R52", "R57")
def test_nobody_goes_round_the_actions(estate, campaign, as_user):
	as_user(estate.users[roles.MANAGER])
	doc = frappe.get_doc("Expiry Campaign", campaign)
	doc.status = "Closed"
	with pytest.raises(LockedFieldError):
		doc.save()
	doc.reload()
	doc.append("postings", {"place": "东门", "posted_on": today(), "photo": make.photo("x.png")})
	with pytest.raises(LockedFieldError):
		doc.save()
	assert frappe.get_doc("Expiry Campaign", campaign).postings == []
	api.issue(campaign, False)
	doc.reload()
	doc.after_route = "别处"
	with pytest.raises(LockedFieldError):
		doc.save()
	for doctype in ("Expiry Campaign", "Expiry Unit", "Expiry Briefing"):
		assert not frappe.has_permission(doctype, "create") and not frappe.has_permission(doctype, "delete")
	assert not frappe.has_permission("Expiry Unit", "write")


ACTIONS = {
	"issue": lambda name, unit, paper: api.issue(name),
	"letters_delivered": lambda name, unit, paper: api.letters_delivered(name),
	"post": lambda name, unit, paper: api.post(name, "东门", "/private/files/x.png"),
	"reply": lambda name, unit, paper: api.reply(unit, "Nothing Found"),
	"plan_day": lambda name, unit, paper: api.plan_day(name, "x", today()),
	"record_day": lambda name, unit, paper: api.record_day(name, "x", "来了"),
	"brief": lambda name, unit, paper: api.brief(name),
	"sign": lambda name, unit, paper: api.sign(paper, "owner", "王一", make.SIGNATURE),
	"file_paper": lambda name, unit, paper: api.file_paper(paper, "/private/files/x.png", "王一"),
	"close": lambda name, unit, paper: api.close(name),
	"withdraw": lambda name, unit, paper: api.withdraw(name, "错"),
}
NOT_THEIRS = {
	roles.ENGINEER: ("issue", "close", "withdraw"),
	roles.CLERK: ("issue", "plan_day", "record_day", "brief", "sign", "file_paper", "close", "withdraw"),
	roles.PROPERTY_DESK: ("issue", "plan_day", "record_day", "brief", "sign", "file_paper", "close", "withdraw"),
	roles.CUSTOMER_SERVICE: ("issue", "letters_delivered", "post", "plan_day", "brief", "sign", "file_paper", "close"),
	roles.PROJECT_DEPARTMENT: tuple(ACTIONS),
	roles.COST_DEPARTMENT: tuple(ACTIONS),
}


@pytest.mark.parametrize("role", NOT_THEIRS)
def test_steps_belong_to_their_roles(estate, campaign, as_user, role):
	service_campaigns.issue(campaign, False)
	make.make_ticket(unit_of(campaign, "2101"))
	api.brief(campaign)
	paper, unit = frappe.db.get_value("Expiry Briefing", {"campaign": campaign}), row(campaign, "2101")
	as_user(estate.users[role])
	for action in NOT_THEIRS[role]:
		with pytest.raises(frappe.PermissionError):
			ACTIONS[action](campaign, unit, paper)


@pytest.mark.parametrize("user", ["engineer_b", "nobody", "Guest"])
def test_another_project_and_a_guest_see_nothing(estate, campaign, as_user, user):
	service_campaigns.issue(campaign, False)
	make.make_ticket(unit_of(campaign, "2101"))
	api.brief(campaign)
	paper, unit = frappe.db.get_value("Expiry Briefing", {"campaign": campaign}), row(campaign, "2101")
	as_user(getattr(estate, user, user))
	for call in (*ACTIONS.values(), lambda name, _unit, _paper: api.panel(name)):
		with pytest.raises(frappe.PermissionError):
			call(campaign, unit, paper)
	if user == "Guest":
		return
	for doctype in ("Expiry Campaign", "Expiry Unit", "Expiry Briefing"):
		assert frappe.get_list(doctype, {"project": estate.a}) == []
	assert expiry_progress.execute({"project": estate.a})[1] == []


@pytest.mark.clause("R52", "R57")
def test_notices_and_briefings_print_in_chinese(estate, campaign):
	frappe.local.lang = "zh"
	end = getdate() + timedelta(days=AHEAD)
	words = f"{end.year}年{end.month}月{end.day}日"
	frappe.db.set_value("Unit Owner", {"parent": unit_of(campaign, "2103")}, "owner_name", LONG)
	poster, pages = printed("Expiry Campaign", campaign, "Expiry Notice Poster")
	holds(poster, "温馨知会", words, "物业服务中心 0571-88880000", "请您仔细检查房屋")
	assert pages == 1
	letters, pages = printed("Expiry Campaign", campaign, "Expiry Notice Letters")
	holds(letters, LONG, words)
	assert (letters.count("业主回执"), pages) == (3, 3)
	one, pages = printed("Expiry Unit", row(campaign, "2101"), "Expiry Notice Letter")
	holds(one, "王一", words)
	assert (one.count("业主回执"), pages, "李二" in one) == (1, 1, False)
	service_campaigns.issue(campaign, True)
	assert printed("Expiry Campaign", campaign, "Expiry Notice Letters")[0].count("业主回执") == 1
	make.make_ticket(unit_of(campaign, "2101"))
	api.brief(campaign)
	paper = frappe.db.get_value("Expiry Briefing", {"campaign": campaign})
	holds(printed("Expiry Briefing", paper, "Expiry Briefing Sheet")[0], "遗留问题书面交底单", "墙面空鼓")


@pytest.mark.clause("R52", "R55", "R57")
def test_late_steps_and_what_is_open_before_the_end_are_brought_up_once(estate, campaign):
	end = getdate() + timedelta(days=AHEAD)
	make.make_ticket(unit_of(campaign, "2101"))
	assert service_campaigns.remind(rules_expiry.notice_due(end, 1)) == 0
	service_campaigns.remind(end - timedelta(days=3))
	subjects = {line.subject[:9] for line in _reminders(campaign)}
	assert len(subjects) == 3
	number = len(_reminders(campaign))
	service_campaigns.remind(end - timedelta(days=2))
	assert len(_reminders(campaign)) == number


def _reminders(campaign: str) -> list:
	return frappe.get_all("Outbox Message", {"reference_name": campaign, "dedupe_key": ("not like", "%begun")}, ["subject", "recipient"])


def test_a_campaign_nobody_was_told_of_is_withdrawn_with_its_reason(estate, campaign, as_user):
	as_user(estate.users[roles.SUPERVISOR])
	assert "why" in codes(lambda: api.withdraw(campaign, " "))
	api.withdraw(campaign, "交付日期录错")
	assert frappe.db.get_value("Expiry Campaign", campaign, ["status", "reason"]) == ("Withdrawn", "交付日期录错")
	assert "Withdrawn" in codes(lambda: api.issue(campaign, False))
