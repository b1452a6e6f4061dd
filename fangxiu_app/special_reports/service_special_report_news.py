"""Who hears of a special report, in whole sentences: who is asked, who decides, who answers the customer; every morning what is late (R60)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import cint, format_date

from fangxiu_app.core.access import roles
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox
from fangxiu_app.messaging.outbox import Message, tell_many
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports import service_circulation


def step(report, name: str, said) -> None:
	"""The side that has to act next hears of a step; whoever is not asked any more gets no late message."""
	if report.state in rules.ENDED or report.state == rules.SENT_BACK:
		outbox.cancel_about(report.doctype, report.name)
	if name in ("file", "opine", "hand_on"):
		_tell_asked(report)
	text = {
		"return": _("Special report {0} was sent back for facts: {1}. Complete it and file it again."),
		"decide": _("Special report {0} is decided: {1}. Answer the customer by {2}."),
		"object": _("Special report {0}: the customer does not accept the answer: {1}. Decide anew."),
		"take_back": _("Special report {0}: the decision was taken back, wait with the answer to the customer: {1}."),
		"withdraw": _("Special report {0} was withdrawn: {1}."),
	}.get(name)
	if name == "opine" and report.state == rules.SENT_BACK:
		text = _("Special report {0} was sent back for facts: {1}. Complete it and file it again.")
	if name == "opine" and report.state == rules.TO_DECIDE:
		text = _("Special report {0}: all opinions are in: {1}. Decide, so that the customer is answered by {2}.")
	if text:
		words = text.format(report.name, _about(report), _day(report.answer_due))
		_tell(report, words, _concerned(report, name), f"{name} {len(report.steps)}", said.note)


def remind(today: date) -> int:
	"""Every morning: opinions and answers past their day, each told once to whom it concerns. Two reads, one write; returns how many are late."""
	after = cint(frappe.get_cached_doc("Fangxiu Settings").special_report_head_days)
	opinions, answers = reads.opinions_overdue(today), reads.answers_overdue(today)
	found = [message for row in opinions for message in _missing_opinion(row, today, after)]
	tell_many([*found, *map(_missing_answer, answers)])
	return len(opinions) + len(answers)


def _missing_opinion(row, today: date, after: int) -> list[Message]:
	people = {rules.PERSON: (outbox.user(row.person),), rules.HEAD: tuple(map(outbox.role, reads.HEADS))}
	text = _("Special report {0}: the opinion of {1} ({2}) is overdue since {3}.")
	subject = text.format(row.name, row.full_name or row.person, _(row.department), _day(row.due_on))
	return [
		Message(subject, row.project, people[who], _about(row), (rules.DOCTYPE, row.name), f"{row.row} {row.due_on} {who}", True)
		for who in rules.told_of_delay(row.due_on, today, after)
	]


def _missing_answer(row) -> Message:
	subject = _("Special report {0}: the customer should have been answered by {1}.").format(row.name, _day(row.answer_due))
	to = (outbox.user(row.filed_by), *map(outbox.role, reads.HEADS)) if row.filed_by else tuple(map(outbox.role, reads.HEADS))
	return Message(subject, row.project, to, _about(row), (rules.DOCTYPE, row.name), f"{row.name} answer {row.answer_due}", True)


def _tell_asked(report) -> None:
	"""Everybody who is asked now, once for each time he is asked."""
	text = _("Special report {0} asks for your opinion for {1} by {2}: {3}.")
	for row in service_circulation.asked(report):
		words = text.format(report.name, _(row.department), _day(row.due_on), _about(report))
		_tell(report, words, [outbox.user(row.person)], f"asked {row.round} {row.turn} {row.department} {row.person}")


def _concerned(report, name: str) -> list:
	if name == "object" or (report.state == rules.TO_DECIDE and name == "opine"):
		return list(map(outbox.role, reads.HEADS))
	desk = [outbox.user(report.filed_by)] if report.filed_by else []
	if name == "withdraw":
		return [*desk, *(outbox.user(one) for one in dict.fromkeys(row.person for row in service_circulation.current(report) if row.asked_at))]
	return [*desk, outbox.role(roles.PROPERTY_DESK)]


def _about(row) -> str:
	return " ".join(filter(None, (row.get("unit_code"), row.get("subject"))))[:60]


def _day(day) -> str:
	return format_date(day, "yyyy-MM-dd") if day else "–"


def _tell(report, subject: str, to: list, key: str, note: str = "") -> None:
	outbox.tell(
		subject,
		project=report.project,
		to=list(dict.fromkeys(to)),
		text=note or report.facts,
		about=report,
		key=f"{report.name} {key}",
		urgent=report.urgency != "Ordinary",
	)
