"""Tickets with missing records (R13): eight set-based queries, however many tickets."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

import frappe
from pypika.functions import Count

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.reports.rules_documents import LABELS, Papers, by_kind, missing
from fangxiu_app.tickets.site_work import reads_work

FILTERS = ("project", "building", "engineer", "contractor")
#: Nothing was repaired on these, so no records of a repair are missing.
LEFT_OUT = ("Merged", "Cancelled", "Transferred", "Reported", "Accepted", "Appointed")
#: Clocks that show a missed duty: clock → fact.
DUTIES = {
	"Follow-up": "follow_up_due",
	"Rain Follow-up": "follow_up_due",
	"Long Repair Notice": "first_notice_due",
}


def incomplete(filters: dict, now: datetime) -> list[frappe._dict]:
	"""Tickets with ``lacking`` (codes of ``reports.rules_documents``) and ``patrols_missed``, most missing first."""
	tickets = _tickets(filters)
	names = [row.ticket for row in tickets]
	patrols = reads_work.patrol_days(names, now)
	photos, proofs = _evidence(names)
	unserved, due = _unserved(names), _due(names, now)
	found = []
	for row in tickets:
		row.patrols_missed = sum(day.state == "Missed" for day in patrols.get(row.ticket, ()))
		papers = Papers(
			surveyed=bool(row.surveyed_at),
			plan_issued=bool(row.planned_at),
			plan_signed=bool(row.plan_signed_at),
			pre_accepted=bool(row.pre_accepted_at),
			cleaned=bool(row.cleaned_at),
			notice_served=bool(row.notice_served_at),
			patrols_missed=row.patrols_missed,
			notices_unserved=unserved.get(row.ticket, 0),
			photos=frozenset(photos[row.ticket]),
			proofs=proofs[row.ticket],
			**dict.fromkeys(due[row.ticket], True),
		)
		row.lacking = missing(papers)
		if row.lacking:
			found.append(row)
	return sorted(found, key=lambda row: (-len(row.lacking), -row.patrols_missed, row.ticket))


def lacks(project: str, now: datetime) -> list[dict]:
	"""Of a project by kind of missing record: ``what``, ``tickets``, and of the oldest one name, unit, day and days (R13)."""
	rows = {row.ticket: row for row in incomplete({"project": project}, now)}
	found = by_kind((name, row.reported_at, row.lacking) for name, row in rows.items())
	return [
		{
			"what": LABELS[lack.code],
			"tickets": lack.tickets,
			"ticket": lack.oldest,
			"unit_code": rows[lack.oldest].unit_code,
			"reported_on": lack.reported_at.date(),
			"open_days": (now.date() - lack.reported_at.date()).days,
		}
		for lack in found
	]


def _tickets(filters: dict) -> list:
	ticket, user, supplier = map(frappe.qb.DocType, ("Repair Ticket", "User", "Supplier"))
	fields = (
		"project unit_code status location defect_type surveyed_at planned_at plan_signed_at pre_accepted_at cleaned_at"
		" notice_served_at reported_at closed_at"
	).split()
	query = (
		frappe.qb.from_(ticket)
		.left_join(user)
		.on(user.name == ticket.engineer)
		.left_join(supplier)
		.on(supplier.name == ticket.contractor)
		.select(
			ticket.name.as_("ticket"),
			*(ticket[name] for name in fields),
			user.full_name.as_("engineer_name"),
			supplier.supplier_name.as_("contractor_name"),
		)
		.where(ticket.status.notin(LEFT_OUT))
	)
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	for name in FILTERS:
		if filters.get(name):
			query = query.where(ticket[name] == filters[name])
	if filters.get("from_date"):
		query = query.where(ticket.reported_at >= frappe.utils.getdate(filters["from_date"]))
	if filters.get("to_date"):
		after = frappe.utils.add_days(frappe.utils.getdate(filters["to_date"]), 1)
		query = query.where(ticket.reported_at < after)
	return query.run(as_dict=True)


def _evidence(names: list[str]) -> tuple[dict[str, set[str]], dict[str, int]]:
	"""(stages with evidence, number of delivery proofs) of each ticket."""
	stages, proofs = defaultdict(set), defaultdict(int)
	item = frappe.qb.DocType("Evidence Item")
	query = frappe.qb.from_(item).select(item.ticket, item.stage, item.kind, Count(item.name).as_("number"))
	query = query.where(item.ticket.isin(names or [""])).groupby(item.ticket, item.stage, item.kind)
	for row in query.run(as_dict=True):
		stages[row.ticket].add(row.stage)
		if row.kind == "Delivery Proof":
			proofs[row.ticket] += row.number
	return stages, proofs


def _unserved(names: list[str]) -> dict[str, int]:
	issued = {"ticket": ("in", names or [""]), "state": "Issued"}
	return dict(Counter(frappe.get_all("Correction Notice", issued, pluck="ticket")))


def _due(names: list[str], now: datetime) -> dict[str, set[str]]:
	clock = frappe.qb.DocType("Ticket Clock")
	query = frappe.qb.from_(clock).select(clock.parent, clock.code)
	# Frappe's filters read a missing due time as long past; SQL does not
	query = query.where((clock.state == "Running") & (clock.due_at < now) & clock.code.isin(list(DUTIES)))
	rows = query.where(clock.parent.isin(names or [""])).run(as_dict=True)
	found = defaultdict(set)
	for row in rows:
		found[row.parent].add(DUTIES[row.code])
	return found
