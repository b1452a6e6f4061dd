"""A campaign as it stands: its tickets, who has been reached, has answered and is repaired, and what its closing lacks (R52-R57).

A campaign's tickets are those of its units and common parts that were open when the notice went out (before it: when it was due)
or have been reported since, until its last day; merged and cancelled ones do not count.
"""

from __future__ import annotations

import frappe
from frappe.utils import cint
from pypika import Case, CustomFunction
from pypika.functions import Coalesce, Count, Max, Sum

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.estate.reads_units import primary_owners
from fangxiu_app.estate.rules_place import PRIVATE
from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry.rules_expiry import Standing
from fangxiu_app.figures.rules_kpi import NOT_COUNTED
from fangxiu_app.tickets.life.rules_ticket import FINAL

_day = CustomFunction("DATE", ["moment"])
#: Units of the call list that the form shows at once.
SHOWN = 100


def tables():
	return (frappe.qb.DocType(name) for name in ("Expiry Unit", "Expiry Campaign", "Repair Ticket"))


def _of_campaign(row, campaign, ticket):
	"""Criterion: the ticket belongs to the campaign of the unit's row."""
	since = Coalesce(campaign.notified_at, campaign.notice_due)
	running = ticket.closed_at.isnull() | (ticket.closed_at >= since)
	return (
		(ticket.unit == row.unit)
		& ticket.status.notin(NOT_COUNTED)
		& running
		& (_day(ticket.reported_at) <= campaign.last_date)
	)


def rates(campaigns: list[str]) -> dict[str, frappe._dict]:
	"""Campaign → units, notified, waiting, reached, answered, tickets, repaired and their shares in per cent. Two queries, however many.

	Of the units, not the common parts: ``reached`` were sent a message that went out, got their letter, were spoken to, or have
	reported something since; ``waiting`` of the others have a message that has not gone out yet; ``answered`` said what they
	found, or have reported something since. ``repaired`` of the tickets are closed.
	"""
	if not campaigns:
		return {}
	found = {name: frappe._dict(dict.fromkeys(NUMBERS, 0)) for name in campaigns}
	for part in (_unit_numbers(campaigns), _ticket_numbers(campaigns)):
		for line in part:
			found[line.pop("campaign")].update({key: cint(value) for key, value in line.items()})
	for line in found.values():
		line.reached_percent = rules.percent(line.reached, line.units)
		line.answered_percent = rules.percent(line.answered, line.units)
		line.repaired_percent = rules.percent(line.repaired, line.tickets)
	return found


NUMBERS = ("units", "notified", "waiting", "reached", "answered", "tickets", "repaired")


def _unit_numbers(campaigns: list[str]) -> list:
	row, campaign, ticket = tables()
	box = frappe.qb.DocType("Outbox Message")
	reported = (
		frappe.qb.from_(row)
		.join(campaign)
		.on(campaign.name == row.campaign)
		.join(ticket)
		.on(_of_campaign(row, campaign, ticket) & (ticket.reported_at >= row.notified_on))
		.select(row.name)
		.distinct()
		.where(campaign.name.isin(campaigns))
	)
	told = frappe.qb.from_(box).select(box.reference_name).where(box.reference_doctype == "Expiry Unit")
	answered = row.reply.isin(rules.ANSWERS) | row.name.isin(reported)
	reached = answered | row.delivered_on.notnull() | row.name.isin(told.where(box.state == "Sent"))
	# whoever is reached waits no more; a reply that is not there yet makes the criterion null, which a negation would keep
	waiting = Sum(Case().when(reached, 0).when(row.name.isin(told.where(box.state == "Queued")), 1).else_(0))
	query = frappe.qb.from_(row).select(row.campaign, Count("*").as_("units"), _sum(row.notified_on.notnull()).as_("notified"))
	query = query.select(_sum(reached).as_("reached"), _sum(answered).as_("answered"), waiting.as_("waiting"))
	return query.where(row.campaign.isin(campaigns) & (row.kind == PRIVATE)).groupby(row.campaign).run(as_dict=True)


