"""Complaints: whom they concern, what is due, what was answered and by whom approved; figures with one definition. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import frappe
from frappe.query_builder import DocType
from frappe.utils import get_datetime

from fangxiu_app.approvals import reads_approval_log
from fangxiu_app.complaints.rules_complaint import ENDED, OPEN, ORDINARY, Weight, tries
from fangxiu_app.core.access import reads_people, roles
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.estate.rules_place import COMMON
from fangxiu_app.tickets.clocks.rules_follow_up import occasions
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Who handles complaints: customer service with the repair centre's engineers (R15, R75).
HANDLERS = (roles.CUSTOMER_SERVICE, roles.CS_HEAD, roles.MANAGER, roles.SUPERVISOR, roles.ENGINEER)
#: Who gets a complaint that names nobody: the first of these that the project has.
FIRST = (roles.CUSTOMER_SERVICE, roles.CS_HEAD, roles.MANAGER, roles.SUPERVISOR, roles.ENGINEER)


def owner_for(project: str) -> str:
	"""Who of the project's customer service has the fewest open complaints; without one the next role of ``FIRST``; else nobody.

	Three queries.
	"""
	holders = reads_people.in_project(project, set(FIRST))
	people = next((holders[role] for role in FIRST if holders.get(role)), set())
	if not people:
		return ""
	filters = {"case_owner": ("in", sorted(people)), "state": ("in", OPEN)}
	held = frappe.get_all("Customer Complaint", filters, pluck="case_owner", limit=0)
	return min(sorted(people), key=held.count)


def handlers(project: str) -> set[str]:
	"""Users who may take a case of the project over. Two queries."""
	return set().union(*reads_people.in_project(project, set(HANDLERS)).values())


def handlers_by_name(project: str) -> list:
	"""Who may take a case of the project over, with full names. Three queries."""
	filters = {"name": ("in", sorted(handlers(project)) or [""])}
	return frappe.get_all("User", filters, ["name", "full_name"], order_by="full_name")


def weight(complaint, now: datetime) -> Weight:
	"""What decides the complaint's level: its own facts and those of its tickets. One query, none without tickets."""
	tickets = _tickets([row.ticket for row in complaint.tickets])
	began = [get_datetime(complaint.received_at)]
	began += [get_datetime(row.reported_at) for row in tickets if row.status not in FINAL]
	return Weight(
		channel=complaint.channel or "",
		danger=bool(complaint.danger),
		lawsuit=bool(complaint.lawsuit),
		asks_compensation=bool(complaint.asks_compensation),
		units=len({complaint.unit, *(row.unit for row in complaint.units)} - {None, ""}),
		repeats=1 + sum(row.repeat_state == "Confirmed" for row in tickets),
		days_open=(now - min(began)).days,
	)


def grown_old(before: datetime) -> list[str]:
	"""Open ordinary complaints received, or with an unfinished ticket reported, before this moment. One query."""
	complaint, row, ticket = DocType("Customer Complaint"), DocType("Complaint Ticket"), DocType("Repair Ticket")
	late = frappe.qb.from_(row).join(ticket).on(ticket.name == row.ticket).select(row.parent)
	late = late.where((ticket.reported_at <= before) & ticket.status.notin(list(FINAL)))
	query = frappe.qb.from_(complaint).select(complaint.name).orderby(complaint.name)
	query = query.where(complaint.state.isin(OPEN) & (complaint.level == ORDINARY))
	return query.where((complaint.received_at <= before) | complaint.name.isin(late)).run(pluck=True)


def open_tickets(complaint) -> tuple[str, ...]:
	"""Tickets of the complaint that are not finished. One query."""
	return tuple(row.name for row in _tickets([row.ticket for row in complaint.tickets]) if row.status not in FINAL)


def _tickets(names: Collection[str]) -> list:
	fields = "name status unit unit_code location defect_type reported_at repeat_state next_due_at engineer".split()
	return frappe.get_all("Repair Ticket", {"name": ("in", sorted(names))}, fields, limit=0) if names else []


