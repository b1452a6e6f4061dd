"""Complaints: registered, one owner from the first minute, contacted, investigated, answered, confirmed, closed (R15, R75, R110)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from frappe.utils import cint, cstr, get_datetime, getdate, now_datetime

from fangxiu_app.complaints import reads_complaints as reads
from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.complaints import service_answers, service_complaint_clocks, service_complaint_news
from fangxiu_app.core import settings
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.row_locks import by_key
from fangxiu_app.core.table_rows import keep_first
from fangxiu_app.core.time.event_time import check_event_time
from fangxiu_app.core.time.plausible import check_planned
from fangxiu_app.core.wording import _
from fangxiu_app.estate import reads_units
from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.intake import reads_affected

HEADS = service_complaint_clocks.HEADS


@dataclass(frozen=True, slots=True)
class Said:
	"""What a person enters with a step; ``at`` is when it happened."""

	at: datetime
	note: str = ""
	way: str = ""
	file: str = ""
	new_owner: str = ""
	new_level: str = ""


def prepare(complaint) -> None:
	"""Before the first save: who complains, one owner, the level its facts ask for, clocks. Raises RefusedError with all that is missing."""
	now = _now()
	_name_owner(complaint)
	received = get_datetime(complaint.received_at or now).replace(microsecond=0)
	found = rules.check_new(
		*(complaint.get(name) or "" for name in ("channel", "authority", "case_no", "media_outlet")),
		len(complaint.units),
		complaint.complainant or "",
	)
	if received > now:
		found.append(Violation("time_in_future", (received,)))
	found += _planned(complaint)
	complaint.case_owner = complaint.case_owner or reads.owner_for(complaint.project) or frappe.session.user
	refuse(found + owner_violations(complaint.project, complaint.case_owner))
	complaint.state, complaint.received_at = rules.REGISTERED, received
	complaint.registered_by = frappe.session.user
	complaint.set("steps", [])
	complaint.set("clocks", [])
	complaint.level = rules.higher(complaint.level or rules.ORDINARY, least_level(complaint))
	service_complaint_clocks.start(complaint, rules.CLOCKS, received)
	service_complaint_clocks.refresh(complaint)
	service_complaint_clocks.stop(complaint, (rules.HANDOVER_CLOCK,), now)
	service_complaint_clocks.refresh(complaint)


def _name_owner(complaint) -> None:
	"""Whoever complains about a unit and names nobody is its owner."""
	if complaint.unit and not (complaint.complainant or "").strip():
		owner = reads_units.primary_owners([complaint.unit]).get(complaint.unit) or frappe._dict()
		complaint.complainant, complaint.phone = owner.owner_name, complaint.phone or owner.phone


def owner_violations(project: str, user: str) -> list[Violation]:
	"""Nobody but a handler of the project answers for a case; where the project has none, whoever registers one has it until then."""
	known = reads.handlers(project)
	if user in known or (not known and user == frappe.session.user):
		return []
	return [Violation("complaint_owner_role", (user,))]


def least_level(complaint) -> str:
	"""The level below which the complaint cannot be, by its facts as they stand."""
	known = frappe.get_cached_doc("Fangxiu Settings")
	bounds = rules.Bounds(
		cint(known.complaint_group_units) or rules.Bounds().group_units,
		cint(known.complaint_repeats) or rules.Bounds().repeats,
		reads_clocks.long_repair_days(),
	)
	return rules.least_level(reads.weight(complaint, _now()), bounds)


def keep_facts(complaint, before) -> None:
	"""What weighs in a case is taken back by a head alone, with the reason in the record. Raises RefusedError (R110)."""
	found = rules.check_new(
		*(complaint.get(name) or "" for name in ("channel", "authority", "case_no", "media_outlet")),
		len(complaint.units),
		complaint.complainant or "",
	)
	found += _planned(complaint)
	why = cstr(complaint.taken_back_why).strip()
	old, new = _asserted(before), _asserted(complaint)
	refuse(found + rules.check_taken_back(old, new, _is_head(), why))
	if why:
		lost = [_(complaint.meta.get_label(name)) for name in sorted(old.facts - new.facts)]
		lost += [row.unit_code or row.unit for row in before.units if row.unit in old.units - new.units]
		lost += sorted(old.tickets - new.tickets)
		_line(complaint, "correct", Said(_now(), f"{why} {'、'.join(lost)}".strip()))
		complaint.taken_back_why = None


def _planned(complaint) -> list[Violation]:
	promised = complaint.authority_due_at
	return check_planned(getdate(promised), getdate()) if promised else []


def _asserted(complaint) -> rules.Asserted:
	promised = complaint.authority_due_at
	return rules.Asserted(
		frozenset(name for name in rules.FACTS if cint(complaint.get(name))),
		frozenset(row.unit for row in complaint.units if row.unit) | {complaint.unit or ""} - {""},
		frozenset(row.ticket for row in complaint.tickets if row.ticket),
		get_datetime(promised) if promised else None,
		least_level(complaint),
	)


def keep_level(complaint) -> None:
	"""After somebody has written new facts: a level that does not fit them any more rises by itself, with its limits."""
	wanted = rules.higher(complaint.level, least_level(complaint))
	if wanted != complaint.level:
		complaint.level = wanted
		_line(complaint, "set_level", Said(_now(), _("Raised by the facts that were entered."), new_level=wanted))
		service_complaint_clocks.change_level(complaint)
		service_complaint_news.level(complaint)
	service_complaint_clocks.refresh(complaint)


def raise_old(now: datetime) -> list[str]:
	"""Every morning: ordinary cases that have become too old for their level rise, with their limits; returns which (R110).

	One query; work only for those that rise, each once.
	"""
	raised = []
	for name in reads.grown_old(now - timedelta(days=reads_clocks.long_repair_days() + 1)):
		complaint = frappe.get_doc("Customer Complaint", name, for_update=True)
		before = complaint.level
		keep_level(complaint)
		if complaint.level != before:
			# nobody writes it: its age is a fact of the calendar
			complaint.write_by_action(ignore_permissions=True)
			raised.append(name)
	return raised


def fill_rows(complaint) -> None:
	"""Codes and problems beside units and tickets. Two queries at most."""
	units = {row.unit for row in complaint.units if row.unit}
	codes = dict(frappe.get_all("Unit Archive", {"name": ("in", sorted(units))}, ["name", "unit_code"], as_list=True)) if units else {}
	for row in complaint.units:
		row.unit_code = codes.get(row.unit)
	found = {row.name: row for row in reads.tickets(complaint)} if complaint.tickets else {}
	for row in complaint.tickets:
		ticket = found.get(row.ticket)
		if ticket:
			row.unit_code, row.problem = ticket.unit_code, f"{ticket.location} {ticket.defect_type}"[:140]


def check_tickets(complaint, before=None) -> None:
	"""A ticket that is new in a case is about a household of it or a common part. Two queries at most.

	Each stands there once: where two were merged, or one was entered again, its first row stays. A case of nobody's flat may be about
	any ticket of the project. Raises RefusedError with the rows.
	"""
	keep_first(complaint, "units", "unit")
	keep_first(complaint, "tickets", "ticket")
	named = {row.ticket for row in complaint.tickets}
	units = {complaint.unit, *(row.unit for row in complaint.units)} - {None, ""}
	new = named - {row.ticket for row in before.tickets} if before else named
	others = reads.not_common(reads_affected.of_others(new, units)) if units else set()
	refuse([Violation("complaint_ticket_other", (row.idx, row.ticket)) for row in complaint.tickets if row.ticket in others])


def mark_tickets(complaint) -> None:
	"""Tickets that somebody complains about are complaints in their own lists, and get their call after the repair. One statement."""
	names = [row.ticket for row in complaint.tickets]
	if names and complaint.state in rules.OPEN:
		ticket = by_key("Repair Ticket")
		query = frappe.qb.update(ticket).set(ticket.is_complaint, 1)
		query.where(ticket.name.isin(names) & (ticket.is_complaint == 0)).run()


def from_request(request) -> str:
	"""The complaint of a report that was marked as one; where its tickets have an open one already, that one hears of it. Returns its name."""
	tickets = [row.ticket for row in request.items if row.ticket]
	known = reads.of_tickets(tickets, only_open=True)
	return _again(known[0].name, request) if known else _of_request(request, tickets)


def add_tickets(name: str, tickets: list[str]) -> None:
	"""Tickets that were split off, or reported from the open case, belong to it as well; each stands there once."""
	complaint = frappe.get_doc("Customer Complaint", name, for_update=True)
	there = {row.ticket for row in complaint.tickets}
	added = [ticket for ticket in dict.fromkeys(tickets) if ticket not in there]
	if added and complaint.state in rules.OPEN:
		complaint.extend("tickets", [{"ticket": ticket} for ticket in added])
		# the caller asked for the right to the report that was split, or to the complaint; the row follows from it
		complaint.write_by_action(ignore_permissions=True)


def _again(name: str, request) -> str:
	complaint = frappe.get_doc("Customer Complaint", name, for_update=True)
	note = _("The customer complained again with report {0}: {1}").format(request.name, _words(request))
	_line(complaint, "follow_up", Said(_now(), note))
	# the report was saved by its own right; the complaint is its continuation
	complaint.write_by_action(ignore_permissions=True)
	service_complaint_news.again(complaint, request.name)
	return complaint.name


def _of_request(request, tickets: list[str]) -> str:
	complaint = frappe.new_doc("Customer Complaint")
	media = "Media" in (request.channel, request.caller_is)
	items = [f"{row.location} {row.defect_type}" for row in request.items]
	complaint.update(
		{
			"project": request.project,
			"subject": ("、".join(items) or request.visit_reason or request.name)[:140],
			"channel": "Media" if media else request.channel,
			"received_at": request.received_at,
			"complainant": request.caller_name,
			"phone": request.caller_phone,
			"unit": request.unit,
			"media_outlet": request.media_outlet,
			"complaint_text": _words(request),
			"request": request.name,
			"tickets": [{"ticket": ticket} for ticket in dict.fromkeys(tickets)],
		}
	)
	# whoever may report may have a complaint recorded with the report: it is part of it
	complaint.write_by_action(ignore_permissions=True)
	return complaint.name


def _words(request) -> str:
	said = [row.description or f"{row.location} · {row.defect_type}" for row in request.items]
	return "；".join(filter(None, (*said, request.visit_detail, request.special_requests))) or request.name


def act(name: str, step: str, values: Mapping) -> str:
	"""Take one step of ``complaints.rules_complaint``; returns the new state. Raises RefusedError, PermissionError."""
	complaint = frappe.get_doc("Customer Complaint", name, for_update=True)
	check_project(complaint.project, complaint.doctype)
	row = rules.STEPS.get(step)
	if row is None or row.who == rules.APP:
		frappe.throw(_("There is no action {0}. Reload the page and choose one of the offered actions.").format(step))
	_check_people(row.who, complaint)
	said, answer = _said(values, row), reads.answer_to_give(name) if step == "give" else None
	facts = _facts(complaint, step, answer)
	found = rules.check(step, facts, said.note, said.way, said.new_owner, said.new_level)
	refuse(found or _against(complaint, step, said, answer))
	if step in ("withdraw", "set_level") and complaint.state == rules.IN_APPROVAL:
		service_answers.interrupt(complaint.name, said.note)
		complaint.reload()
	before = complaint.case_owner
	_take(complaint, step, said, facts)
	if answer:
		service_answers.given(answer.name, said)
	# the step was checked by role, owner and project; not every handler may write the form
	complaint.write_by_action(ignore_permissions=True)
	service_complaint_news.step(complaint, step, said, before)
	return complaint.state


def _is_head() -> bool:
	return bool(set(HEADS) & set(frappe.get_roles()))


def _check_people(who: str, complaint) -> None:
	if who == rules.HEAD:
		frappe.only_for(HEADS, message=True)
	elif complaint.case_owner != frappe.session.user:
		frappe.only_for(reads.HANDLERS, message=True)


def _said(values: Mapping, row: rules.Step) -> Said:
	"""Only what was said to the customer may have happened earlier than it is entered; all else happens now."""
	at = values.get("at") if row.way else None
	words = {name: cstr(values.get(name)).strip() for name in ("note", "way", "file", "new_owner", "new_level")}
	return Said(incoming.moment(at, _("Time")) if at else _now(), **words)


def _facts(complaint, step: str, answer) -> rules.Facts:
	closing, known = step in ("close", "close_unconfirmed"), settings.load()
	return rules.Facts(
		state=complaint.state,
		owner=complaint.case_owner,
		is_owner=complaint.case_owner == frappe.session.user,
		is_head=_is_head(),
		kind=answer.kind if answer else rules.SOLUTION,
		reason=complaint.reason or "",
		lessons=complaint.lessons or "",
		open_tickets=reads.open_tickets(complaint) if closing else (),
		attempts=reads.attempts(complaint, known.attempt_gap_hours) if step == "close_unconfirmed" else 0,
		attempts_needed=known.contact_attempts,
		attempt_gap_hours=known.attempt_gap_hours,
		level=complaint.level,
		least_level=least_level(complaint) if step == "set_level" else rules.ORDINARY,
	)


def _against(complaint, step: str, said: Said, answer) -> list[Violation]:
	"""What stands against a step that its row allows: its time, the person it goes to, the answer it gives."""
	if step == "hand_over":
		return owner_violations(complaint.project, said.new_owner)
	if step == "give" and not answer:
		return [Violation("complaint_answer_missing")]
	if answer and rules.higher(answer.level, complaint.level) != answer.level:
		return [Violation("complaint_answer_level", (answer.name, answer.level, complaint.level))]
	if not rules.STEPS[step].way:
		return []
	tolerance = settings.load().entry_tolerance_minutes
	earliest = rules.earliest(step, reads.lines(complaint), get_datetime(complaint.received_at))
	return check_event_time(said.at, _now(), earliest, tolerance, said.note)


def _take(complaint, step: str, said: Said, facts: rules.Facts) -> None:
	"""State, stamps, clocks and the line of the record."""
	_line(complaint, step, said)
	complaint.update({"state": rules.end_of(step, complaint.state, facts.kind), **_stamps(complaint, step, said, facts)})
	service_complaint_clocks.stop(complaint, rules.stopped_by(step, facts.kind), said.at)
	if step == "set_level":
		service_complaint_clocks.change_level(complaint)
	elif step in ("reject", "reopen"):
		service_complaint_clocks.start(complaint, rules.BY_LEVEL, said.at)
	elif complaint.state in rules.ENDED:
		service_complaint_clocks.end(complaint, said.at)
	service_complaint_clocks.refresh(complaint)


def _stamps(complaint, step: str, said: Said, facts: rules.Facts) -> dict:
	evidence = keep_evidence(complaint, said) if said.file else None
	if step == "give":
		first = complaint.first_replied_at or said.at
		solved = {"answered_at": said.at} if facts.kind == rules.SOLUTION else {}
		return {"first_replied_at": first, **solved}
	again = {"confirmed_at": None, "confirmed_way": None, "confirmed_note": None, "confirmed_evidence": None}
	again |= {"answered_at": None, "closed_at": None, "reopened": cint(complaint.reopened) + 1}
	return {
		"contact": {"contacted_at": said.at},
		"confirm": {
			"confirmed_at": said.at,
			"confirmed_way": said.way,
			"confirmed_note": said.note,
			"confirmed_evidence": evidence,
		},
		"reject": again,
		"reopen": again,
		"close": {"closed_at": said.at},
		"close_unconfirmed": {"closed_at": said.at},
		"withdraw": {"closed_at": said.at},
		"hand_over": {"case_owner": said.new_owner},
		"set_level": {"level": said.new_level},
	}.get(step, {})


def keep_evidence(complaint, said: Said) -> str:
	"""The file of a step becomes evidence: private, hashed, never changed. Returns its name."""
	item = {
		"doctype": "Evidence Item",
		"project": complaint.project,
		"complaint": complaint.name,
		"kind": "Photo" if said.file.lower().endswith((".png", ".jpg", ".jpeg", ".webp")) else "Other",
		"stage": "Other",
		"file": said.file,
		"caption": f"{complaint.name} {said.note}"[:140],
	}
	# whoever may take the step keeps its file; the file itself is asked for its right when it is hashed
	return frappe.get_doc(item).insert(ignore_permissions=True).name


def _line(complaint, step: str, said: Said) -> None:
	line = {"at": said.at, "entered_at": _now(), "user": frappe.session.user, "step": rules.STEPS[step].line}
	line |= {"note": said.note, "way": said.way, "file": said.file}
	complaint.append("steps", {**line, "new_owner": said.new_owner or None, "new_level": said.new_level})


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