def _ticket_numbers(campaigns: list[str]) -> list:
	row, campaign, ticket = tables()
	query = frappe.qb.from_(row).join(campaign).on(campaign.name == row.campaign)
	query = query.join(ticket).on(_of_campaign(row, campaign, ticket))
	query = query.select(row.campaign, Count("*").as_("tickets"), _sum(ticket.status == "Closed").as_("repaired"))
	return query.where(campaign.name.isin(campaigns)).groupby(row.campaign).run(as_dict=True)


def _sum(criterion):
	return Sum(Case().when(criterion, 1).else_(0))


def tickets(campaign_name: str, open_only: bool = False) -> list[frappe._dict]:
	"""The campaign's tickets with channel, contractor and appointment; ``new`` were reported since the notice. One query."""
	row, campaign, ticket = tables()
	supplier = frappe.qb.DocType("Supplier")
	fields = "name unit unit_code location defect_type description channel status contractor appointment_at agreed_completion".split()
	query = frappe.qb.from_(row).join(campaign).on(campaign.name == row.campaign)
	query = query.join(ticket).on(_of_campaign(row, campaign, ticket))
	query = query.left_join(supplier).on(supplier.name == ticket.contractor)
	query = query.select(*(ticket[field] for field in fields), ticket.reported_at, supplier.supplier_name.as_("contractor_name"))
	query = query.select(Case().when(ticket.reported_at >= campaign.notified_at, 1).else_(0).as_("new"), row.expires_on)
	query = query.where(campaign.name == campaign_name)
	if open_only:
		query = query.where(ticket.status.notin(FINAL))
	return query.orderby(ticket.unit_code).orderby(ticket.reported_at).run(as_dict=True)


def to_tell(campaign: str, most: int = 0) -> list[frappe._dict]:
	"""Units and common parts that have not been told yet (``most``: no more than these), with the owner's name and phone where there is one.

	Two queries.
	"""
	rows = frappe.get_all(
		"Expiry Unit",
		{"campaign": campaign, "notified_on": ("is", "not set")},
		["name", "unit", "unit_code", "parts", "expires_on", "kind"],
		order_by="unit_code",
		limit=most,
	)
	return _with_owners(rows)


def messages(campaign: str) -> frappe._dict:
	"""Of the campaign's messages: ``first_left`` when the last of the first notice went out, ``first_waits`` and ``waits`` until
	when some of the first notice, and some of all, are still queued. One query."""
	row, head, _ticket = tables()
	box = frappe.qb.DocType("Outbox Message")
	query = frappe.qb.from_(row).join(head).on(head.name == row.campaign)
	query = query.join(box).on((box.reference_doctype == "Expiry Unit") & (box.reference_name == row.name))
	first, queued = row.notified_on == head.notified_at, box.state == "Queued"
	query = query.select(Max(Case().when(first & (box.state == "Sent"), box.sent_at)).as_("first_left"))
	query = query.select(Max(Case().when(first & queued, box.next_try_at)).as_("first_waits"))
	query = query.select(Max(Case().when(queued, box.next_try_at)).as_("waits"))
	return query.where(row.campaign == campaign).run(as_dict=True)[0]


LETTER_FIELDS = ["name", "unit", "unit_code", "parts", "expires_on", "channel", "notified_on"]


def letters(campaign: str) -> list[frappe._dict]:
	"""Units that are told by letter; before the notice goes out, all of them. Two queries."""
	filters = {"campaign": campaign, "kind": PRIVATE}
	rows = frappe.get_all("Expiry Unit", filters, LETTER_FIELDS, order_by="unit_code", limit=0)
	told = any(row.channel for row in rows)
	return _with_owners([row for row in rows if not told or row.channel == rules.LETTER])


def letter_of(name: str) -> list[frappe._dict]:
	"""The row of one unit, as a list for its letter. Two queries."""
	return _with_owners(frappe.get_all("Expiry Unit", {"name": name}, LETTER_FIELDS))


def last_end(campaign: str):
	"""The latest day on which a warranty of the campaign ends; None without units. One query."""
	row = frappe.qb.DocType("Expiry Unit")
	return frappe.qb.from_(row).select(Max(row.expires_on)).where(row.campaign == campaign).run()[0][0]


