"""Correction notices: issued, served on the contractor, re-checked until they pass (R14, R100, R101)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import cstr, get_datetime, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.access.roles import MANAGER, SUPERVISOR
from fangxiu_app.core.files import evidence
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.event_time import check_event_time
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.site_work import reads_work
from fangxiu_app.tickets.site_work.reads_work import WORKING

OPEN = ("Issued", "Served")


def issue(notice) -> None:
	"""A new notice: of a running repair, with a due time ahead, to the contractor at work, whose evaluation it counts in. Raises RefusedError."""
	now = _now()
	status, at_work = frappe.db.get_value("Repair Ticket", notice.ticket, ["status", "contractor"])
	found = [] if status in WORKING else [Violation("correction_without_work", (status,))]
	if not notice.contractor:
		found.append(Violation("contractor_missing"))
	elif notice.contractor != at_work:
		found.append(Violation("correction_other_contractor", (notice.ticket,)))
	if notice.source_visit and frappe.db.get_value("Site Visit", notice.source_visit, "ticket") != notice.ticket:
		found.append(Violation("correction_other_visit", (notice.source_visit, notice.ticket)))
	if get_datetime(notice.due_at) <= now:
		found.append(Violation("correction_due_past", (get_datetime(notice.due_at),)))
	refuse(found)
	notice.due_at = get_datetime(notice.due_at).replace(second=0, microsecond=0)
	notice.issued_at, notice.issued_by = now, frappe.session.user


def serve(
	notice, how: str, to: str, at: datetime | str | None = None, reason: str = "", file: str | None = None
) -> None:
	"""Record how, when and to whom the notice was given; ``file`` is kept as evidence. Raises RefusedError."""
	_expect(notice, ("Issued",))
	if not how or not to.strip():
		refuse([Violation("service_incomplete")])
	at = _moment(notice.issued_at, at, reason)
	proof = (
		evidence.keep(notice.ticket, file, "Delivery Proof", "Repair", _("Correction Notice"))
		if file
		else None
	)
	_write(notice, state="Served", served_how=how, served_to=to.strip(), served_at=at, service_proof=proof)


def withdraw(notice, reason: str) -> None:
	"""Withdraw a wrong notice; only supervisor or manager. Raises RefusedError without a reason."""
	frappe.only_for((SUPERVISOR, MANAGER), message=True)
	_expect(notice, OPEN)
	if not reason.strip():
		refuse([Violation("withdraw_reason_missing")])
	_write(notice, state="Withdrawn", withdraw_reason=reason.strip(), closed_at=_now())


def check_recheck(visit) -> None:
	"""A re-check belongs to a served notice of its ticket and says what was found, with a picture taken since the service.

	A failed one sets the next term. What nobody looked at passes no contractor (R100, R101). It moves the notice, so whoever may not
	write that records none. Raises RefusedError, PermissionError.
	"""
	if visit.correction_notice:
		right.check("Correction Notice", "write", visit.correction_notice)
	fields = ["ticket", "state", "served_at"]
	notice = visit.correction_notice and frappe.db.get_value(
		"Correction Notice", visit.correction_notice, fields, as_dict=True
	)
	if not notice or notice.ticket != visit.ticket:
		refuse([Violation("recheck_without_notice")])
	if notice.state != "Served":
		refuse([Violation("recheck_wrong_state", (visit.correction_notice, notice.state))])
	at = get_datetime(visit.arrived_at)
	found = [Violation("time_out_of_order", (at, notice.served_at))] if at < notice.served_at else []
	found += _said(visit, at)
	if not found and not reads_work.pictures([visit.correction_notice]):
		found.append(Violation("recheck_without_picture", (visit.correction_notice,)))
	refuse(found)


def _said(visit, at: datetime) -> list[Violation]:
	"""What a re-check leaves unsaid: its result, what was found, of a failed one the next term."""
	if visit.result == "Fail":
		return [] if _next_term(visit, at) else [Violation("recheck_needs_term")]
	if visit.result != "Pass":
		return [Violation("recheck_without_result")]
	return [] if cstr(visit.findings).strip() else [Violation("recheck_without_finding")]


def recheck(notice, values: dict[str, str | None], at: datetime | str | None, reason: str, photo: str | None) -> str:
	"""Record a re-check with its picture, which becomes evidence; returns the Site Visit. Raises what the visit and the file raise."""
	if photo:
		evidence.keep(notice.ticket, photo, "Photo", "Repair", _("Re-check"), taken_at=incoming.moment(at))
	visit = frappe.new_doc("Site Visit")
	visit.update({**values, "kind": "Re-check", "ticket": notice.ticket, "project": notice.project, "correction_notice": notice.name})
	visit.update({"arrived_at": incoming.moment(at) or _now(), "back_entry_reason": reason})
	return visit.insert().name


def rechecked(visit) -> None:
	"""Write the re-check into its notice: closed when it passed, else the next round with its new due time."""
	notice = frappe.get_doc("Correction Notice", visit.correction_notice, for_update=True)
	_expect(notice, ("Served",))
	row = {
		"due_at": notice.due_at,
		"rechecked_at": visit.arrived_at,
		"visit": visit.name,
		"result": visit.result,
		"remark": visit.findings,
	}
	notice.append("rounds", row)
	if visit.result == "Pass":
		_write(notice, state="Closed", closed_at=visit.arrived_at)
	else:
		_write(notice, round=(notice.round or 1) + 1, due_at=visit.new_due_at)


def _next_term(visit, at: datetime) -> bool:
	"""A failed re-check needs the remaining fault and a new due time."""
	due = visit.new_due_at and get_datetime(visit.new_due_at)
	return bool(due and due > max(at, _now()) and cstr(visit.findings).strip())


def _expect(notice, states: tuple[str, ...]) -> None:
	if notice.state not in states:
		refuse([Violation("correction_wrong_state", (notice.name, notice.state, states))])


def _moment(not_before, at: datetime | str | None, reason: str) -> datetime:
	now = _now()
	moment = incoming.moment(at) or now
	tolerance = settings.load().entry_tolerance_minutes
	refuse(check_event_time(moment, now, get_datetime(not_before), tolerance, reason))
	return moment


def _write(notice, **values) -> None:
	notice.update(values)
	# Who may write the notice was asked where it is served, withdrawn or re-checked; its fields move by these actions only.
	notice.write_by_action(ignore_permissions=True)


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
