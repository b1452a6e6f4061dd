"""The month's plan of spot checks, and their results (R103, R105)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from fangxiu_app.core.access.roles import MANAGER, SUPERVISOR
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.quality import reads_spot_checks as queries


def check_lead() -> None:
	"""Spot checks are the manager's, or done for him by the supervisor. Raises PermissionError for others."""
	frappe.only_for((SUPERVISOR, MANAGER), message=True)


def prepare(plan) -> None:
	"""Before a plan is saved: its month, each ticket once, what was done so far."""
	plan.month = getdate(plan.month).replace(day=1)
	names = [row.ticket for row in plan.items]
	twice = sorted({name for name in names if names.count(name) > 1})
	if twice:
		refuse([Violation("spot_check_twice", (tuple(twice),))])
	codes = dict(
		frappe.get_all("Repair Ticket", {"name": ("in", names or [""])}, ["name", "unit_code"], as_list=True)
	)
	done = queries.visits(names, plan.month)
	for row in plan.items:
		visit = done.get(row.ticket) or frappe._dict()
		row.unit_code, row.visit, row.score = codes.get(row.ticket), visit.name, visit.score
	plan.planned = len(names)
	plan.done = sum(1 for row in plan.items if row.visit)


def add(plan, rule: str, count: int, contractor: str | None) -> int:
	"""Add running repairs chosen by ``rule`` to the plan; returns how many were found. Saves the plan."""
	known = {row.ticket for row in plan.items}
	rows = queries.propose(plan.project, rule, count, contractor, known)
	for row in rows:
		plan.append("items", {"ticket": row.name, "reason": rule})
	if rows:
		plan.save()
	return len(rows)


def checked(visit) -> None:
	"""Record a finished spot check in the plans of its month that asked for it."""
	for name in queries.plans_of(visit.ticket, getdate(visit.arrived_at)):
		plan = frappe.get_doc("Spot Check Plan", name, for_update=True)
		# Whoever may record the spot check (asked there) settles the plan's line with it.
		plan.save(ignore_permissions=True)


def nothing_found() -> str:
	"""What to say when a rule found no repair."""
	return _("No running repair fits. Choose another rule, or add tickets by hand.")
