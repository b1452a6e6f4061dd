"""Reports of the repair centre: drafted from data, refreshed while a draft, issued once as a PDF, sent, corrected by a new version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime

import frappe
from frappe.utils import format_date, getdate, now_datetime
from frappe.www.printview import get_print_format

from fangxiu_app.core.access.roles import (
	ADMINISTRATOR,
	CUSTOMER_SERVICE,
	ENGINEER,
	MANAGER,
	PROJECT_DEPARTMENT,
	PROPERTY_DESK,
	SUPERVISOR,
)
from fangxiu_app.core.framework import paper
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_report_windows
from fangxiu_app.delivery.rules_report_windows import DeliveryDays
from fangxiu_app.messaging import outbox
from fangxiu_app.reports import reads_stage_report_data
from fangxiu_app.reports import rules_stage_reports as rules

#: Reports go to the company and its owners' district: they are Chinese, whoever or whatever drafts them.
LANGUAGE = "zh"
HEADS = (MANAGER, SUPERVISOR, ADMINISTRATOR)
#: Whom a project's reports go to unless its schedule is changed: customer service, project department, repair centre and
#: property company (R26). The regulation names nobody for the repair weekly and the quality report (R43, R105): inferred.
RECIPIENTS = {
	rules.EARLY: (CUSTOMER_SERVICE, PROJECT_DEPARTMENT, MANAGER, SUPERVISOR, ENGINEER, PROPERTY_DESK),
	rules.WEEKLY: (MANAGER, SUPERVISOR, CUSTOMER_SERVICE, PROJECT_DEPARTMENT),
	rules.QUALITY: (MANAGER, PROJECT_DEPARTMENT, CUSTOMER_SERVICE),
}
#: What a new version takes over from the one it corrects.
COPIED = ("progress", "problems", "help_needed", "next_steps", "conclusion")


def prepare(report) -> None:
	"""Fill a new report: period, number, version and data. Raises RefusedError while another draft of it is open."""
	now = now_datetime().replace(microsecond=0)
	weekday = _schedule(report, "weekday") or "Monday"
	if report.period_from:
		first, last = rules.whole_period(report.kind, getdate(report.period_from), weekday)
	else:
		first, last = rules.period(report.kind, now.date(), weekday)
	if first > now.date():
		frappe.throw(
			_("The period begins on {0}, in the future. Choose an earlier day.").format(format_date(first)),
			RefusedError,
		)
	report.period_from, report.period_to, report.state = first, last, rules.DRAFT
	earlier = _versions(report)
	_check_no_draft(earlier)
	report.corrects = earlier[0].name if earlier else None
	report.version = 1 + (earlier[0].version if earlier else 0)
	report.number = earlier[0].number if earlier else _next_number(report)
	report.slot = _slot(report.project, report.kind, first, report.version)
	report.title = _title(report)
	_collect(report, now)


def refresh(report) -> None:
	"""Read the data of a draft again; texts written by the manager stay."""
	_check_draft(report)
	_collect(report, now_datetime().replace(microsecond=0))
	report.write_by_action()


def issue(report) -> None:
	"""The manager issues the report: frozen, kept as a PDF with its hash, sent to the recipients (R43, R105)."""
	_check_draft(report)
	_check_ready(report)
	report.state, report.issued_by = rules.ISSUED, frappe.session.user
	report.issued_at = now_datetime().replace(microsecond=0)
	report.write_by_action()
	file, digest = _keep_pdf(report)
	report.pdf, report.pdf_sha256 = file.file_url, digest
	report.write_by_action()
	if report.corrects:
		old = frappe.get_doc("Stage Report", report.corrects, for_update=True)
		old.state = rules.SUPERSEDED
		old.write_by_action()
	if not distribute(report):
		_warn_of_nobody(report)


def _warn_of_nobody(report) -> None:
	"""An issued report nobody gets says so at once, with the way out."""
	frappe.msgprint(
		_("{0} is issued, but nobody gets it: the report schedule of this project names nobody. Name recipients there, then issue a new version.").format(
			frappe.bold(report.title)
		),
		title=_("No Recipients"),
		indicator="orange",
	)


def new_version(report):
	"""A draft that corrects an issued report, with its words taken over; returns it."""
	check_writer(report)
	if report.state != rules.ISSUED:
		frappe.throw(
			_("Only an issued report is corrected by a new version. Open the newest one."), RefusedError
		)
	draft = frappe.new_doc("Stage Report")
	draft.update({"project": report.project, "kind": report.kind, "period_from": report.period_from})
	draft.update({name: report.get(name) for name in COPIED})
	for row in report.photos:
		draft.append("photos", {"evidence": row.evidence, "caption": row.caption})
	return draft.insert()


def distribute(report) -> list[str]:
	"""Queue the report for everybody its schedule names; each is told once per version. Empty where it names nobody."""
	to = _recipients(report)
	return to and outbox.tell(
		report.title,
		project=report.project,
		to=to,
		text=report.conclusion or "",
		about=report,
		key=f"{report.name} issued",
		attachment=report.pdf,
	)


def draft_due(now: datetime) -> list[str]:
	"""Put a job into the queue for every report that is due and not there yet; returns their slots."""
	queued = []
	deliveries = _deliveries()
	schedule_projects(deliveries)
	fields = ["project", "kind", "weekday", "starts_on", "until"]
	rows = frappe.get_all("Report Schedule", {"enabled": 1}, fields)
	due = {}
	for row in rows:
		days = deliveries.get(row.project, ())
		span = rules.due(row.kind, row.starts_on, row.weekday or "Monday", now.date(), days, row.until)
		if span:
			due[_slot(row.project, row.kind, span[0], 1)] = (row.project, row.kind, span[0])
	there = set(frappe.get_all("Stage Report", {"slot": ("in", list(due) or [""])}, pluck="slot"))
	for slot, (project, kind, first) in due.items():
		if slot not in there:
			queued.append(slot)
			frappe.enqueue(
				"fangxiu_app.reports.service_stage_reports.draft",
				queue="long",
				job_id=f"fx_report_{hashlib.sha256(slot.encode()).hexdigest()[:16]}",
				deduplicate=True,
				project=project,
				kind=kind,
				first=str(first),
			)
	return queued


def last_words(schedule) -> str:
	"""A sentence that says when the last report of a Report Schedule comes (R24, R43, R105)."""
	if not schedule.enabled:
		return _("Switched off: nothing is drafted by itself.")
	dates = [getdate(day) if day else None for day in (schedule.starts_on, schedule.until)]
	found = rules.spans(schedule.kind, *dates, _deliveries(schedule.project).get(schedule.project, ()))
	if not found:
		return _("Nothing is drafted: no delivery of this project has its days within. Enter a start.")
	ends = [end for _start, end in found]
	if None in ends:
		return _("No end: a report is drafted each time until a last day is entered here.")
	days = rules.last_period(schedule.kind, max(ends), schedule.weekday or "Monday")
	return _("The last report covers {0} to {1} and is drafted on {2}.").format(*map(format_date, days))


def _deliveries(project: str | None = None) -> dict[str, list[DeliveryDays]]:
	"""Project → days of its deliveries; of one ``project``, or of all."""
	filters = {"project": project} if project else {}
	fields = ["name", "project", "delivery_date", "completion_date"]
	rows = frappe.get_all("Delivery Batch", filters, fields, limit=0)
	found: dict[str, list[DeliveryDays]] = {}
	days = reads_report_windows.of(rows)
	for row in rows:
		found.setdefault(row.project, []).append(days[row.name])
	return found


def schedule_projects(projects: Iterable[str]) -> None:
	"""Give every project that delivers the schedules of its reports with their recipients (R26, R43, R105), where missing.

	What somebody changed in a schedule stays; one that is not wanted is switched off, not deleted.
	"""
	names = list(projects)
	there = frappe.get_all(
		"Report Schedule", {"project": ("in", names or ["-"])}, ["project", "kind"], as_list=True
	)
	for project in names:
		for kind, roles in RECIPIENTS.items():
			if (project, kind) not in there:
				rows = [{"recipient_kind": "Role", "role": role} for role in roles]
				doc = {"doctype": "Report Schedule", "project": project, "kind": kind, "recipients": rows}
				# follows from the delivery its writer was allowed to make
				frappe.get_doc(doc).insert(ignore_permissions=True)


def check_writer(report) -> None:
	"""Engineers write the pre-delivery report of the project they are stationed in (R24); all else is the heads'.

	Raises PermissionError.
	"""
	user = frappe.session.user
	if set(HEADS) & set(frappe.get_roles(user)) or user == "Administrator":
		return
	if report.kind != rules.EARLY or user not in stationed(report.project):
		frappe.throw(
			_(
				"Only engineers stationed in this project write its pre-delivery report. Ask the repair manager."
			),
			frappe.PermissionError,
		)


def stationed(project: str) -> set[str]:
	"""Engineers stationed at the project department for a delivery of the project, today (R21)."""
	row, batch = frappe.qb.DocType("Stationed Engineer"), frappe.qb.DocType("Delivery Batch")
	day = now_datetime().date()
	query = frappe.qb.from_(row).join(batch).on(batch.name == row.parent).select(row.engineer).distinct()
	query = query.where((batch.project == project) & (row.from_date <= day))
	return set(query.where(row.to_date.isnull() | (row.to_date >= day)).run(pluck=True))


def draft(project: str, kind: str, first: str) -> str | None:
	"""The queued job: makes one draft and notifies the managers. None when another job was faster: the slot is unique."""
	report = frappe.new_doc("Stage Report")
	report.update({"project": project, "kind": kind, "period_from": first})
	try:
		report.insert(ignore_permissions=True)
	except (RefusedError, frappe.UniqueValidationError, frappe.DuplicateEntryError):
		frappe.clear_last_message()
		return None
	outbox.tell(
		_("{0} is drafted. Read, complete and issue it.").format(report.title),
		project=project,
		to=[
			outbox.role(MANAGER),
			*(map(outbox.user, sorted(stationed(project))) if kind == rules.EARLY else ()),
		],
		about=report,
		key=f"{report.name} drafted",
	)
	return report.name


def _collect(report, now: datetime) -> None:
	data = reads_stage_report_data.snapshot(
		report.kind, report.project, getdate(report.period_from), getdate(report.period_to), now
	)
	report.data, report.drafted_at = json.dumps(data, ensure_ascii=False), now


def _check_draft(report) -> None:
	if report.state != rules.DRAFT:
		frappe.throw(
			_("{0} is {1} already. Make a new version to correct it.").format(
				frappe.bold(report.title), _(report.state)
			),
			RefusedError,
		)


def _check_no_draft(earlier: list) -> None:
	if earlier and earlier[0].state == rules.DRAFT:
		frappe.throw(
			_("There is a draft of this report already: {0}. Go on with that one.").format(
				frappe.bold(earlier[0].name)
			),
			RefusedError,
		)


def lacks(report) -> list[str]:
	"""Everything that keeps a draft from being issued, in words."""
	missing = []
	if now_datetime().date() < getdate(report.period_to):
		missing.append(_("The period runs until {0}. Issue the report on that day or later.").format(format_date(report.period_to)))
	if not (report.conclusion or "").strip():
		missing.append(_("Write the manager's conclusion."))
	if report.corrects and not (report.correction_reason or "").strip():
		missing.append(_("Say what this version corrects: fill in the reason for the correction."))
	return missing


def _check_ready(report) -> None:
	"""Everything that is missing at once."""
	if missing := lacks(report):
		frappe.throw("<br>".join(missing), RefusedError, title=_("Not Ready"))


def _pdf(report) -> bytes:
	"""The report on A4 in Chinese. Only its own styles: the page's stylesheets would have to come over the network."""
	print_format, language = rules.KINDS[report.kind].print_format, frappe.local.lang
	frappe.local.lang = LANGUAGE
	try:
		template = get_print_format("Stage Report", frappe.get_doc("Print Format", print_format))
		body = frappe.render_template(template, {"doc": report})
	finally:
		frappe.local.lang = language
	return paper.pdf(body)