def call_list(campaign: str) -> list[frappe._dict]:
	"""Told units whose owner has neither answered nor reported anything since, the fewest calls first (R54). Two queries."""
	row, _campaign, ticket = tables()
	reported = frappe.qb.from_(ticket).select(ticket.unit).where(ticket.reported_at >= row.notified_on)
	query = frappe.qb.from_(row).select(row.name, row.unit, row.unit_code, row.reply, row.calls, row.called_at, row.channel)
	query = query.where((row.campaign == campaign) & (row.kind == PRIVATE) & row.notified_on.notnull())
	query = query.where(row.reply.isnull() | row.reply.notin(rules.ANSWERS))
	query = query.where(row.unit.notin(reported.where(ticket.unit == row.unit)))
	return _with_owners(query.orderby(row.calls).orderby(row.unit_code).limit(SHOWN).run(as_dict=True))


def _without_ticket(row):
	"""Criterion: the owner has reported problems, and since the notice neither was a ticket made nor did an open one get the report."""
	_row, _campaign, ticket = tables()
	request, item = frappe.qb.DocType("Repair Request"), frappe.qb.DocType("Request Item")
	made = frappe.qb.from_(ticket).select(ticket.unit).where((ticket.unit == row.unit) & (ticket.status != "Cancelled"))
	joined = frappe.qb.from_(item).join(request).on(request.name == item.parent).join(ticket).on(ticket.name == item.ticket)
	joined = joined.select(request.unit).where((request.unit == row.unit) & (ticket.status != "Cancelled"))
	return (
		(row.reply == rules.PROBLEMS)
		& row.unit.notin(made.where(ticket.reported_at >= row.notified_on))
		& row.unit.notin(joined.where(request.received_at >= row.notified_on))
	)


def unreported(campaign: str) -> list[frappe._dict]:
	"""Units whose owner has reported problems of which there is no ticket, the longest first, with what was said (R54). Two queries."""
	row = frappe.qb.DocType("Expiry Unit")
	query = frappe.qb.from_(row).select(row.name, row.unit, row.unit_code, row.reply_note, row.called_at)
	query = query.where((row.campaign == campaign) & _without_ticket(row)).orderby(row.called_at).orderby(row.unit_code)
	return _with_owners(query.limit(SHOWN).run(as_dict=True))


def unreported_count(campaign: str) -> int:
	"""How many units stand in the list of :func:`unreported`. One query."""
	row = frappe.qb.DocType("Expiry Unit")
	query = frappe.qb.from_(row).select(Count("*")).where((row.campaign == campaign) & _without_ticket(row))
	return query.run()[0][0]


def to_brief(campaign: str, tickets: list[frappe._dict]) -> dict[tuple[str, str], list[frappe._dict]]:
	"""(unit, contractor) → problems still open that no briefing somebody has signed names: one paper each (R57). One query."""
	sealed = set(briefed_tickets(campaign, (rules.AWAITING, rules.SIGNED)))
	groups: dict[tuple[str, str], list[frappe._dict]] = {}
	for row in tickets:
		if row.name not in sealed and row.status != rules.REPAIRED:
			groups.setdefault((row.unit, row.contractor or ""), []).append(row)
	return groups


def owner_name(unit: str) -> str:
	"""The name of a unit's primary owner, empty where nobody is known. One query."""
	return (primary_owners([unit]).get(unit) or frappe._dict()).owner_name or ""


def _with_owners(rows: list[frappe._dict]) -> list[frappe._dict]:
	owners = primary_owners([row.unit for row in rows])
	for row in rows:
		owner = owners.get(row.unit) or frappe._dict()
		row.owner_name, row.owner_phone = owner.owner_name or "", owner.phone or ""
	return rows


def standing(campaign) -> Standing:
	"""What the closing of this campaign asks for. Six queries."""
	pairs = {(row.unit, row.contractor or "", row.name) for row in tickets(campaign.name, open_only=True) if row.status != rules.REPAIRED}
	briefed = set(briefed_tickets(campaign.name))
	told = {"campaign": campaign.name, "notified_on": ("is", "not set")}
	meetings = {"campaign": campaign.name, "kind": "Mobilisation", "evidence": ("is", "set")}
	return Standing(
		unnotified=frappe.db.count("Expiry Unit", told),
		postings=len(campaign.postings),
		meetings=frappe.db.count("Meeting Record", meetings),
		unbriefed=len([name for _unit, _contractor, name in pairs if name not in briefed]),
		unsigned=len(_unsigned(campaign.name, {name for _unit, _contractor, name in pairs})),
		unreported=unreported_count(campaign.name),
	)


