"""SQL conditions for the facts, amounts and sources of ``figures.rules_kpi``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from pypika import Case, CustomFunction, Table
from pypika.functions import Coalesce, Sum
from pypika.terms import Criterion, ExistsCriterion, PseudoColumn, Term, ValueWrapper

from fangxiu_app.figures import reads_rounds, rules_kpi
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Records that a measure counts: source → DocType. All but units hang on a ticket.
SOURCES = {
	"ticket": "Repair Ticket",
	"clock": "Ticket Clock",
	"plan": "Repair Plan",
	"visit": "Site Visit",
	"contact": "Owner Contact",
	"unit": "Unit Archive",
}
PASSED_ON = ("Property Desk", "Customer Service", "Call Centre")
OPEN_STATES = ("Running", "Held")
SECONDS_A_DAY = 86400
#: A clock with less than this left is orange.
SOON = timedelta(hours=2)

_SECOND = PseudoColumn("SECOND")
seconds_between = CustomFunction("timestampdiff", ["unit", "start", "end"])
least = CustomFunction("least", ["one", "two", "three"])


@dataclass(frozen=True)
class Scene:
	"""The context of a fact: the record, its ticket, the end of the period and the moment of the count."""

	record: Table
	ticket: Table
	end: datetime
	as_of: datetime
	long_days: int = 15

	@property
	def over(self) -> datetime | None:
		"""The end of the period where it is over, else None."""
		return self.end if self.as_of == self.end else None


def fact(name: str, scene: Scene) -> Criterion:
	"""The condition of one fact. Raises KeyError for a name that has none."""
	return FACTS[name](scene)


def valid(ticket: Table, end: datetime | None = None, since: bool = False) -> Criterion:
	"""Counts as a warranty defect: neither cancelled nor merged, nor caused by the owner.

	With the ``end`` of a period that is over, what was cancelled, merged or judged only later still counts as it was known
	then; with ``since``, whatever counted at that end or at any moment after it.
	"""
	counted = ticket.status.notin(rules_kpi.NOT_COUNTED)
	warranty = Coalesce(ticket.responsibility, "").notin(rules_kpi.NOT_WARRANTY)
	if end is not None:
		warranty = warranty | reads_rounds.judged_later(ticket, end)
		if not since:
			warranty = warranty & reads_rounds.judged_by(ticket, end, rules_kpi.NOT_WARRANTY).negate()
		event = reads_rounds.table().as_("fx_ended")
		later = frappe.qb.from_(event).select(event.ticket)
		later = later.where(event.action.isin(("cancel", "merge")) & (event.at >= end))
		counted = counted | ticket.name.isin(later)
	return counted & warranty


def contractor(ticket: Table, moment: Term) -> Term:
	"""Whose work it was at ``moment``: what lies before a third party was commissioned stays the contractor's (R107).

	Rounds that a reopening ended are asked in the log: the ticket knows its running round only.
	"""
	event = reads_rounds.table().as_("fx_whose")
	ended = frappe.qb.from_(event).select(event.contractor).limit(1)
	ended = ended.where((event.ticket == ticket.name) & (event.action == "reopen"))
	ended = ended.where((event.third_party_at <= moment) & (event.at > moment))
	before = ticket.third_party_at.isnotnull() & (moment < ticket.third_party_at)
	first = Coalesce(ticket.original_contractor, ticket.contractor)
	return Coalesce(ended, Case().when(before, first).else_(ticket.contractor))


def amount(name: str, scene: Scene) -> Term | int:
	"""What one record adds: 1, or days, points."""
	if name in ("duration", "median"):
		return _seconds(scene.ticket.reported_at, scene.ticket.owner_accepted_at) / SECONDS_A_DAY
	if name == "owner_wait":
		return _owner_wait(scene)
	if name == "score":
		points = Case()
		for mark, score in rules_kpi.SCORES.items():
			points = points.when(scene.record.satisfaction == mark, score)
		return points.else_(0)
	return 1


def _seconds(start: Term, end: Term) -> Term:
	return seconds_between(_SECOND, start, end)


def _owner_wait(scene: Scene) -> Term:
	"""Days the ticket was on hold for the owner; a hold wakes by itself at its agreed end."""
	hold = frappe.qb.DocType("Ticket Hold").as_("fx_hold")
	now = ValueWrapper(scene.as_of)
	over = least(Coalesce(hold.ended_at, now), Coalesce(hold.until, now), now)
	days = Sum(_seconds(hold.starts_at, over)) / SECONDS_A_DAY
	found = frappe.qb.from_(hold).select(Coalesce(days, 0))
	return found.where(
		(hold.ticket == scene.ticket.name) & (hold.holder == "Owner") & (hold.starts_at < scene.as_of)
	)


def _judged(scene: Scene) -> Criterion:
	clock = scene.record
	return clock.state.isin(("Met", "Late")) | (clock.state.isin(OPEN_STATES) & (clock.due_at < scene.as_of))


def _first_time(scene: Scene) -> Criterion:
	ticket = scene.ticket
	event = frappe.qb.DocType("Ticket Event").as_("fx_event")
	again = frappe.qb.DocType("Repair Ticket").as_("fx_again")
	refused = frappe.qb.from_(event).select(event.name)
	refused = refused.where((event.ticket == ticket.name) & event.action.isin(("reject", "reopen")))
	days = seconds_between(_SECOND, ticket.owner_accepted_at, again.reported_at) / SECONDS_A_DAY
	repeated = frappe.qb.from_(again).select(again.name)
	repeated = repeated.where(
		(again.repeat_of == ticket.name)
		& (again.repeat_state == "Confirmed")
		& (days <= rules_kpi.HOLDS_DAYS)
		& again.status.notin(rules_kpi.NOT_COUNTED)
	)
	accepted = ticket.acceptance_result.isin(("Pass", "Pass With Remark"))
	return accepted & ExistsCriterion(refused).negate() & ExistsCriterion(repeated).negate()


def _presented(scene: Scene) -> Criterion:
	visit = scene.record
	earlier = frappe.qb.DocType("Site Visit").as_("fx_earlier")
	before = frappe.qb.from_(earlier).select(earlier.name)
	before = before.where(
		(earlier.ticket == visit.ticket)
		& (earlier.kind == "Pre-acceptance")
		& (
			(earlier.arrived_at < visit.arrived_at)
			| ((earlier.arrived_at == visit.arrived_at) & (earlier.name < visit.name))
		)
	)
	return (visit.kind == "Pre-acceptance") & ExistsCriterion(before).negate()


def _followed_up(scene: Scene) -> Criterion:
	contact = frappe.qb.DocType("Owner Contact").as_("fx_contact")
	found = frappe.qb.from_(contact).select(contact.name)
	return ExistsCriterion(
		found.where(
			(contact.ticket == scene.ticket.name)
			& (contact.purpose == "Follow-up")
			& (contact.outcome == "Reached")
			& (contact.contacted_at >= scene.ticket.closed_at)
		)
	)


def closed_in(ticket: Table, span) -> Criterion:
	"""Closed in a period, and not open again at its end."""
	return _between(ticket.closed_at, span) | reads_rounds.closed_by(ticket, span.end, span.start)


def open_at(ticket: Table, end: datetime) -> Criterion:
	"""Not closed by ``end``, or open again."""
	running = ticket.closed_at.isnull() | (ticket.closed_at >= end)
	return running & reads_rounds.closed_by(ticket, end).negate()


def late_at(ticket: Table, moment: datetime) -> Criterion:
	"""A limit that had run out by ``moment`` and was still owed then, by the clock's own stamps: no later step changes it."""
	clock = frappe.qb.DocType("Ticket Clock").as_("fx_late")
	owed = clock.state.isin(OPEN_STATES) | (clock.stopped_at >= moment)
	found = frappe.qb.from_(clock).select(clock.parent)
	found = found.where((clock.parenttype == "Repair Ticket") & (clock.due_at < moment))
	return ticket.name.isin(found.where((clock.started_at < moment) & owed))


