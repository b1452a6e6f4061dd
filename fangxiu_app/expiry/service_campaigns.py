"""Steps of a campaign: the notice, its posting, the owners' replies, repair days, the closing (R52-R56)."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe.utils import cint, cstr, escape_html, format_date, getdate, now_datetime, today

from fangxiu_app.contractors import reads_agreements
from fangxiu_app.core.access import incoming, roles
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.files.proof_files import shared
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.row_locks import by_key
from fangxiu_app.core.wording import _
from fangxiu_app.expiry import reads_expiry as reads
from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry import service_late_steps
from fangxiu_app.expiry.service_expiry import HEADS
from fangxiu_app.messaging import outbox
from fangxiu_app.messaging.channels import SMS
from fangxiu_app.messaging.outbox import Message

POSTERS = (*roles.STAFF, roles.PROPERTY_DESK, roles.ADMINISTRATOR)
CALLERS = (*roles.STAFF, roles.PROPERTY_DESK, roles.CUSTOMER_SERVICE, roles.ADMINISTRATOR)
CRAFT = (*roles.CRAFT, roles.ADMINISTRATOR)
#: Inferred: the briefing is a week's work.
WEEK = timedelta(days=7)


def issue(name: str, by_message: bool) -> dict[str, int]:
	"""Tell every unit that has not been told: by message where the owner has a mobile and it is wanted, else by letter (R52).

	Returns how many get which. Statements do not grow with the units. Raises RefusedError, PermissionError.
	"""
	campaign = _open(name, HEADS)
	rows = reads.to_tell(name)
	phone = frappe.db.get_value("Project", campaign.project, "fx_repair_phone") or ""
	refuse(rules.check_issue(campaign.status, campaign.report_route or phone, campaign.after_route or "", len(rows)))
	now = _now()
	mobiles = {row.name: rules.mobile_of(row.owner_phone) for row in rows if by_message}
	told = {
		rules.SMS: [row.name for row in rows if mobiles.get(row.name)],
		rules.LETTER: [row.name for row in rows if not mobiles.get(row.name) and row.owner_name],
		"": [row.name for row in rows if not mobiles.get(row.name) and not row.owner_name],
	}
	for channel, names in told.items():
		_stamp(names, {"channel": channel, "notified_on": now})
	outbox.tell_many(_to_owner(campaign, row, mobiles[row.name], phone) for row in rows if mobiles.get(row.name))
	if not campaign.notified_at:
		campaign.update({"notified_at": now, "notified_by": frappe.session.user, "status": rules.UNDER_WAY})
		_save(campaign)
		_ask_to_post(campaign)
	return {"messages": len(told[rules.SMS]), "letters": len(told[rules.LETTER])}


def sample(campaign) -> str:
	"""The notice as the first unit that waits for it gets it; empty where none does."""
	rows = reads.to_tell(campaign.name, most=1)
	phone = frappe.db.get_value("Project", campaign.project, "fx_repair_phone") or "" if rows else ""
	return _notice(campaign, rows[0], phone) if rows else ""


def _notice(campaign, row, phone: str) -> str:
	return _(
		"Dear owner: the warranty of {0} of your unit {1} ends on {2}. Please check it carefully and report what you find before then: {3}. Afterwards: {4}."
	).format(
		row.parts, row.unit_code, format_date(row.expires_on, "yyyy-MM-dd"), campaign.report_route or phone, campaign.after_route or "…"
	)


def _to_owner(campaign, row, mobile: str, phone: str) -> Message:
	text = _notice(campaign, row, phone)
	to = outbox.address(mobile, row.owner_name)
	about = ("Expiry Unit", row.name)
	return Message(_("Friendly notice: {0}").format(row.unit_code)[:140], campaign.project, (to,), text, about, f"{row.name} told", channel=SMS)


def _ask_to_post(campaign) -> None:
	outbox.tell(
		_("Please post the friendly notice: {0}").format(campaign.title)[:140],
		project=campaign.project,
		to=[outbox.role(roles.PROPERTY_DESK)],
		text=_("Print the poster from the campaign, post it on the notice boards, and add a photo of each (R53)."),
		about=campaign,
		key=f"{campaign.name} post",
	)


def letters_delivered(name: str) -> int:
	"""The letters are handed over or lie in the letter boxes; returns how many."""
	campaign = _open(name, POSTERS)
	filters = {"campaign": name, "channel": rules.LETTER, "delivered_on": ("is", "not set")}
	names = frappe.get_all("Expiry Unit", filters, pluck="name", limit=0)
	refuse([] if names else [Violation("expiry_no_letters")])
	_stamp(names, {"delivered_on": getdate(today())})
	campaign.letters_at = _now()
	_save(campaign)
	return len(names)


def post(name: str, place: str, photo: str, posted_on: date | str | None = None) -> None:
	"""A poster hangs at ``place``; its photo is the proof (R53)."""
	campaign = _open(name, POSTERS)
	day = incoming.day(posted_on) or getdate(today())
	due = getdate(campaign.notice_due)
	found = rules.check_posting(campaign.status, place, photo, day, getdate(today()), due)
	kept = any(getdate(line.posted_on) <= due for line in campaign.postings)
	found += [] if kept else service_late_steps.found("Posting in the Community", day, due)
	refuse(found or shared([(place.strip(), photo)], [(line.place, line.photo) for line in campaign.postings]))
	row = {"place": place.strip()[:140], "photo": photo, "posted_on": day, "posted_by": frappe.session.user}
	row["evidence"] = _keep(campaign, photo, _("Friendly notice posted: {0}").format(place.strip()))
	campaign.append("postings", row)
	_save(campaign)


def reply(unit: str, answer: str, note: str = "") -> None:
	"""What the owner said to a call or by himself; a call without an answer counts as one (R54)."""
	row = frappe.get_doc("Expiry Unit", unit, for_update=True)
	check_project(row.project, row.doctype)
	frappe.only_for(CALLERS, message=True)
	answer = incoming.one_of(answer, rules.REPLIES, _("Result of the Call"))
	status = frappe.db.get_value("Expiry Campaign", row.campaign, "status")
	refuse(rules.check_reply(status, answer, note, bool(row.notified_on)))
	if answer != rules.NO_ANSWER or row.reply not in rules.ANSWERS:
		row.update({"reply": answer, "reply_note": note.strip()})
	row.update({"called_by": frappe.session.user, "called_at": _now(), "calls": cint(row.calls) + 1})
	_save(row)


def plan_day(name: str, contractor: str, day: date | str, people: int = 0, material: str = "") -> None:
	"""A day on which a contractor repairs what is open in these units, with people and material (R56)."""
	campaign = _open(name, CRAFT)
	on = incoming.day(day)
	taken = any(row.contractor == contractor and getdate(row.day) == on for row in campaign.repair_days)
	works = reads_agreements.works_for(campaign.project, contractor)
	refuse(rules.check_day(campaign.status, on, getdate(today()), taken, works))
	line = {"contractor": contractor, "day": on, "people": max(cint(people), 0), "material": material.strip()}
	campaign.append("repair_days", {**line, "recorded_by": frappe.session.user})
	_save(campaign)


def record_day(name: str, row: str, present: int, note: str) -> None:
	"""How a repair day went: who came, and what stands in the way (R56)."""
	campaign = _open(name, CRAFT)
	line = next((one for one in campaign.repair_days if one.name == row), None)
	found = [] if line else [Violation("expiry_row_unknown")]
	if line and getdate(line.day) > getdate(today()):
		found.append(Violation("expiry_in_future", (getdate(line.day),)))
	refuse(found if note.strip() else [*found, Violation("expiry_note_missing")])
	line.update({"present": max(cint(present), 0), "note": note.strip(), "recorded_by": frappe.session.user})
	_save(campaign)


def close(name: str, reason: str = "") -> None:
	"""Everything is proved; after the end of the warranty a reason may stand for what is not (R52-R57)."""
	campaign = _open(name, HEADS)
	found = [] if campaign.status in rules.OPEN else [Violation("expiry_over", (campaign.status,))]
	day = getdate(today())
	refuse(found or rules.check_close(reads.standing(campaign), getdate(campaign.last_date), day, reason))
	_end(campaign, rules.CLOSED, reason)


def withdraw(name: str, reason: str) -> None:
	"""The campaign is not wanted, for example because the dates of the units were wrong."""
	campaign = _open(name, HEADS)
	found = [] if campaign.status == rules.TO_NOTIFY else [Violation("expiry_told", (campaign.status,))]
	refuse(found if reason.strip() else [*found, Violation("expiry_reason_missing")])
	_end(campaign, rules.WITHDRAWN, reason)


def remind(day: date) -> int:
	"""Every morning: notices and meetings that are late, and what is open a week before the end; each once. Returns messages."""
	texts = {
		"notice_late": _("The friendly notice is late: {0}"),
		"meeting_late": _("The mobilisation meeting is late: {0}"),
		"left": _("Problems are open, brief contractor and owner in writing: {0}"),
	}
	rows = reads.reminders(day, day + WEEK)
	messages = [
		Message(
			text.format(row.title)[:140],
			row.project,
			(outbox.role(roles.MANAGER), outbox.role(roles.ENGINEER)),
			_("{0} open tickets.").format(row.left) if kind == "left" else "",
			("Expiry Campaign", row.name),
			f"{row.name} {kind}",
		)
		for row in rows
		for kind, text in texts.items()
		if row[kind]
	]
	outbox.tell_many(messages)
	return len(messages)


def _end(campaign, status: str, reason: str) -> None:
	campaign.update({"status": status, "closed_at": _now(), "closed_by": frappe.session.user, "reason": reason.strip()})
	outbox.cancel_about(campaign.doctype, campaign.name)
	_save(campaign)
	if reason.strip():
		campaign.add_comment("Info", f"{_(status)}: {escape_html(cstr(reason).strip())}")


def _open(name: str, who: tuple[str, ...]):
	campaign = frappe.get_doc("Expiry Campaign", name, for_update=True)
	check_project(campaign.project, campaign.doctype)
	frappe.only_for(who, message=True)
	return campaign


def _stamp(names: list[str], values: dict) -> None:
	"""The same values on many rows. One statement."""
	if names:
		row = by_key("Expiry Unit")
		query = frappe.qb.update(row).where(row.name.isin(names))
		for field, value in {**values, "modified": _now(), "modified_by": frappe.session.user}.items():
			query = query.set(row[field], value)
		query.run()


def _keep(campaign, file: str, caption: str) -> str:
	item = {"doctype": "Evidence Item", "project": campaign.project, "file": file, "kind": "Photo", "stage": "Other"}
	# whoever may post keeps its photo; the item checks that the file is his to read, and hashes it
	return frappe.get_doc({**item, "caption": caption[:140]}).insert(ignore_permissions=True).name


def _save(doc) -> None:
	"""Save what an action changed; role and project were asked before."""
	doc.write_by_action(ignore_permissions=True)


def _now():
	return now_datetime().replace(microsecond=0)
