"""Rows of the reports about clocks and about who had to act: set-based, a fixed number of queries, inside the user's projects."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import frappe
from pypika.functions import Max

from fangxiu_app.core.wording import _
from fangxiu_app.figures import reads_kpi_facts, rules_kpi
from fangxiu_app.reports.reads_reports import filtered
from fangxiu_app.tickets.clocks.rules_clocks import Hold
from fangxiu_app.tickets.life import rules_waiting_on
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Names are asked for in portions: MariaDB plans a long list badly.
PORTION = 2000
TICKET_FIELDS = (
	"name project unit_code status waiting_on contractor engineer reported_at started_at pre_accepted_at"
	" pre_acceptance_count notice_served_at original_contractor third_party_at"
).split()


def overdue(filters: dict, now: datetime) -> list[frappe._dict]:
	"""Running clocks past their due time, the longest overdue first, with the last escalation step. One query."""
	clock, ticket, limit, step = map(
		frappe.qb.DocType, ("Ticket Clock", "Repair Ticket", "Time Limit", "Clock Escalation")
	)
	user, supplier = frappe.qb.DocType("User"), frappe.qb.DocType("Supplier")
	fired = (
		frappe.qb.from_(step).select(step.clock_row, Max(step.percent).as_("percent")).groupby(step.clock_row)
	)
	query = frappe.qb.from_(clock).join(ticket).on(ticket.name == clock.parent)
	query = query.join(limit).on(limit.name == clock.code).left_join(fired).on(fired.clock_row == clock.name)
	query = query.left_join(user).on(user.name == ticket.engineer)
	query = query.left_join(supplier).on(supplier.name == ticket.contractor)
	query = query.select(
		ticket.name.as_("ticket"),
		ticket.project,
		ticket.unit_code,
		ticket.status,
		ticket.waiting_on,
		ticket.joint_state,
		ticket.repeat_state,
		ticket.responsibility,
		limit.title.as_("clock"),
		limit.clause,
		clock.due_at,
		fired.percent,
		user.full_name.as_("engineer_name"),
		supplier.supplier_name.as_("contractor_name"),
	).where((clock.state == "Running") & (clock.due_at < now) & (clock.parenttype == "Repair Ticket"))
	if filters.get("clock"):
		query = query.where(clock.code == filters["clock"])
	return filtered(query, ticket, filters).orderby(clock.due_at).orderby(clock.name).run(as_dict=True)


def waiting_times(filters: dict, now: datetime) -> list[dict]:
	"""Per ticket the minutes for which each side had to act, from the event log and the holds. Three queries."""
	tickets = _tickets(filters)
	spent = _minutes(tickets, now)
	return [
		{
			"ticket": row.name,
			"project": row.project,
			"contractor_name": row.contractor_name,
			"engineer_name": row.engineer_name,
			"minutes": spent[row.name],
			"about": {"unit_code": row.unit_code, "waiting_on": _(row.waiting_on or "")},
		}
		for row in tickets
	]


def contractor_response(filters: dict, now: datetime) -> list[dict]:
	"""Per contractor the tickets that were dispatched to it: in time or not, passed at once or not, its own hours only."""
	tickets = [row for row in _tickets(filters, either=True) if row.contractor and row.started_at]
	seen, agreed = _first_patrols(tickets), _agreed(tickets, now)
	turns = [turn for row in tickets for turn in _turns(row, now)]
	spent = _minutes(tickets, now, turns)
	groups = defaultdict(list)
	for turn in turns:
		if filters.get("contractor") in (None, "", turn.contractor):
			groups[turn.contractor].append(turn)
	rows = [_response(contractor, found, spent, seen, agreed) for contractor, found in groups.items()]
	return sorted(rows, key=lambda row: (-row["tickets"], row["contractor"]))


def _turns(row, now: datetime) -> list:
	"""The ticket's time at each company: until a third party was commissioned at the contractor (R107)."""
	given = row.third_party_at
	if not given or not row.original_contractor or row.original_contractor == row.contractor:
		return [frappe._dict(row, since=row.reported_at, until=now, first=True, last=True)]
	own = {"contractor": row.original_contractor, "contractor_name": row.original_name}
	return [
		frappe._dict(row, **own, since=row.reported_at, until=given, first=True, last=False),
		frappe._dict(row, since=given, until=now, first=False, last=True),
	]


def _had(turn, moment: datetime | None) -> bool:
	"""Whether something of that moment belongs to the turn."""
	if moment is None:
		return False
	return (turn.first or moment >= turn.since) and (turn.last or moment < turn.until)