def not_common(tickets: Collection[str]) -> set[str]:
	"""Those of ``tickets`` that are about a flat, not about a common part of the estate. One query, none without tickets."""
	if not tickets:
		return set()
	ticket, unit = DocType("Repair Ticket"), DocType("Unit Archive")
	query = frappe.qb.from_(ticket).join(unit).on(unit.name == ticket.unit).select(ticket.name)
	return set(query.where(ticket.name.isin(list(tickets)) & (unit.kind != COMMON)).run(pluck=True))


def tickets(complaint) -> list[dict]:
	"""The complaint's tickets as they stand now, in its order. One query."""
	found = {row.name: row for row in _tickets([row.ticket for row in complaint.tickets])}
	return [found[row.ticket] for row in complaint.tickets if row.ticket in found]


def of_tickets(names: Collection[str], only_open: bool = False) -> list:
	"""Complaints about any of these tickets, newest first, in the projects of the session's user. One query."""
	complaint, row = DocType("Customer Complaint"), DocType("Complaint Ticket")
	about = frappe.qb.from_(row).select(row.parent).where(row.ticket.isin(list(names) or [""]))
	query = frappe.qb.from_(complaint).where(complaint.name.isin(about))
	query = query.select(*(complaint[name] for name in "name subject level state case_owner next_due_at project".split()))
	if only_open:
		query = query.where(complaint.state.isin(OPEN))
	projects = allowed_projects(doctype="Customer Complaint")
	if projects is not None:
		query = query.where(complaint.project.isin(projects or [""]))
	return query.orderby(complaint.received_at, order=frappe.qb.desc).run(as_dict=True)


def of_unit(unit: str) -> list:
	"""Complaints of a unit, its own and those of groups it belongs to, newest first. One query."""
	complaint, row = DocType("Customer Complaint"), DocType("Complaint Unit")
	group = frappe.qb.from_(row).select(row.parent).where(row.unit == unit)
	fields = "name subject level state channel received_at closed_at".split()
	query = frappe.qb.from_(complaint).select(*(complaint[name] for name in fields))
	query = query.where((complaint.unit == unit) | complaint.name.isin(group))
	return query.orderby(complaint.received_at, order=frappe.qb.desc).run(as_dict=True)


def answers(name: str) -> list[dict]:
	"""All answers of a complaint, oldest first, with the lines of their approval. One query, and one for each answer."""
	fields = "name kind level content promises promised_until facts approval_state docstatus given_at given_way given_note given_by".split()
	rows = frappe.get_all("Complaint Answer", {"complaint": name}, fields, order_by="creation", limit=0)
	for row in rows:
		row.signatures = reads_approval_log.rows("Complaint Answer", row.name)
	return rows


def answer_to_give(name: str) -> dict | None:
	"""The approved answer that the customer has not got yet. One query."""
	filters = {"complaint": name, "docstatus": 1, "given_at": ("is", "not set")}
	found = frappe.get_all("Complaint Answer", filters, ["name", "kind", "level"], order_by="creation desc", limit=1)
	return found[0] if found else None


def answer_in_approval(name: str) -> str | None:
	"""The answer whose round of approval runs. One query."""
	filters = {"complaint": name, "docstatus": 0, "approval_state": "In Approval"}
	return frappe.db.get_value("Complaint Answer", filters)


def lines(complaint) -> list[tuple[str, datetime]]:
	"""The record's steps with the times they happened, in the order they were entered."""
	return [(row.step, get_datetime(row.at)) for row in complaint.steps]


def attempts(complaint, gap_hours: float) -> int:
	"""On how many occasions the customer was contacted since the last answer was given; calls within ``gap_hours`` are one."""
	given = get_datetime(complaint.answered_at) if complaint.answered_at else None
	return occasions(tries(lines(complaint), given), gap_hours)


def compensations(name: str) -> list:
	"""Compensations that settle the complaint. One query."""
	fields = ["name", "payee_name", "agreed_total", "status"]
	return frappe.get_all("Compensation", {"complaint": name, "docstatus": ("<", 2)}, fields, order_by="creation")


