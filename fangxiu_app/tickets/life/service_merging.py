"""Two tickets of one problem become one: what hangs on the merged ticket goes to the one that stays."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.clocks import service_clocks
from fangxiu_app.tickets.life import reads_merging, service_holds, service_ties

#: How much a repeat state weighs: merging never makes a repeat repair forgotten (R86, R87).
WEIGHT = {"": 0, "None": 0, "Rejected": 1, "Suspected": 2, "Confirmed": 3}


def check_target(unit: str, target: str) -> None:
	"""Raise RefusedError unless ``target`` is an open ticket of ``unit``."""
	code = reads_merging.problem("", unit, target)
	refuse([Violation(code, (target,))] if code else [])


def absorb(ticket, at: datetime, why: str = "") -> dict:
	"""Move everything of a merged ticket, its lateness too, to ``ticket.merged_into``; returns for the log what was moved.

	What the other ticket does not say is written into it, with ``why`` it is one problem: it is repaired there.
	"""
	target = frappe.get_doc("Repair Ticket", ticket.merged_into, for_update=True)
	said = _said(ticket, target, why)
	moved = service_ties.carry(ticket.name, target.name)
	if target.repeat_of == ticket.name:
		target.repeat_of = None
	service_clocks.take_over(target, ticket.flags.fx_ran, now_datetime())  # whatever time is given for it
	if said:
		target.description = "\n".join(filter(None, (target.description, f"{ticket.name}: {said}")))
	inherit(target, ticket, at)
	return {"merged_into": target.name, **moved}


def _said(ticket, target, why: str) -> str:
	"""Places, problems and words of ``ticket`` that ``target`` does not have, whatever its place was corrected to before the merge."""
	known = (target.location, target.defect_type)
	places = dict.fromkeys(((ticket.location, ticket.defect_type), *map(tuple, reads_merging.reported(ticket.name))))
	others = [" · ".join(filter(None, place)) for place in places if place != known]
	words = ticket.description if ticket.description and ticket.description not in (target.description or "") else ""
	return " · ".join(filter(None, ("、".join(others), words, why))) if others or words else ""


def inherit(target, other, at: datetime) -> None:
	"""Takes over from ``other`` (a merged ticket, or a report of the same problem): urgency, suspected repeat, special requests."""
	if other.special_requests and other.special_requests not in (target.special_requests or ""):
		target.special_requests = "\n".join(filter(None, (target.special_requests, other.special_requests)))
	if WEIGHT[other.repeat_state or ""] > WEIGHT[target.repeat_state or ""]:
		for field in ("repeat_state", "repeat_source", "repeat_of", "manager_visit"):
			target.set(field, other.get(field))
	if other.joint_state == "Needed" and not target.joint_state and not target.surveyed_at:
		target.joint_state = "Needed"
	target.is_complaint = target.is_complaint or other.is_complaint
	if other.emergency and not target.emergency:
		target.emergency = 1
		if not target.arrived_at:
			service_clocks.become_emergency(target, get_datetime(other.notified_at or at))
			service_clocks.refresh(target)
			service_holds.pass_by(target)
	# The merge, or the report, was allowed; the ticket that takes it in follows.
	target.write_by_action(ignore_permissions=True)
