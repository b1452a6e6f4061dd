"""Entries of the engineer's phone: taken once per key, at the time they happened, or refused as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import frappe
from frappe.utils import format_datetime, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access import incoming
from fangxiu_app.core.files import originals
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.event_time import is_back_entry
from fangxiu_app.core.wording import _
from fangxiu_app.field import reads_connection
from fangxiu_app.field.rules_my_day import ACTIONS, key_problem
from fangxiu_app.paid_repairs import service_quotes
from fangxiu_app.tickets.clocks import service_back_entries
from fangxiu_app.tickets.clocks.rules_back_entries import TYPING
from fangxiu_app.tickets.life import service_ticket_row, service_ties, service_transitions
from fangxiu_app.tickets.site_work import service_free_checks, service_plans
from fangxiu_app.tickets.site_work.rules_plan import CONTENT

#: Fields of a patrol that the phone fills in.
PATROL = ("checks", "findings", "progress_percent", "work_done", "next_work")
#: What arrived within this time may be of the same queue, which is sent ticket by ticket: it is no sign of an earlier connection.
SENDING = timedelta(minutes=5)
RECHECK = ("correction_notice", "result", "findings", "new_due_at")


def receive(key: str, ticket: str, kind: str, values: dict, at: str | None, content: bytes | None) -> dict:
	"""Take one entry; the same key again gives the first answer and does nothing.

	``at`` is when it happened (None: now). A late entry carries by itself the reason that it waited on the phone. Raises
	what the service behind ``kind`` raises; then nothing is kept and the phone may send the entry again.
	"""
	now = now_datetime().replace(microsecond=0)
	happened = incoming.moment(at)
	problem = key_problem(key, happened, now)
	refuse([Violation(problem)] if problem else [])
	# one entry of a ticket after the other: the same one sent several times at once waits here for the first
	service_ticket_row.lock(ticket)
	known = _known(key, about=(ticket, kind))
	if known:
		return known
	handler = _handler(kind)
	entry = frappe.new_doc("Phone Entry")
	entry.update(
		{
			"name": key,
			"ticket": ticket,
			"project": frappe.db.get_value("Repair Ticket", ticket, "project"),
			"kind": kind,
			"user": frappe.session.user,
			"happened_at": happened,
			"received_at": now,
		}
	)
	try:
		# who may do what is asked by the service below, in this same transaction
		entry.write_by_action(ignore_permissions=True)
	except frappe.DuplicateEntryError:  # taken by the one that was first; this request looked before that
		frappe.clear_last_message()
		return _known(key, wait=True, about=(ticket, kind))
	reason, connected = _reason(happened, now)
	with service_back_entries.offline(happened, now, connected):
		answer = handler(ticket, kind, values, happened, reason, content)
	entry.answer = json.dumps(answer, ensure_ascii=False, default=str)
	entry.write_by_action(ignore_permissions=True)
	return answer


def _known(key: str, wait: bool = False, about: tuple[str, str] | None = None) -> dict | None:
	"""The first answer to an entry. Raises RefusedError for a key of somebody else, or one that told of something else (``about``)."""
	fields = ["user", "answer", "ticket", "kind"]
	row = frappe.db.get_value("Phone Entry", key, fields, as_dict=True, for_update=wait)
	if row and row.user != frappe.session.user:
		refuse([Violation("phone_key_invalid")])
	if row and about and (service_ties.heir(row.ticket), row.kind) != (service_ties.heir(about[0]), about[1]):
		refuse([Violation("phone_key_taken", (row.ticket,))])
	return {**json.loads(row.answer or "{}"), "known": True} if row else None


def _reason(happened: datetime | None, now: datetime) -> tuple[str, bool]:
	"""Why an entry is late, as far as the server knows, and whether the phone had a connection: it handed in something fresh meanwhile."""
	tolerance = settings.load().entry_tolerance_minutes
	typing = min(tolerance, TYPING)
	if not happened or not is_back_entry(happened, now, typing):
		return "", False
	heard = reads_connection.heard(frappe.session.user, happened + timedelta(minutes=typing), now - SENDING, typing)
	if not is_back_entry(happened, now, tolerance):
		return "", bool(heard)
	if not heard:
		return _("Entered on the phone without a connection"), False
	return _("Entered on the phone afterwards; it was connected at {0}").format(format_datetime(heard, "yyyy-MM-dd HH:mm")), True


def _handler(kind: str) -> Callable:
	found = HANDLERS.get(kind) or (_act if kind in ACTIONS else None)
	if not found:
		refuse([Violation("phone_entry_unknown", (kind[:40],))])
	return found


def _act(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	done = service_transitions.perform(ticket, kind, values, at, reason)
	return {"status": done.status}


def _plan(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	"""Write the plan card and hand it out; an important one waits for the manager instead (R94-R96)."""
	plan = frappe.new_doc("Repair Plan")
	plan.update(incoming.fields("Repair Plan", values, CONTENT))
	plan.update({"ticket": ticket, "project": frappe.db.get_value("Repair Ticket", ticket, "project")})
	plan.insert()
	if not plan.important:
		service_plans.issue(plan, at, reason)
	return {"plan": plan.name, "state": plan.state}


def _plan_of(ticket: str, values: dict):
	"""The plan an entry names, or the one a former entry of this phone made, locked.

	It has to be this ticket's and writable. Raises PermissionError otherwise.
	"""
	name = values.get("plan")
	if values.get("plan_key"):
		name = (_known(incoming.text(values["plan_key"])) or {}).get("plan")
	if not name:
		refuse([Violation("phone_plan_missing")])
	plan = frappe.get_doc("Repair Plan", incoming.text(name), for_update=True)
	plan.check_permission("write")
	if plan.ticket != ticket:
		raise frappe.PermissionError
	return plan


def _issue(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	plan = _plan_of(ticket, values)
	service_plans.issue(plan, at, reason)
	return {"plan": plan.name, "state": plan.state}


def _sign(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	plan = _plan_of(ticket, values)
	text = {name: incoming.text(values.get(name)) for name in ("signed_by", "signature", "owner_opinion")}
	service_plans.sign(plan, **text, at=at, reason=reason)
	return {"plan": plan.name, "state": plan.state}


def _refuse(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	plan = _plan_of(ticket, values)
	text = {name: incoming.text(values.get(name)) for name in ("refused_by", "refusal")}
	service_plans.refuse_to_sign(plan, **text, at=at, reason=reason)
	return {"plan": plan.name, "state": plan.state}


def _agree(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	"""The payer accepts the quotation of a paid repair with a signature (R58)."""
	quote = frappe.get_doc("Paid Repair Quote", incoming.text(values.get("quote")), for_update=True)
	quote.check_permission("write")
	if quote.ticket != ticket:
		raise frappe.PermissionError
	text = {name: incoming.text(values.get(name)) for name in ("accepted_by", "signature")}
	service_quotes.accept(quote, **text, at=at, reason=reason)
	return {"quote": quote.name, "state": quote.state}


def _patrol(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	visit = frappe.new_doc("Site Visit")
	visit.update(incoming.fields("Site Visit", values, PATROL))
	visit.update({"ticket": ticket, "kind": "Patrol", "arrived_at": at, "back_entry_reason": reason})
	visit.project = frappe.db.get_value("Repair Ticket", ticket, "project")
	visit.insert()
	return {"visit": visit.name}


def _recheck(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	"""The re-check of a served correction notice: passed, or what is still wrong and until when (R100)."""
	visit = frappe.new_doc("Site Visit")
	visit.update(incoming.fields("Site Visit", values, RECHECK))
	visit.update({"ticket": ticket, "kind": "Re-check", "arrived_at": at, "back_entry_reason": reason})
	visit.project = frappe.db.get_value("Repair Ticket", ticket, "project")
	visit.insert()
	return {"visit": visit.name}


def _free_checks(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	name = frappe.db.get_value("Repair Ticket", ticket, "survey_visit")
	refuse([] if name else [Violation("arrival_missing")])
	visit = frappe.get_doc("Site Visit", name, for_update=True)
	visit.check_permission("write")
	found = service_free_checks.record(visit, incoming.rows(values.get("rows")), incoming.yes_no(values.get("asked")))
	return {"visit": name, "tickets": found}


def _photo(ticket: str, kind: str, values: dict, at, reason: str, content) -> dict:
	"""An original of the phone's camera as evidence (R93, R98)."""
	refuse([] if content else [Violation("phone_entry_unknown", (kind,))])
	file = originals.keep(content, incoming.text(values.get("file_name") or "photo.jpg")[-100:])
	# the visit of a ticket that was merged meanwhile went along with it
	fields = ["project", "survey_visit", "status"]
	row = frappe.db.get_value("Repair Ticket", service_ties.heir(ticket), fields, as_dict=True)
	before = row.status in ("Accepted", "Appointed", "Surveyed", "Planned")
	item = frappe.get_doc(
		{
			"doctype": "Evidence Item",
			"ticket": ticket,
			"project": row.project,
			"visit": row.survey_visit if before else None,
			"kind": originals.kind_of(content, file.file_name),
			"stage": values.get("stage") or "Survey",
			"moment": values.get("moment") or "",
			"caption": incoming.text(values.get("caption"))[:140],
			"taken_at": at or now_datetime().replace(microsecond=0),
			"file": file.file_url,
		}
	)
	return {"evidence": item.insert().name}


HANDLERS = {
	"plan": _plan,
	"issue": _issue,
	"sign": _sign,
	"refuse": _refuse,
	"agree": _agree,
	"patrol": _patrol,
	"recheck": _recheck,
	"free_checks": _free_checks,
	"photo": _photo,
}