def briefed_tickets(campaign: str, states: tuple[str, ...] = (rules.DRAFT, rules.AWAITING, rules.SIGNED)) -> list[str]:
	"""Tickets that stand in a briefing of the campaign. One query."""
	item, paper = frappe.qb.DocType("Expiry Briefing Item"), frappe.qb.DocType("Expiry Briefing")
	query = frappe.qb.from_(item).join(paper).on(paper.name == item.parent).select(item.ticket).distinct()
	return query.where((paper.campaign == campaign) & paper.state.isin(states)).run(pluck=True)


def _unsigned(campaign: str, open_tickets: set[str]) -> set[str]:
	"""Briefings without all signatures in which something is still open."""
	item, paper = frappe.qb.DocType("Expiry Briefing Item"), frappe.qb.DocType("Expiry Briefing")
	query = frappe.qb.from_(item).join(paper).on(paper.name == item.parent).select(paper.name, item.ticket)
	rows = query.where((paper.campaign == campaign) & (paper.state != rules.SIGNED)).run()
	return {name for name, ticket in rows if ticket in open_tickets}


def steps_done(campaign) -> dict:
	"""Day and record of the meeting, how many briefings there are and are signed, and the last signature, for the form. Two queries."""
	meeting = frappe.get_all(
		"Meeting Record",
		{"campaign": campaign.name, "kind": "Mobilisation"},
		["name", "held_on", "evidence"],
		order_by="held_on desc",
		limit=1,
	)
	fields = ["state", "owner_signed_at", "contractor_signed_at"]
	papers = frappe.get_all("Expiry Briefing", {"campaign": campaign.name}, fields, limit=0)
	signed = [paper for paper in papers if paper.state == rules.SIGNED]
	moments = (at for paper in signed for at in (paper.owner_signed_at, paper.contractor_signed_at) if at)
	return {
		"meeting": meeting[0] if meeting else None,
		"briefings": len(papers),
		"signed": len(signed),
		"signed_at": max(moments, default=None),
	}


def letters_left(campaign: str) -> int:
	"""Letters of the campaign that have not been delivered yet. One query."""
	return frappe.db.count("Expiry Unit", {"campaign": campaign, "channel": rules.LETTER, "delivered_on": ("is", "not set")})


def campaigns(filters: dict) -> list[frappe._dict]:
	"""Campaigns of the user's projects with their rates, the next end first: the report 到期专项进度. Three queries."""
	asked: dict = {"status": filters["status"]} if filters.get("status") else {"status": ("!=", rules.WITHDRAWN)}
	projects = allowed_projects(doctype="Expiry Campaign")
	if projects is not None:
		asked["project"] = ("in", projects or [""])
	if filters.get("project"):
		if projects is not None and filters["project"] not in projects:
			return []
		asked["project"] = filters["project"]
	fields = ["name", "title", "project", "building", "status", "expiry_date", "last_date", "notice_due", "notified_at", "parts"]
	rows = frappe.get_all("Expiry Campaign", asked, fields, order_by="expiry_date, name", limit=0)
	numbers = rates([row.name for row in rows])
	return [frappe._dict(row, **numbers[row.name]) for row in rows]


def reminders(day, ahead) -> list[frappe._dict]:
	"""Open campaigns whose notice or meeting is late on ``day``, or that end by ``ahead`` with problems open. Three queries."""
	rows = frappe.get_all(
		"Expiry Campaign",
		{"status": ("in", rules.OPEN), "notice_due": ("<", day)},
		["name", "project", "title", "status", "meeting_due", "briefing_due"],
		limit=0,
	)
	names = [row.name for row in rows]
	held = set(frappe.get_all("Meeting Record", {"campaign": ("in", names or [""])}, pluck="campaign", limit=0))
	ending = [row.name for row in rows if row.briefing_due <= ahead]
	left = rates(ending)
	for row in rows:
		numbers = left.get(row.name)
		row.notice_late = row.status == rules.TO_NOTIFY
		row.meeting_late = row.name not in held and row.meeting_due < day
		row.left = numbers.tickets - numbers.repaired if numbers else 0
	return rows
