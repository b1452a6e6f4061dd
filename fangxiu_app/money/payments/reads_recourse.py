"""Units and parts whose owner is covered longer than the contractor is liable, with the money at risk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache

import frappe
from frappe.utils import add_months, flt, getdate
from pypika.functions import Coalesce, Count, Sum

from fangxiu_app.contractors import reads_agreements
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.money.deposits import reads_deposit_register
from fangxiu_app.money.payments import reads_cost_lines
from fangxiu_app.warranty import reads_warranty_terms
from fangxiu_app.warranty import rules_recourse as rules
from fangxiu_app.warranty.rules_recourse import Group
from fangxiu_app.warranty.rules_warranty import UnitDates


def gaps(filters: dict, today: date, months: int) -> list[dict]:
	"""Gaps that run today or begin within ``months``, by the month they begin, project, part and contractor.

	Units are counted in the database by their dates; what follows is judged once per date, not per unit. Repairs that start
	a part's terms anew are left out: they lengthen both sides. ``deposit_left`` and ``deposit_released`` are those of the
	contractor's agreements in the project, ``past_cost`` what such defects have cost there so far, net of what was recovered.
	"""
	groups = unit_groups(filters)
	horizon = getdate(add_months(today, months))
	found = rules.lines(groups, _terms(), _liable(groups, today), today, horizon)
	if filters.get("contractor"):
		found = [line for line in found if line.contractor == filters["contractor"]]
	deposits, costs = _deposits(filters), _past_costs(filters)
	served = _unit_days(groups, today)
	names = _names({line.contractor for line in found})
	return [_row(line, deposits, costs, served, names) for line in found]


def unit_groups(filters: dict) -> list[Group]:
	"""Units counted by building, warranty book and the dates their terms run from. One query."""
	unit, block = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Estate Building")
	accepted = Coalesce(unit.completion_acceptance_date, block.completion_acceptance_date)
	keys = (
		unit.project,
		unit.building,
		block.lot,
		unit.quality_warranty,
		accepted,
		unit.handover_date,
		unit.deemed_handover_date,
	)
	query = (
		frappe.qb.from_(unit)
		.join(block)
		.on(block.name == unit.building)
		.select(*keys, Count("*"))
		.where(accepted.notnull() & (unit.handover_date.notnull() | unit.deemed_handover_date.notnull()))
		.groupby(*keys)
	)
	projects = allowed_projects(doctype="Unit Archive")
	if projects is not None:
		query = query.where(unit.project.isin(projects or [""]))
	for name in ("project", "building"):
		if filters.get(name):
			query = query.where(unit[name] == filters[name])
	return [
		Group(project, building, lot or "", book or "", UnitDates(*map(_day, dates)), number)
		for project, building, lot, book, *dates, number in query.run()
	]


def _terms() -> Callable:
	"""The terms of a project's parts by warranty book, read once each."""
	return cache(lambda project, book: tuple(reads_warranty_terms.part_terms(project, book or None)))


def _liable(groups: list[Group], today: date) -> Callable:
	"""Contractor of a part in a building: the agreement for the trades whose defects fall under that part (R80)."""
	trades = _trades()
	scopes = cache(lambda project: reads_agreements.scopes(project, today))

	@cache
	def of_building(project: str, building: str, lot: str, part: str) -> str:
		for trade in trades.get(part, ("",)):
			found = reads_agreements.choose(scopes(project), building, lot or None, trade)
			if found:
				return found.contractor
		return ""

	return lambda group, part: of_building(group.project, group.building, group.lot, part)


def _trades() -> dict[str, tuple[str, ...]]:
	"""Trades of a warranty item, the one with most defect types first."""
	rows = frappe.get_all("Defect Type", {"warranty_item": ("is", "set")}, ["warranty_item", "trade"])
	numbers = Counter((row.warranty_item, row.trade or "") for row in rows)
	found = defaultdict(list)
	for (part, trade), _number in sorted(numbers.items(), key=lambda one: (-one[1], one[0][1])):
		found[part].append(trade)
	return {part: tuple(names) for part, names in found.items()}


def _deposits(filters: dict) -> dict[tuple[str, str], tuple[float, float]]:
	"""(project, contractor) → what is left of the deposits, and what was released, in company currency."""
	sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
	for row in reads_deposit_register.rows({"project": filters.get("project")}):
		pair = sums[row.project, row.contractor]
		pair[0] += flt(row.base_balance)
		pair[1] += flt(row.base_released)
	return {pair: (round(left, 2), round(released, 2)) for pair, (left, released) in sums.items()}


def _past_costs(filters: dict) -> dict[tuple[str, str], tuple[float, int]]:
	"""(project, part) → net cost of such defects so far and how many tickets it rests on. One query."""
	line, ticket = reads_cost_lines.union(), frappe.qb.DocType("Repair Ticket")
	query = (
		frappe.qb.from_(line)
		.join(ticket)
		.on(ticket.name == line.ticket)
		.select(ticket.project, ticket.warranty_item, Sum(line.amount), Count(line.ticket).distinct())
		.where(line.kind != reads_cost_lines.PAID)
		.groupby(ticket.project, ticket.warranty_item)
	)
	if filters.get("project"):
		query = query.where(ticket.project == filters["project"])
	return {(project, part): (flt(cost, 2), number) for project, part, cost, number in query.run()}


def _unit_days(groups: list[Group], today: date) -> dict[str, int]:
	"""Days that the units of each project have been lived in so far, summed: what past costs are spread over."""
	days: dict[str, int] = defaultdict(int)
	for group in groups:
		since = group.dates.handover or group.dates.deemed_handover
		if since and since <= today:
			days[group.project] += group.units * ((today - since).days + 1)
	return days


def _row(line: rules.Line, deposits: dict, costs: dict, served: dict, names: dict) -> dict:
	cost, tickets = costs.get((line.project, line.part), (0.0, 0))
	left, released = deposits.get((line.project, line.contractor), (0.0, 0.0))
	return frappe._dict(
		month=line.month.strftime("%Y-%m"),
		running=line.running,
		project=line.project,
		part=line.part,
		contractor=line.contractor or None,
		contractor_name=names.get(line.contractor),
		units=line.units,
		last_end=line.last_end,
		past_tickets=tickets,
		past_cost=cost,
		expected=rules.at_risk(cost, served.get(line.project, 0), line.unit_days),
		deposit_left=left,
		deposit_released=released,
	)


def _names(contractors: set[str]) -> dict[str, str]:
	filters = {"name": ("in", sorted(filter(None, contractors)) or [""])}
	return dict(frappe.get_all("Supplier", filters, ["name", "supplier_name"], as_list=True))


def _day(value) -> date | None:
	return getdate(value) if value else None
