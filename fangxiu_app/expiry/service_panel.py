"""What the form of a campaign shows: steps with their dates, shares, the tickets of all channels, and whom to call (R52-R57)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from fangxiu_app.core.messages import describe
from fangxiu_app.expiry import reads_expiry as reads
from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry import service_campaigns, service_expiry_letters
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.life.rules_ticket import FINAL


def panel(name: str) -> dict:
	"""The panel of a campaign that its reader may see. Statements do not grow with units and tickets."""
	campaign = frappe.get_doc("Expiry Campaign", name)
	tickets = reads.tickets(name)
	left = [row for row in tickets if row.status not in FINAL]
	going = campaign.status in rules.OPEN
	unreported = reads.unreported(name)
	papers = reads.to_brief(name, left)
	box = reads.messages(name)
	return {
		"waits": box.waits,
		"sends_at": outbox.waits_until() if going else None,
		"rates": reads.rates([name])[name],
		"steps": _steps(campaign, {**reads.steps_done(campaign), **box}, left, papers, bool(left or unreported)),
		"unreported": unreported,
		"to_brief": _to_brief(name, papers),
		"letters_left": reads.letters_left(name),
		"notice": service_campaigns.sample(campaign) if going else "",
		"no_print": [describe(one) for one in service_expiry_letters.lacking(campaign)],
		"channels": _by_channel(tickets),
		"contractors": _by_contractor(campaign, left),
		"tickets": left,
		"calls": reads.call_list(name) if going else [],
		"missing": _missing(campaign) if going else [],
	}


def steps_of(names: list[str]) -> dict[str, list[dict]]:
	"""Steps of open campaigns as their forms show them, for their list. Some queries for each."""
	found = {}
	for name in names:
		campaign = frappe.get_doc("Expiry Campaign", name)
		if campaign.status in rules.OPEN:
			left = [row for row in reads.tickets(name) if row.status not in FINAL]
			papers = reads.to_brief(name, left)
			done = {**reads.steps_done(campaign), **reads.messages(name)}
			found[name] = _steps(campaign, done, left, papers, bool(left or reads.unreported(name)))
	return found


def _to_brief(name: str, papers: dict) -> dict[str, int]:
	"""How many briefings would be made of how many tickets; ``fresh`` of these stand in none yet, not even in a draft (R57)."""
	open_tickets = {row.name for some in papers.values() for row in some}
	fresh = open_tickets - set(reads.briefed_tickets(name))
	return {"papers": len(papers), "tickets": len(open_tickets), "fresh": len(fresh)}


def _steps(campaign, done: dict, left: list, papers: dict, needed: bool) -> list[dict]:
	"""Each step with its clause, its due date, when it was done, and what proves it so far.

	The notice is done when its messages have left, not while they wait for the message hours. Repair days are done with the last one recorded, briefings with the last signature under what is open. Neither is
	``needed`` while no problem is known.
	"""
	meeting = done["meeting"] or frappe._dict()
	days = [row for row in campaign.repair_days if row.note]
	repaired = max((getdate(row.day) for row in days), default=None) if len(days) == len(campaign.repair_days) else None
	briefed = done["signed_at"] if done["signed"] == done["briefings"] and not papers else None
	told = campaign.notified_at and max(filter(None, (campaign.notified_at, done["first_left"])))
	posted = min((getdate(row.posted_on) for row in campaign.postings), default=None)
	return [
		_step("R52", "Friendly Notice", campaign.notice_due, None if done["first_waits"] else told, waits=done["first_waits"]),
		_step("R53", "Posting in the Community", campaign.notice_due, posted, len(campaign.postings)),
		_step("R55", "Mobilisation Meeting", campaign.meeting_due, meeting.held_on if meeting.evidence else None, record=meeting.name),
		_step("R56", "Repair Days", campaign.repair_due, repaired, len(days), len(campaign.repair_days), needed=needed),
		_step("R57", "Briefing", campaign.briefing_due, briefed, done["signed"], done["briefings"], open=len(left), needed=needed),
	]


def _step(clause: str, label: str, due, done, have: int = 0, of: int = 0, **more) -> dict:
	return {"clause": clause, "label": label, "due": due, "done": done, "have": have, "of": of, **more}


def _by_channel(tickets: list) -> list[dict]:
	"""New tickets since the notice by the channel they came through, the most first (R54)."""
	found: dict[str, list] = {}
	for row in tickets:
		if row.new:
			found.setdefault(row.channel or "", []).append(row)
	rows = ({"channel": key, "tickets": len(some), "open": sum(row.status not in FINAL for row in some)} for key, some in found.items())
	return sorted(rows, key=lambda row: -row["tickets"])


def _by_contractor(campaign, left: list) -> list[dict]:
	"""What is open by contractor and day of the appointment, with the contractor's repair days (R56)."""
	found: dict[str, dict] = {}
	for row in left:
		line = found.setdefault(row.contractor or "", {"contractor": row.contractor or "", "name": row.contractor_name or "", "open": 0, "days": {}})
		line["open"] += 1
		day = str(getdate(row.appointment_at)) if row.appointment_at else ""
		line["days"][day] = line["days"].get(day, 0) + 1
	for one in campaign.repair_days:
		if one.contractor in found:
			found[one.contractor].setdefault("planned", []).append(str(one.day))
	return sorted(found.values(), key=lambda line: -line["open"])


def _missing(campaign) -> list[str]:
	"""What the closing still asks for, in words."""
	return [describe(one) for one in rules.check_close(reads.standing(campaign), getdate(campaign.last_date), getdate(), "")]