def told(name: str) -> list:
	"""Messages of a complaint: to whom, by which channel, when, and why not."""
	fields = "subject recipient_kind recipient recipient_name channel state sent_at error".split()
	filters = {"reference_doctype": "Customer Complaint", "reference_name": name}
	return frappe.get_all("Outbox Message", filters, fields, order_by="creation, name", limit=0)


def filters_of(card: str, now: datetime, user: str) -> list[list]:
	"""What a figure counts: the list behind a number card and the columns of the report take it from here.

	open: not closed and not withdrawn. overdue: a limit has passed. mine: open, and the user answers for it. unconfirmed: answered,
	and the customer has not said so yet. major: open ones of the highest level.
	"""
	is_open = ["state", "not in", list(ENDED)]
	return {
		"open": [is_open],
		"overdue": [is_open, ["next_due_at", "<", f"{now:%Y-%m-%d %H:%M:%S}"]],
		"mine": [is_open, ["case_owner", "=", user]],
		"unconfirmed": [["state", "=", "Answered"]],
		"major": [is_open, ["level", "=", "Major"]],
	}[card]


CARDS = ("open", "overdue", "mine", "unconfirmed", "major")


def count(card: str, now: datetime) -> int:
	"""The figure, in the projects of the session's user, with their rights on the list. One query."""
	conditions = filters_of(card, now, frappe.session.user)
	return len(frappe.get_list("Customer Complaint", filters=conditions, pluck="name", limit=0))


def by_level(project: str | None, start, end, now: datetime) -> list[dict]:
	"""Complaints received in a period, by project and level: how many, how they stand, which limits were met. Two queries.

	The session's user sees their own projects. Shares count clocks that have been stopped or are overdue; a running one is open.
	"""
	complaint, clock = DocType("Customer Complaint"), DocType("Complaint Clock")
	where = complaint.received_at[start:end]
	projects = allowed_projects(doctype="Customer Complaint")
	if projects is not None:
		where &= complaint.project.isin(projects or [""])
	if project:
		where &= complaint.project == project
	fields = "name project level state next_due_at reopened received_at closed_at escalated_to".split()
	rows = frappe.qb.from_(complaint).select(*(complaint[name] for name in fields)).where(where).run(as_dict=True)
	query = frappe.qb.from_(clock).join(complaint).on(complaint.name == clock.parent)
	query = query.select(clock.parent, clock.code, clock.state, clock.due_at).where(where & (clock.state != "Void"))
	clocks: dict[str, list] = {}
	for row in query.run(as_dict=True):
		clocks.setdefault(row.parent, []).append(row)
	groups: dict[tuple[str, str], list] = {}
	for row in rows:
		row.clocks = clocks.get(row.name, [])
		groups.setdefault((row.project, row.level), []).append(row)
	return [{"project": key[0], "level": key[1], **_figures(groups[key], now)} for key in sorted(groups)]


def _figures(rows: list, now: datetime) -> dict:
	days = [(row.closed_at - row.received_at).total_seconds() / 86400 for row in rows if row.state == "Closed"]
	return {
		"received": len(rows),
		"open": sum(row.state in OPEN for row in rows),
		"overdue": sum(bool(row.state in OPEN and row.next_due_at and row.next_due_at < now) for row in rows),
		"escalated": sum(bool(row.escalated_to) for row in rows),
		"reopened": sum(bool(row.reopened) for row in rows),
		"contact_met": _share(rows, "Complaint Contact", now),
		"reply_met": _share(rows, "Complaint Reply", now),
		"solution_met": _share(rows, "Complaint Solution", now),
		"days": round(sum(days) / len(days), 1) if days else None,
	}


def _share(rows: list, clock: str, now: datetime) -> float | None:
	"""Percent of the decided clocks of this kind that were met; None where none is decided."""
	found = [one for row in rows for one in row.clocks if one.code.startswith(clock)]
	met = sum(one.state == "Met" for one in found)
	late = sum(one.state == "Late" or (one.state == "Running" and one.due_at < now) for one in found)
	return round(100 * met / (met + late), 1) if met + late else None