def _response(contractor: str, tickets: list, spent: dict, seen: dict, agreed: dict) -> dict:
	own = [spent[row.name, row.contractor].get("Contractor", 0) / 60 for row in tickets]
	starts = [(row, seen[row.name]) for row in tickets if _had(row, seen.get(row.name))]
	first = [(at - max(row.started_at, row.since)).total_seconds() / 3600 for row, at in starts]
	states = [state for row in tickets for began, state in agreed.get(row.name, ()) if _had(row, began)]
	passed = [row.pre_acceptance_count == 1 for row in tickets if _had(row, row.pre_accepted_at)]
	in_time = states.count("Met")
	judged = in_time + states.count("Late") + states.count("Overdue")
	return {
		"contractor": contractor,
		"contractor_name": tickets[0].contractor_name,
		"tickets": len(tickets),
		"open": sum(row.last and row.status not in FINAL for row in tickets),
		"own_hours": round(sum(own) / len(own), 1),
		"longest_hours": round(max(own), 1),
		"on_site_hours": round(sum(first) / len(first), 1) if first else None,
		"completed_in_time": in_time,
		"completed_late": states.count("Late"),
		"overdue": states.count("Overdue"),
		"in_time_rate": 100 * in_time / judged if judged else None,
		"first_pass_rate": 100 * sum(passed) / len(passed) if passed else None,
		"notices": sum(_had(row, row.notice_served_at) for row in tickets),
	}


def _tickets(filters: dict, either: bool = False) -> list:
	"""Tickets with the names; ``either``: warranty tickets, also those a third party took over from the contractor asked for."""
	ticket, user, supplier = map(frappe.qb.DocType, ("Repair Ticket", "User", "Supplier"))
	first = supplier.as_("fx_first")
	query = frappe.qb.from_(ticket).left_join(user).on(user.name == ticket.engineer)
	query = query.left_join(supplier).on(supplier.name == ticket.contractor)
	query = query.left_join(first).on(first.name == ticket.original_contractor)
	query = query.select(
		*(ticket[field] for field in TICKET_FIELDS),
		user.full_name.as_("engineer_name"),
		supplier.supplier_name.as_("contractor_name"),
		first.supplier_name.as_("original_name"),
	).where(reads_kpi_facts.valid(ticket) if either else ticket.status.notin(rules_kpi.NOT_COUNTED))
	if either and filters.get("contractor"):
		asked = filters["contractor"]
		query = query.where((ticket.contractor == asked) | (ticket.original_contractor == asked))
		filters = {**filters, "contractor": None}
	if filters.get("open_only"):
		query = query.where(ticket.status.notin(FINAL))
	return filtered(query, ticket, filters).orderby(ticket.name).run(as_dict=True)


def _minutes(tickets: list, now: datetime, turns: list | None = None) -> dict:
	"""Minutes by holder of each ticket, or of each (ticket, contractor) where the ``turns`` they had are given."""
	events, waits = defaultdict(list), defaultdict(list)
	for row in _about("Ticket Event", tickets, ["ticket", "at", "action", "creation"]):
		events[row.ticket].append((row.at, row.creation, row.action))
	for row in _about("Ticket Hold", tickets, ["ticket", "starts_at", "until", "ended_at", "holder"]):
		waits[row.ticket].append(Hold(row.starts_at, row.until, row.ended_at, row.holder))
	spent = {}
	for row in turns if turns is not None else tickets:
		taken = rules_waiting_on.turns((at, action) for at, _creation, action in sorted(events[row.name]))
		held = sorted(waits[row.name], key=lambda hold: hold.start)
		if turns is None:
			spent[row.name] = rules_waiting_on.minutes(row.reported_at, now, taken, held)
		else:
			spent[row.name, row.contractor] = rules_waiting_on.minutes(row.since, row.until, taken, held)
	return spent


def _first_patrols(tickets: list) -> dict[str, datetime]:
	"""When somebody first saw the contractor at work: the first patrol or spot check after the dispatch."""
	started = {row.name: row.started_at for row in tickets}
	found: dict[str, datetime] = {}
	for row in _about("Site Visit", tickets, ["ticket", "kind", "arrived_at"]):
		if row.kind in ("Patrol", "Spot Check") and row.arrived_at >= started[row.ticket]:
			found[row.ticket] = min(found.get(row.ticket, row.arrived_at), row.arrived_at)
	return found


def _agreed(tickets: list, now: datetime) -> dict[str, list[tuple]]:
	"""(start, state) of the agreed completions of each ticket (R106); a running one past its time is Overdue."""
	found = defaultdict(list)
	filters = {"code": "Agreed Completion", "parenttype": "Repair Ticket"}
	for row in _about(
		"Ticket Clock", tickets, ["parent", "state", "started_at", "due_at"], "parent", filters
	):
		late = row.state == "Running" and row.due_at and row.due_at < now
		found[row.parent].append((row.started_at, "Overdue" if late else row.state))
	return found


def _about(
	doctype: str, tickets: list, fields: list[str], link: str = "ticket", filters: dict | None = None
) -> list:
	names = [row.name for row in tickets]
	found = []
	for start in range(0, len(names), PORTION):
		chosen = {**(filters or {}), link: ("in", names[start : start + PORTION])}
		found += frappe.get_all(doctype, chosen, fields, order_by=None)
	return found