def _between(moment: Term, span) -> Criterion:
	return moment < span.end if span.start is None else (moment >= span.start) & (moment < span.end)


#: Facts that hold or not whatever the period: where a whole group of measures asks them, the query asks them once.
TIMELESS = frozenset(
	("passed_on", "repeat", "third_party", "met", "done", "current", "signed", "presented", "passed", "rated")
)

FACTS = {
	"closed_by_end": lambda s: (s.ticket.closed_at < s.end) | reads_rounds.closed_by(s.ticket, s.end),
	"open_at_end": lambda s: open_at(s.ticket, s.end),
	"open": lambda s: s.ticket.status.notin(FINAL),
	"late": lambda s: s.ticket.next_due_at < s.as_of,
	"late_at_end": lambda s: late_at(s.ticket, s.as_of),
	"soon": lambda s: (s.ticket.next_due_at >= s.as_of) & (s.ticket.next_due_at < s.as_of + SOON),
	"follow_up_owed": lambda s: (s.ticket.status == "Closed") & s.ticket.next_due_at.notnull(),
	"in_hand": lambda s: FACTS["open"](s) | FACTS["follow_up_owed"](s),
	"owners_turn": lambda s: s.ticket.waiting_on == "Owner",
	"contractors_turn": lambda s: s.ticket.waiting_on == "Contractor",
	"propertys_turn": lambda s: s.ticket.waiting_on == "Property Company",
	"unvisited": lambda s: Coalesce(s.ticket.manager_visit, "") == "",
	"suspected": lambda s: s.ticket.repeat_state == "Suspected",
	"counted": lambda s: s.ticket.status.notin(rules_kpi.NOT_COUNTED),
	"running": lambda s: s.record.state == "Running",
	"past_due": lambda s: s.record.due_at < s.as_of,
	"long": lambda s: s.ticket.reported_at < s.as_of - timedelta(days=s.long_days),
	"repeat": lambda s: s.ticket.repeat_state == "Confirmed",
	"third_party": lambda s: s.ticket.third_party_at.notnull() | reads_rounds.third_party(s.ticket),
	"passed_on": lambda s: s.ticket.channel.isin(PASSED_ON),
	"first_time": _first_time,
	"followed_up": _followed_up,
	"judged": _judged,
	"met": lambda s: s.record.state == "Met",
	"done": lambda s: s.record.state.isin(("Met", "Late")),
	"missed": lambda s: s.record.state != "Met",
	"current": lambda s: s.record.state != "Superseded",
	"signed": lambda s: s.record.signed_at.notnull(),
	"presented": _presented,
	"passed": lambda s: s.record.result == "Pass",
	"rated": lambda s: (s.record.purpose == "Follow-up") & s.record.satisfaction.isin(tuple(rules_kpi.SCORES)),
	"happy": lambda s: s.record.satisfaction.isin(rules_kpi.HAPPY),
}
