"""Visitors and notifications at the intake: the media alert, the engineer's bell, replies after a check."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.intake import api_intake
from fangxiu_app.tickets.life import api_ticket, reads_ticket_panel, service_transitions
from tests.site.helpers import factories as make


def told(doctype: str, name: str) -> dict[str, str]:
	"""Whom the outbox tells about a document at once, with the words."""
	rows = frappe.get_all(
		"Outbox Message",
		{"reference_doctype": doctype, "reference_name": name, "urgent": 1},
		["recipient", "subject"],
		order_by="creation",
	)
	return {row.recipient: row.subject for row in rows}


@pytest.fixture
def media_people(estate):
	"""The two the settings name: the repair head and the company's media contact."""
	people = (estate.users[roles.MANAGER], estate.users[roles.CUSTOMER_SERVICE])
	settings = frappe.get_doc("Fangxiu Settings")
	settings.repair_head, settings.media_contact = people
	settings.save()
	yield people
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")


MEDIA = {
	"channel": "Media",
	"caller_is": "Media",
	"media_outlet": "都市晚报 <b>",
	"visit_reason": "采访渗漏投诉",
	"visit_detail": "询问三栋渗漏户数，未作答复",
}


@pytest.mark.clause("R68")
def test_a_media_visit_tells_head_and_media_contact_at_once(estate, media_people, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	request = make.make_request("", [], project=estate.a, **MEDIA)
	head, contact = media_people
	assert (request.head_notified, request.media_contact_notified) == (head, contact)
	assert request.head_notified_at == request.media_contact_notified_at
	assert (now_datetime() - request.head_notified_at).total_seconds() < 60
	while outbox.send_due():  # whatever else waits on this site
		pass
	for user in media_people:
		assert "采访渗漏投诉" in told("Repair Request", request.name)[user]
		bell = {"for_user": user, "document_name": request.name}
		assert "&lt;b&gt;" in frappe.db.get_value("Notification Log", bell, "subject")
	with pytest.raises(LockedFieldError):
		frappe.get_doc("Repair Request", request.name).update({"head_notified_at": make.ago(days=1)}).save()


@pytest.mark.clause("R68")
def test_the_media_alert_goes_out_by_mail_too(estate, media_people):
	request = make.make_request("", [], project=estate.a, **MEDIA)
	channels = frappe.get_all(
		"Outbox Message", {"reference_name": request.name}, ["recipient", "channel"], order_by="channel"
	)
	assert {(row.recipient, row.channel) for row in channels} == {
		(user, channel) for user in media_people for channel in ("Desk Bell", "E-mail")
	}


@pytest.mark.clause("R68")
def test_a_journalist_who_walks_in_is_the_media_too(estate, media_people):
	values = {**MEDIA, "channel": "Walk-in"}
	request = make.make_request(estate.unit_a, [], **values)
	assert request.media_contact_notified_at
	assert media_people[1] in told("Repair Request", request.name)


@pytest.mark.clause("R68")
def test_a_media_visit_is_recorded_even_where_nobody_is_set(estate):
	settings = frappe.get_doc("Fangxiu Settings")
	settings.repair_head = settings.media_contact = None
	settings.save()
	request = make.make_request("", [], project=estate.a, **MEDIA)
	assert (request.head_notified_at, request.media_contact_notified_at) == (None, None)


@pytest.mark.clause("R67")
def test_a_visitor_says_why_and_may_have_no_defect(estate):
	with pytest.raises(RefusedError, match="why the visitor came"):
		make.make_request(estate.unit_a, [], channel="Walk-in", visit_reason="", visit_detail="")
	request = make.make_request(
		estate.unit_a, [], channel="Walk-in", visit_reason="咨询保修期", visit_detail="告知防水五年"
	)
	assert (request.visit_reason, request.items) == ("咨询保修期", [])


@pytest.mark.clause("R66")
def test_the_verified_reply_is_stamped_and_stays(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	request = make.make_request(estate.unit_a, to_be_verified=1)
	assert (request.verified_reply, request.verified_at) == (None, None)
	request.verified_reply = "已核实，属保修"
	request.save()
	assert request.verified_by == estate.users[roles.ENGINEER]
	assert (now_datetime() - request.verified_at).total_seconds() < 60
	request.verified_reply = "不属保修"
	with pytest.raises(LockedFieldError, match="stays as it is"):
		request.save()


@pytest.mark.clause("R70", "R78")
def test_the_lot_engineer_is_told_with_the_report(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	ticket = make.make_ticket(estate.unit_a, channel="Property Desk")
	assert ticket.engineer_notified_at == ticket.entered_at
	assert "3-2-1501" in told("Repair Ticket", ticket.name)[estate.users[roles.ENGINEER]]
	called = service_transitions.perform(ticket.name, "call_engineer")
	assert called.engineer_called_at
	assert (called.status, called.waiting_on) == ("Reported", "Engineer")


@pytest.mark.clause("R70", "R74")
def test_without_a_lot_engineer_the_supervisor_hears_of_it(estate):
	frappe.db.set_value("Estate Building", estate.building_a, "lot_engineer", None)
	frappe.clear_document_cache("Estate Building", estate.building_a)
	ticket = make.make_ticket(estate.unit_a)
	assert ticket.engineer_notified_at is None
	assert roles.SUPERVISOR in told("Repair Ticket", ticket.name)
	frappe.db.rollback()
	frappe.clear_document_cache("Estate Building", estate.building_a)


@pytest.mark.clause("R75")
def test_a_call_can_be_marked_a_complaint_now_or_later(estate):
	for now in (1, 0):
		request = make.make_request(estate.unit_a, is_complaint=now)
		assert frappe.db.get_value("Repair Ticket", request.items[0].ticket, "is_complaint") == now
	request.is_complaint = 1
	request.save()
	assert frappe.db.get_value("Repair Ticket", request.items[0].ticket, "is_complaint") == 1
	assert request.reload().complaint, "and has its case"


@pytest.mark.clause("R86")
def test_a_confirmed_repeat_alerts_engineer_and_manager(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	as_user(estate.users[roles.CLERK])
	service_transitions.perform(ticket, "confirm_repeat", {"reason": "信息员记得上月修过"})
	subjects = frappe.get_all(
		"Outbox Message",
		{"reference_name": ticket, "subject": ("like", "%is a repeat repair: the manager visits%")},
		pluck="recipient",
	)
	assert sorted(subjects) == sorted((estate.users[roles.ENGINEER], roles.MANAGER))
	event = frappe.get_last_doc("Ticket Event", {"ticket": ticket, "action": "confirm_repeat"})
	assert (
		frappe.parse_json(event.details)["told"]
		== f"{frappe.utils.get_fullname(estate.users[roles.ENGINEER])}、{roles.MANAGER}"
	)


@pytest.mark.clause("R70")
def test_the_property_desk_sees_whom_to_phone_and_says_that_it_did(estate, as_user):
	frappe.db.set_value("User", estate.users[roles.ENGINEER], "mobile_no", "13900001111")
	as_user(estate.users[roles.PROPERTY_DESK])
	values = {
		"unit": estate.unit_a,
		"channel": "Property Desk",
		"caller_name": "王晓明",
		"caller_phone": "13800001501",
	}
	problem = {"location": "客厅", "defect_type": "墙面空鼓", "description": "空响"}
	(row,) = api_intake.save({**values, "items": [problem]})["tickets"]
	assert (row.engineer["phone"], row.engineer["called_at"], row.may_call) == ("13900001111", None, True)
	api_ticket.act(row.name, "call_engineer")
	(again,) = api_intake.save({**values, "items": [{**problem, "same_as": row.name}]})["tickets"]
	assert again.joined and again.engineer["called_at"]


PHONES = {roles.SUPERVISOR: "13900002201", roles.MANAGER: "13900002202"}


@pytest.mark.clause("R70")
def test_without_an_engineer_those_who_are_told_are_named_or_that_nobody_is(estate, as_user):
	for role, phone in PHONES.items():
		frappe.db.set_value("User", estate.users[role], "mobile_no", phone)
	leads = reads_ticket_panel.leads(estate.a)
	assert set(PHONES.values()) <= {one["phone"] for one in leads} and estate.users[roles.ENGINEER] not in str(leads)
	assert not set(PHONES.values()) & {one["phone"] for one in reads_ticket_panel.leads("no such project")}