def _keep_pdf(report):
	"""The report as it is sent: printed once, private, and its SHA-256."""
	content = _pdf(report)
	name = f"{report.name}-v{report.version}.pdf"
	values = {"file_name": name, "content": content, "is_private": 1, "attached_to_field": "pdf"}
	about = {"attached_to_doctype": "Stage Report", "attached_to_name": report.name}
	file = frappe.get_doc({"doctype": "File", **values, **about}).insert()
	return file, hashlib.sha256(content).hexdigest()


def _recipients(report) -> list[outbox.Recipient]:
	name = _schedule(report, "name")
	found = []
	for row in frappe.get_doc("Report Schedule", name).recipients if name else ():
		if row.recipient_kind == "Role":
			found.append(outbox.role(row.role))
		elif row.recipient_kind == "User":
			found.append(outbox.user(row.user))
		else:
			found.append(outbox.address(row.email, row.person or ""))
	return found


def recipient_names(report) -> list[str]:
	"""The recipients as people read them."""
	return [
		_(to.value, LANGUAGE)
		if to.kind == "Role"
		else to.name or frappe.db.get_value("User", to.value, "full_name") or to.value
		for to in _recipients(report)
	]


def _schedule(report, field: str):
	return frappe.db.get_value("Report Schedule", {"project": report.project, "kind": report.kind}, field)


