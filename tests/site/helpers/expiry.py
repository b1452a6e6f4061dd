"""Units whose warranty ends soon, and a campaign with everything on it."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe.utils import add_years, getdate

from fangxiu_app.expiry import rules_expiry, service_briefings, service_campaigns, service_expiry
from tests.site.helpers import factories as make


def unit(building: str, room: str, end: date, years: int = 2, owner: str = "王一", phone: str = "13800002101") -> str:
	"""A unit accepted and handed over ``years`` before ``end``."""
	day = add_years(end, -years)
	return make.make_unit(building, room, owner, phone, completion_acceptance_date=day, handover_date=day)


def begun(project: str, building: str, rooms: list[tuple[str, str, str]], ahead: int = 20) -> str:
	"""The campaign of units (room, owner, phone) whose two years end in ``ahead`` days, ready to be told."""
	end = getdate() + timedelta(days=ahead)
	for room, owner, phone in rooms:
		unit(building, room, end, owner=owner, phone=phone)
	frappe.db.set_value("Project", project, "fx_repair_phone", "400-820-1501")
	service_expiry.run(getdate(), [project])
	campaign = frappe.get_doc("Expiry Campaign", rules_expiry.campaign_name(project, building, end))
	campaign.after_route = "物业服务中心 0571-88880000"
	campaign.save()
	return campaign.name


def samples(estate) -> dict[str, str]:
	"""A campaign of project B with a posting, a repair day, a unit that was told and a briefing of its open ticket."""
	room = frappe.generate_hash(length=5)
	campaign = begun(estate.b, estate.building_b, [(room, "王一", "13800002101")])
	service_campaigns.issue(campaign, False)
	service_campaigns.post(campaign, "东门宣传栏", make.photo("poster.png"))
	service_campaigns.plan_day(campaign, estate.general, getdate() + timedelta(days=3), 4, "腻子")
	row = frappe.get_all("Expiry Unit", {"campaign": campaign}, ["name", "unit"])[0]
	make.make_ticket(row.unit)
	service_briefings.make(campaign)
	return {
		"Expiry Campaign": campaign,
		"Expiry Unit": row.name,
		"Expiry Briefing": frappe.db.get_value("Expiry Briefing", {"campaign": campaign}),
	}
