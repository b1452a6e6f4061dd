"""Campaigns before the end of the warranty: what their form shows, and the buttons on it (R52-R57)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.expiry import service_briefings, service_campaigns, service_expiry, service_panel


@frappe.whitelist(methods=["POST"])
def check(project: str | None = None) -> dict:
	"""Begin the campaigns that are due in a project, or in all of the user's; returns how many units end and how many came in."""
	frappe.has_permission("Expiry Campaign", "write", throw=True)
	return service_expiry.check(project or "")


@frappe.whitelist(methods=["GET"])
def panel(campaign: str) -> dict:
	"""Steps, shares, tickets by channel and by contractor, and whom to call."""
	right.check("Expiry Campaign", "read", campaign)
	return service_panel.panel(campaign)


@frappe.whitelist(methods=["GET"])
def steps(campaigns: list | str = "") -> dict[str, list[dict]]:
	"""Steps of a page of campaigns, by name; of those that are open. At most 100."""
	frappe.has_permission("Expiry Campaign", "read", throw=True)
	names = incoming.names(campaigns, _("Expiry Campaign"))[:100]
	for name in names:
		right.check("Expiry Campaign", "read", name)
	return service_panel.steps_of(names)


@frappe.whitelist(methods=["POST"])
def issue(campaign: str, by_message: bool = False) -> dict:
	"""Tell every unit that has not been told; returns how many get a message, how many a letter."""
	right.check("Expiry Campaign", "read", campaign)
	snapshot.renew()
	return service_campaigns.issue(campaign, by_message)


@frappe.whitelist(methods=["POST"])
def letters_delivered(campaign: str) -> int:
	"""All letters of the campaign have been delivered; returns how many."""
	right.check("Expiry Campaign", "read", campaign)
	snapshot.renew()
	return service_campaigns.letters_delivered(campaign)


@frappe.whitelist(methods=["POST"])
def post(campaign: str, place: str, photo: str, posted_on: str | None = None) -> None:
	"""A poster hangs; the photo proves it."""
	right.check("Expiry Campaign", "read", campaign)
	service_campaigns.post(campaign, place, photo, posted_on)


@frappe.whitelist(methods=["POST"])
def reply(expiry_unit: str, answer: str, note: str | None = None) -> None:
	"""What the owner of a unit said, or that nobody was reached."""
	right.check("Expiry Unit", "read", expiry_unit)
	service_campaigns.reply(expiry_unit, answer, note or "")


@frappe.whitelist(methods=["POST"])
def plan_day(campaign: str, contractor: str, day: str, people: int = 0, material: str | None = None) -> None:
	"""Plan a contractor's repair day."""
	right.check("Expiry Campaign", "read", campaign)
	service_campaigns.plan_day(campaign, contractor, day, people, material or "")


@frappe.whitelist(methods=["POST"])
def record_day(campaign: str, row: str, note: str, present: int = 0) -> None:
	"""Record how a repair day went."""
	right.check("Expiry Campaign", "read", campaign)
	service_campaigns.record_day(campaign, row, present, note)


@frappe.whitelist(methods=["POST"])
def brief(campaign: str) -> int:
	"""Make the written briefings of what is open; returns how many there are to sign."""
	right.check("Expiry Campaign", "read", campaign)
	snapshot.renew()
	return service_briefings.make(campaign)


@frappe.whitelist(methods=["POST"])
def sign(briefing: str, side: str, signed_by: str, signature: str) -> str:
	"""Owner or contractor signs a briefing on the screen; returns its new state."""
	right.check("Expiry Briefing", "read", briefing)
	snapshot.renew()
	return service_briefings.sign(briefing, side, signed_by, signature)


@frappe.whitelist(methods=["POST"])
def file_paper(briefing: str, file: str, owner_by: str, contractor_by: str | None = None) -> str:
	"""The photo of a paper signed by hand; returns the briefing's new state."""
	right.check("Expiry Briefing", "read", briefing)
	file = incoming.text(file, _("Photo of the Signed Paper"), 500)
	snapshot.renew()
	return service_briefings.file_paper(briefing, file, owner_by, contractor_by or "")


@frappe.whitelist(methods=["POST"])
def close(campaign: str, reason: str | None = None) -> None:
	"""Close a campaign whose steps are proved."""
	right.check("Expiry Campaign", "read", campaign)
	snapshot.renew()
	service_campaigns.close(campaign, reason or "")


@frappe.whitelist(methods=["POST"])
def withdraw(campaign: str, reason: str) -> None:
	"""Withdraw a campaign of which nobody has been told."""
	right.check("Expiry Campaign", "read", campaign)
	service_campaigns.withdraw(campaign, reason)