def _versions(report) -> list:
	"""Earlier versions of the same report, newest first; locked against a second draft made at once by the unique slot."""
	filters = {"project": report.project, "kind": report.kind, "period_from": report.period_from}
	return frappe.get_all(
		"Stage Report", filters, ["name", "version", "number", "state"], order_by="version desc", limit=1
	)


def _next_number(report) -> int:
	newest = frappe.get_all(
		"Stage Report",
		{"project": report.project, "kind": report.kind},
		pluck="number",
		order_by="number desc",
		limit=1,
	)
	return 1 + (newest[0] if newest else 0)


def _slot(project: str, kind: str, first: date, version: int) -> str:
	return f"{project}|{kind}|{first}|{version}"


def _title(report) -> str:
	project = frappe.db.get_value("Project", report.project, "project_name")
	days = f"{report.period_from:%Y-%m-%d}~{report.period_to:%m-%d}"
	mark = f" V{report.version}" if report.version > 1 else ""
	return f"{project} {_(report.kind, LANGUAGE)} {days}{mark}"[:140]


def sent(name: str) -> list[dict]:
	"""The messages of an issued report: to whom, by which channel, when, and why not."""
	fields = ["recipient_kind", "recipient", "recipient_name", "channel", "state", "sent_at", "next_try_at", "error"]
	filters = {"reference_doctype": "Stage Report", "reference_name": name, "dedupe_key": f"{name} issued"}
	return frappe.get_all("Outbox Message", filters, fields, order_by="creation, name")
