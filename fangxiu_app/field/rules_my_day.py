"""The engineer's day on the phone (我的一天): the one step each card offers, and what a queued entry must contain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from fangxiu_app.tickets.life.rules_ticket_gates import Facts
from fangxiu_app.tickets.life.rules_ticket_table import NEXT, WORKING
from fangxiu_app.tickets.site_work.rules_plan import OPEN, comes_next

#: Actions of the ticket table that a phone can do: their inputs are words, numbers, a time or a drawing.
ACTIONS = (
	"accept appoint arrive joint_visit survey record_measure start fail_pre_acceptance pre_accept order_cleaning clean owner_accept reject"
	" explain close manager_visit"
).split()
#: What a phone writes down besides; each is a service of its own.
RECORDS = ("plan", "issue", "sign", "refuse", "agree", "patrol", "recheck", "free_checks", "photo")
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: A phone that was out of reach for longer hands in paper records on the desk instead.
OLDEST = timedelta(days=7)


def next_step(
	facts: Facts, allowed: Iterable[str], plan_state: str, patrolled: bool, quoted: bool = False
) -> str:
	"""Code of the card's one large button; empty while somebody else has to act.

	The table's own order, with what stands between its rows: R94 wants a plan card after every survey of warranty work, the
	owner signs it (R97), a running repair is patrolled every day before anything else (R100), and again while the last patrol found
	faults, and paid work starts once the
	payer has signed the quotation (R58); ``quoted`` says that one waits for that.
	"""
	possible = set(allowed)
	if facts.status in ("Accepted", "Appointed") and facts.emergency and "arrive" in possible:
		return "arrive"
	if facts.status == "Paid Repair" and not facts.quote_accepted_at:
		return "agree" if quoted else ""
	if facts.status in WORKING:
		if not patrolled or facts.open_faults:
			return "patrol"
		if plan_state == "Issued":
			return "sign"
	elif (step := _plan_step(facts, plan_state)) is not None:
		return step
	return next((action for action in NEXT.get(facts.status, ()) if action in possible), "")


def _plan_step(facts: Facts, plan_state: str) -> str | None:
	"""The plan's own step; None where the plan asks for nothing."""
	if comes_next(facts.status, facts.responsibility, plan_state):
		return "plan"
	if plan_state == "Reviewed":
		return "issue"
	if plan_state in OPEN:
		return "" if facts.plan_important else "issue"
	if plan_state == "Issued":
		return "sign"
	return "" if plan_state == "Refused to Sign" else None


def key_problem(key: str, at: datetime | None, now: datetime) -> str | None:
	"""Why an entry of the queue cannot be taken at all: a code of the messages, or None."""
	if not KEY.fullmatch(key or ""):
		return "phone_key_invalid"
	return "phone_entry_too_old" if at and now - at > OLDEST else None
