"""The engineer's day (我的一天): cards in order of due time, each with its one next step."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime

from fangxiu_app.contractors.breach import reads_orders
from fangxiu_app.core import settings
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import describe
from fangxiu_app.core.wording import _
from fangxiu_app.field import reads_my_day as reads
from fangxiu_app.field.rules_my_day import ACTIONS, next_step
from fangxiu_app.paid_repairs import reads_paid_repairs
from fangxiu_app.tickets.clocks.rules_long_repair import RUN_ON
from fangxiu_app.tickets.life import reads_facts, reads_urgency
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION, options, stuck
from fangxiu_app.tickets.life.rules_ticket_table import WORKING
from fangxiu_app.tickets.site_work import reads_free_checks, reads_work
from fangxiu_app.tickets.site_work import service_free_checks as free
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS, RESULTS
from fangxiu_app.tickets.site_work.rules_plan import CONTENT

SHOWN = (
	"name project project_name unit_code location defect_type description special_requests status emergency repeat_state"
	" caller_name caller_phone waiting_on contractor_name appointment_at arrived_at next_due_at next_clock responsibility is_complaint"
	" root_cause expected_days complex temporary_measure warranty_answer owner_until diagnostic_visits survey_visit"
	" agreed_completion"
).split()
#: Who may look at a colleague's day.
LEADS = (roles.SUPERVISOR, roles.MANAGER, roles.ADMINISTRATOR)


def build(engineer: str | None, now: datetime) -> dict:
	"""Everything the page shows. ``engineer`` other than the session's user is for those who lead (``LEADS``) only."""
	user = frappe.session.user
	held = frappe.get_roles(user)
	leads = bool(set(LEADS) & set(held))
	engineer = engineer or user
	if engineer != user and not leads:
		frappe.throw(_("You see your own day only. Ask a supervisor."), frappe.PermissionError)
	rules = settings.load()
	rows = reads.tickets(engineer)
	return {
		"now": now,
		"user": user,
		"engineer": engineer,
		"colleagues": reads.colleagues(roles.ENGINEER) if leads else [],
		"more": len(rows) > reads.MOST,
		"cards": _cards(rows[: reads.MOST], rules, now, held),
		"forms": _forms(),
		"plan_fields": _plan_fields(),
		"aspects": [[aspect, _(aspect)] for aspect in ASPECTS],
		"check_results": [[result, _(result)] for result in RESULTS],
		"free_checks": reads_free_checks.items(),
		"free_results": [[result, _(result)] for result in free.RESULTS],
		"locations": reads.choices("Repair Location"),
		"defect_types": reads.choices("Defect Type"),
		"entry_tolerance_minutes": rules.entry_tolerance_minutes,
		"plan_required_days": rules.plan_required_days,
	}


def _cards(rows: list, rules, now: datetime, held: list[str]) -> list[dict]:
	names = [row.name for row in rows]
	plans, evidence = reads.plans(names), reads.evidence(names)
	attempts, corrections = reads.failed_attempts(names), reads.open_corrections(names)
	faults = reads_work.open_faults(names)
	titles = reads.limit_titles()
	stopped, settled, quotes = _money_matters(rows, now)
	patrolled = reads.patrolled(names, now.replace(hour=0, minute=0, second=0))
	cards = []
	for row in rows:
		plan = plans.get(row.name) or frappe._dict()
		working = row.status in WORKING
		known = reads_facts.Known(
			plan=plan,
			photos=evidence[row.name],
			failed_pre_acceptance=working and row.pre_acceptance_result == "Fail",
			open_corrections=tuple(one["name"] for one in corrections[row.name]) if working else (),
			open_faults=faults.get(row.name, ()) if working else (),
			attempts=_since(attempts[row.name], row.pre_accepted_at),
			quote_settled=row.quote in settled,
			contractor_state=stopped.get(row.contractor, ""),
		)
		seen = reads_facts.build(row, rules, now, known)
		offered = [o for o in options(seen, held) if o.transition.action in ACTIONS]
		allowed = [option.transition.action for option in offered if option.allowed]
		cards.append(
			{
				**{name: row.get(name) for name in SHOWN},
				**_standing(row, titles, now),
				"step": next_step(seen, allowed, plan.state or "", row.name in patrolled, row.name in quotes),
				"actions": [_option(option) for option in offered],
				"why": _reasons(stuck(row.status, offered)),
				"plan": plan or None,
				"quote": quotes.get(row.name),
				"photos": dict(evidence[row.name]),
				"patrolled": row.name in patrolled,
				**_open_problems(seen, corrections[row.name]),
			}
		)
	return cards


