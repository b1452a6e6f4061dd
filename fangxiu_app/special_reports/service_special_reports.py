"""Special reports: filed by the property company, opined on by departments, decided by a head, answered to the customer (R60)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe.utils import cstr, get_datetime, getdate, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.table_rows import keep_first
from fangxiu_app.core.time.event_time import check_event_time
from fangxiu_app.core.wording import _
from fangxiu_app.paid_repairs import reads_paid_repairs
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports import service_circulation, service_special_report_news
from fangxiu_app.warranty.service_warranty import cover

#: How a form calls a document that is not saved yet.
UNSAVED = "new-"


@dataclass(frozen=True, slots=True)
class Said:
	"""What a person enters with a step; ``at`` is when it happened."""

	at: datetime
	note: str = ""
	way: str = ""
	file: str = ""
	opinion: str = ""
	person: str = ""
	decision: str = ""
	share: str = ""
	row: str = ""
	by_when: date | None = None

	def fields(self) -> dict[str, object]:
		return {name: getattr(self, name) for name in self.__dataclass_fields__}


def fill(report) -> None:
	"""Before a save by hand while the report is the property company's: words beside tickets, and how the warranty stands.

	The answer of the tickets is kept as it was given with them; a warranty item is asked about beside them, and the latest end counts. At
	most four queries and those of the warranty. Raises RefusedError for a ticket about another unit, and for a plan that cannot be asked.
	"""
	keep_first(report, "tickets", "ticket")
	found = fill_rows(report)
	others = reads.of_other_units(report)
	refuse([Violation("special_report_ticket", (idx, ticket, report.unit_code or report.unit)) for idx, ticket in others])
	said = [(row.warranty_answer, row.owner_until) for row in found if row.warranty_answer]
	if report.unit and report.warranty_item:
		answer = cover(frappe.get_cached_doc("Unit Archive", report.unit), report.warranty_item, "", getdate())
		said.append((answer.text, answer.answer.owner_until))
	report.warranty_answer = "\n".join(dict.fromkeys(text for text, _until in said)) or None
	report.owner_until = max((getdate(until) for _text, until in said if until), default=None)
	service_circulation.check_plan(report)


def fill_rows(report) -> list[dict]:
	"""Codes and problems beside the tickets; returns the tickets as they stand. One query at most."""
	found = reads.tickets(report)
	known = {row.name: row for row in found}
	for row in report.tickets:
		if ticket := known.get(row.ticket):
			row.unit_code, row.problem = ticket.unit_code, f"{ticket.location} {ticket.defect_type}"[:140]
	return found


def act(name: str, step: str, values: Mapping, happened: datetime | None = None) -> str:
	"""Take one step of ``special_reports.rules_special_report``; returns the new state. Raises RefusedError, PermissionError.

	``happened`` is for the app's own records of the past; a person enters the time only of what was said to the customer.
	"""
	report = frappe.get_doc(rules.DOCTYPE, name, for_update=True)
	check_project(report.project, report.doctype)
	row = rules.STEPS.get(step)
	if row is None:
		frappe.throw(_("There is no action {0}. Reload the page and choose one of the offered actions.").format(step))
	_check_people(row.who)
	said = _said(values, row, happened)
	refuse(rules.check(step, report.state, {**said.fields(), "at": values.get("at")}, getdate()) or _against(report, step, said))
	_take(report, step, said)
	# the step was checked by role, project and whose opinion is asked; departments and heads may not write the form
	report.write_by_action(ignore_permissions=True)
	service_special_report_news.step(report, step, said)
	return report.state


def _check_people(who: str) -> None:
	if who in (rules.DESK, rules.HEAD, rules.EITHER):
		people = {rules.DESK: reads.DESK, rules.HEAD: reads.HEADS, rules.EITHER: (*reads.DESK, *reads.HEADS)}[who]
		frappe.only_for(people, message=True)


def _said(values: Mapping, row: rules.Step, happened: datetime | None) -> Said:
	"""Only the customer may have been spoken to earlier than it is entered; all else happens now."""
	at, day = values.get("at") if row.after else None, values.get("by_when")
	names = ("note", "way", "file", "opinion", "person", "decision", "share", "row")
	words = {name: cstr(values.get(name)).strip() for name in names}
	when = incoming.moment(at, _("Time")) if at else happened or now()
	return Said(when, **words, by_when=incoming.day(day, _("Done By")) if day else None)


def _against(report, step: str, said: Said) -> list[Violation]:
	"""What stands against a step that its row allows: who is asked, the plan, the time."""
	row = rules.STEPS[step]
	if row.who == rules.PERSON:
		found = service_circulation.against(report, said)
	elif step == "file":
		fill(report)  # tickets and terms may have changed since it was written
		found = rules.check_filing(_filing(report))
	elif step == "close":
		found = rules.check_closing(report.decision or "", reads.carried_out(report), said.note)
	else:
		found = []
	after = report.get(row.after) if row.after else report.steps[-1].at if report.steps else None
	tolerance = settings.load().entry_tolerance_minutes
	return found or check_event_time(said.at, now(), get_datetime(after) if after else None, tolerance, said.note)


def lacks(report) -> list[Violation]:
	"""What a report that is still written by the property company lacks for its filing. Three queries at most."""
	return rules.check_filing(_filing(report)) if report.state in rules.EDITABLE else []


def _filing(report) -> rules.Filing:
	until = getdate(report.owner_until) if report.owner_until else None
	agreed = reads_paid_repairs.agreed_by_owner([row.ticket for row in report.tickets])
	routes = service_circulation.routes(report)
	return rules.Filing(getdate(), routes, report.warranty_answer or "", until, report.reason or "", agreed)


def _take(report, step: str, said: Said) -> None:
	"""State, stamps, opinions and the line of the record."""
	line(report, step, said)
	if step == "file":
		service_circulation.begin(report, said.at)
	elif step in ("opine", "hand_on"):
		service_circulation.answer(report, step, said)
	elif step == "withdraw":
		service_circulation.lapse(report)
	opinions = service_circulation.pairs(report)
	report.state = rules.end_of(step, report.state, said.opinion, opinions)
	report.update(_stamps(report, step, said))
	report.next_due_on = rules.next_due(
		report.state, report.answer_due and getdate(report.answer_due), service_circulation.days_asked(report)
	)


def _stamps(report, step: str, said: Said) -> dict:
	user = frappe.session.user
	nothing = dict.fromkeys(("decision", "decision_text", "customer_share", "decision_due", "decided_by", "decided_at"))
	unanswered = dict.fromkeys(("answered_at", "answered_way", "answered_by", "answer_text", "answer_evidence"))
	if step == "file":
		first = get_datetime(report.filed_at) if report.filed_at else said.at
		due = service_circulation.due(first, service_circulation.answer_days(report.urgency))
		# filed again as more urgent it is answered sooner, never later than the customer was promised
		promised = getdate(report.answer_due) if report.answer_due else due
		filed = {} if report.filed_at else {"filed_by": user, "filed_at": said.at}
		return {**filed, "answer_due": min(due, promised)}
	if step == "answer":
		evidence = keep_evidence(report, said.file, said.note) if said.file else None
		told = {"answered_at": said.at, "answered_way": said.way, "answered_by": user, "answer_text": said.note}
		return {**told, "answer_evidence": evidence}
	return {
		"decide": {
			"decision": said.decision,
			"decision_text": said.note,
			"customer_share": said.share if said.decision == rules.SHARED else None,
			"decision_due": said.by_when,
			"decided_by": user,
			"decided_at": said.at,
		},
		"take_back": nothing,
		"object": {**nothing, **unanswered},
		"close": {"closed_at": said.at},
		"withdraw": {"closed_at": said.at},
	}.get(step, {})


def line(report, step: str, said: Said) -> None:
	"""One line of the handling record. A report that was sent back is filed again."""
	words = rules.STEPS[step].line if step in rules.STEPS else step
	if step == "file" and report.filed_at:
		words = rules.FILED_AGAIN
	chosen = said.opinion or said.decision
	share = _("Customer's share: {0}").format(said.share) if said.share and said.decision == rules.SHARED else ""
	note = "\n".join(filter(None, (_(chosen, context=rules.DOCTYPE) if chosen else "", share, said.note)))
	department = service_circulation.department(report, said)
	entry = {"at": said.at, "entered_at": now(), "user": frappe.session.user, "step": words, "department": department}
	report.append("steps", {**entry, "note": note, "way": said.way, "file": said.file or None})


def keep_photos(report) -> None:
	"""Photos belong to the report; once it is filed they are evidence: private, hashed, never changed."""
	for row in report.photos:
		_attach(report, row.photo)
	if report.state == rules.DRAFT:
		return
	known = set(frappe.get_all("Evidence Item", {"special_report": report.name}, pluck="file"))
	for row in report.photos:
		if row.photo not in known:
			keep_evidence(report, row.photo, row.caption or report.subject)


def keep_evidence(report, url: str, caption: str) -> str:
	"""A file of the report becomes evidence, and is read by whoever may read the report. Returns the evidence's name."""
	item = {
		"doctype": "Evidence Item",
		"project": report.project,
		"special_report": report.name,
		"kind": "Photo" if url.lower().endswith((".png", ".jpg", ".jpeg", ".webp")) else "Other",
		"stage": "Other",
		"file": url,
		"caption": f"{report.name} {caption}"[:140],
	}
	_attach(report, url)
	# whoever may take the step keeps its file; the file itself is asked for its right when it is hashed
	return frappe.get_doc(item).insert(ignore_permissions=True).name


def _attach(report, url: str) -> None:
	"""The user's own upload that belongs to nothing yet, or to the unsaved form: colleagues read it by their right to the report."""
	mine = {"file_url": url, "owner": frappe.session.user}
	for file in frappe.get_all("File", mine, ["name", "attached_to_doctype", "attached_to_name"]):
		unsaved = file.attached_to_doctype == report.doctype and str(file.attached_to_name).startswith(UNSAVED)
		if unsaved or not file.attached_to_doctype:
			frappe.db.set_value("File", file.name, {"attached_to_doctype": report.doctype, "attached_to_name": report.name})


def now() -> datetime:
	return now_datetime().replace(microsecond=0)
