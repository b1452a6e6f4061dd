"""What proves a step of a campaign is its own: photo, signature, contractor and day (R53-R57)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.expiry import api_expiry as api
from fangxiu_app.expiry import service_campaigns
from tests.site.helpers import expiry
from tests.site.helpers import factories as make

OWN_ESTATE = True


@pytest.fixture
def campaign(estate):
	"""Two units whose two years end in twenty days."""
	return expiry.begun(estate.a, estate.building_a, [("2101", "王一", "13800002101"), ("2102", "李二", "0571-87654321")])


def codes(call) -> str:
	with pytest.raises(RefusedError) as refused:
		call()
	return str(refused.value)


@pytest.mark.clause("R53")
def test_each_place_has_a_photo_of_its_own_taken_since_the_notice_was_due(estate, campaign, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	content = files.content(make.make_photo())
	first, again = (
		frappe.get_doc({"doctype": "File", "file_name": name, "content": content, "is_private": 1}).insert().file_url for name in ("a.png", "b.png")
	)
	api.post(campaign, "东门", first, today())
	for copy in (first, again):
		assert "东门" in codes(lambda copy=copy: api.post(campaign, "西门", copy, today()))
	due = frappe.db.get_value("Expiry Campaign", campaign, "notice_due")
	assert "before" in codes(lambda: api.post(campaign, "北门", make.photo(), "2001-01-01"))
	assert "before" in codes(lambda: api.post(campaign, "北门", make.photo(), str(add_days(due, -1))))
	assert "repair manager" in codes(lambda: api.post(campaign, "北门", make.photo(), str(due)))
	api.post(campaign, "北门", make.photo(), str(add_days(today(), -3)))
	as_user(estate.users[roles.MANAGER])
	api.post(campaign, "西门", make.photo(), str(due))
	assert [row.place for row in frappe.get_doc("Expiry Campaign", campaign).postings] == ["东门", "北门", "西门"]


@pytest.mark.clause("R55")
def test_minutes_of_long_ago_keep_no_meeting_that_is_over_due(estate, campaign, as_user):
	"""By who is not the repair manager; a meeting of these days is late, and a day that stood there is not asked again."""
	frappe.db.set_value("Expiry Campaign", campaign, "meeting_due", add_days(today(), -2))
	as_user(estate.users[roles.ENGINEER])
	values = {"doctype": "Meeting Record", "project": estate.a, "campaign": campaign, "kind": "Mobilisation", "topic": "动员会", "leader": "项目经理"}
	attendees = [{"company": "总包", "person": "赵工"}]

	def held(days: int):
		return frappe.get_doc({**values, "held_on": add_days(today(), days), "attendees": attendees, "minutes_file": make.photo()})

	assert "repair manager" in codes(held(-8).insert)
	meeting = held(-7).insert()
	frappe.db.set_value("Meeting Record", meeting.name, "held_on", add_days(today(), -30))
	meeting.reload().append("attendees", {"company": "分包", "person": "钱工"})
	meeting.save()
	as_user(estate.users[roles.MANAGER])
	held(-8).insert()


@pytest.mark.clause("R52", "R53")
def test_the_list_of_campaigns_gets_the_steps_of_its_forms(estate, campaign, as_user):
	as_user(estate.users[roles.MANAGER])
	assert api.steps([campaign]) == {campaign: api.panel(campaign)["steps"]}
	api.withdraw(campaign, "日期有误")
	assert api.steps(frappe.as_json([campaign])) == {}
	as_user(estate.users[roles.CALL_CENTRE])
	with pytest.raises(frappe.PermissionError):
		api.steps([campaign])


@pytest.mark.clause("R56")
def test_a_repair_day_is_of_a_contractor_with_an_agreement_or_an_order_here(estate, campaign, as_user):
	stranger = frappe.get_doc({"doctype": "Supplier", "supplier_name": frappe.generate_hash(length=8), "supplier_group": frappe.db.get_value("Supplier Group", {})}).insert().name
	as_user(estate.users[roles.ENGINEER])
	for contractor in (stranger, "nobody"):
		assert "agreement" in codes(lambda contractor=contractor: api.plan_day(campaign, contractor, today()))
	assert "further ahead" in codes(lambda: api.plan_day(campaign, estate.general, "2999-01-01"))
	api.plan_day(campaign, estate.general, today())
	assert len(frappe.get_doc("Expiry Campaign", campaign).repair_days) == 1


@pytest.mark.clause("R57")
def test_one_pixel_signs_nothing_and_one_paper_one_briefing(estate, campaign, as_user):
	service_campaigns.issue(campaign, False)
	as_user(estate.users[roles.ENGINEER])
	for room in ("2101", "2102"):
		make.make_ticket(frappe.db.get_value("Expiry Unit", {"campaign": campaign, "unit_code": ("like", f"%{room}")}, "unit"))
	api.brief(campaign)
	first, second = frappe.get_all("Expiry Briefing", {"campaign": campaign}, pluck="name", order_by="unit_code")
	pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	assert "sign" in codes(lambda: api.sign(first, "owner", "王一", pixel))
	paper = make.photo("paper.png")
	assert api.file_paper(first, paper, "王一", "刘工") == "Signed"
	assert "its own" in codes(lambda: api.file_paper(second, paper, "李二", "刘工"))
	assert api.file_paper(second, make.photo("paper2.png"), "李二", "刘工") == "Signed"


@pytest.mark.clause("R55")
@pytest.mark.parametrize("day", ["2001-01-01", "2999-01-01"])
def test_a_meeting_is_of_the_year_of_its_campaign(campaign, day):
	row = {"doctype": "Meeting Record", "campaign": campaign, "kind": "Mobilisation", "topic": "动员会", "held_on": day, "leader": "赵建国"}
	with pytest.raises(RefusedError, match="above all its year"):
		frappe.get_doc({**row, "attendees": [{"company": "施工单位", "person": "刘工"}]}).insert()