def _open_problems(seen, corrections: list[dict]) -> dict:
	"""What is still to be put right before the work passes: faults of the last patrol, correction notices, a failed pre-acceptance."""
	return {
		"faults": [_(aspect) for aspect in seen.open_faults],
		"corrections": corrections if seen.open_corrections else [],
		"failed": seen.failed_pre_acceptance,
	}


def _standing(row, titles: dict[str, str], now: datetime) -> dict:
	"""How a ticket stands, in words, and under which heading its card does: the order is the query's."""
	mine = "Mine" if row.waiting_on in reads_urgency.MINE else "Others"
	return {
		"status_label": _(row.status),
		"waiting_on_label": _(row.waiting_on or ""),
		"clock": _(titles.get(row.next_clock, "")),
		"left": _seconds(row.next_due_at, now),
		"held": bool(row.held_since) and row.next_clock not in RUN_ON,
		"group": "Emergency" if reads_urgency.is_pinned(row) else mine,
	}


def _money_matters(rows: list, now: datetime) -> tuple[dict[str, str], set[str], dict[str, dict]]:
	"""Contractors that get no new work, by state of the register; quotations that are billed; those that wait to be signed."""
	waiting = [row.contractor for row in rows if row.status in reads_facts.DISPATCH_ASKED]
	stopped = reads_orders.suspended(waiting, now.date())
	quotes = reads_paid_repairs.waiting([row.name for row in rows if row.status == "Paid Repair"])
	return stopped, reads_paid_repairs.settled([row.quote for row in rows if row.quote]), quotes


def _since(times: list[datetime], start: datetime | None) -> tuple[datetime, ...]:
	return tuple(moment for moment in times if start and moment >= start)


def _seconds(due, now: datetime) -> int | None:
	return int((get_datetime(due) - now) / timedelta(seconds=1)) if due else None


def _option(option) -> dict:
	return {
		"action": option.transition.action,
		"allowed": option.allowed,
		"reasons": _reasons(option),
	}


def _reasons(option) -> list[str]:
	return [describe(violation) for violation in option.violations] if option else []


def _forms() -> dict[str, dict]:
	"""Label and fields of every action of the phone, as its form draws them."""
	meta = frappe.get_meta("Repair Ticket")
	found = {}
	for action in ACTIONS:
		row = BY_ACTION[action]
		found[action] = {
			"label": _(row.label),
			"fields": [_field(meta.get_field(item.field), item.required) for item in row.inputs],
		}
	return found


def _plan_fields() -> list[dict]:
	"""What the engineer fills in on a plan card; the engineer is the session's user."""
	meta = frappe.get_meta("Repair Plan")
	fields = [meta.get_field(name) for name in CONTENT if name != "engineer"]
	return [_field(df, bool(df.reqd)) for df in fields]


def _field(df, required: bool) -> dict:
	choices = (df.options or "").split("\n") if df.fieldtype == "Select" else []
	return {
		"name": df.fieldname,
		"type": df.fieldtype,
		"label": _(df.label, context=df.parent),
		"required": required,
		"options": [[choice, _(choice, context=df.parent)] for choice in choices],
	}
