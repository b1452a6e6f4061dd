"""Texts of letters: composed from a template for the tickets they are about, previewed for its author (R17, R107; docs/adr/0123)."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from frappe.utils import cstr, format_datetime, today

from fangxiu_app.contractors import reads_answering, rules_answering
from fangxiu_app.contractors.breach import reads_letters as queries
from fangxiu_app.contractors.breach import rules_correspondence, rules_letter_text
from fangxiu_app.core import settings
from fangxiu_app.core.wording import _

#: Places of a template by the words its author uses → names of the facts; both are filled in.
PLACES = {
	"项目": "project",
	"施工单位": "contractor",
	"收件单位": "receiver",
	"整改天数": "cure_days",
	"联系电话": "phone",
	"前次知会": "earlier",
	"今天": "today",
}
#: The place for all tickets of the letter, one a line.
TICKETS = "工单清单"
#: What a template may name, with values that let its author see every place filled.
SAMPLE = {
	"project": "翠湖天地一期",
	"contractor": "恒固建工集团",
	"receiver": "恒固建工集团",
	"tickets": [
		{"ticket": "RT-1", "unit": "3-2-1501", "problem": "主卧卫生间渗漏", "due": "", "days_late": 3}
	],
	"cure_days": 7,
	"deadline": "",
	"phone": "400-000-0000",
	"earlier": "2025年12月20日发出的知会（编号 翠湖天地一期-函-2025-018）",
	"today": "2026-01-01",
}


def compose(template: str, tickets: list[str], project: str, contractor: str = "", given_days: int = 0, receiver: str = "", to_contractor: bool = True, earlier: str = "") -> dict:
	"""Subject and text of ``template`` for these tickets, as plain text to be edited. The caller has checked the rights.

	``receiver`` is whom the letter goes to by name; without one, the contractor, where it goes ``to_contractor``. ``earlier`` is the
	letter that it follows; without one, a second notice follows the last notice about the ticket.
	"""
	row = frappe.get_cached_doc("Letter Template", template)
	context = _context(tickets, project, contractor, given_days)
	if row.kind == rules_correspondence.SECOND and tickets:
		earlier = earlier or queries.last_notice(tickets[0]) or ""
	context["earlier"] = _named(earlier)
	context["receiver"] = receiver or (context["contractor"] if to_contractor else "")
	return {"kind": row.kind, "subject": render(row.subject, context), "body": render(row.body, context)}


def _named(earlier: str) -> str:
	"""An earlier letter as another one speaks of it: its kind, its day, its number."""
	row = frappe.db.get_value("Correspondence", earlier, ["kind", "letter_no", "issued_at"], as_dict=True) if earlier else None
	if not row or not row.issued_at:
		return _("earlier notice")
	return _("{0} of {1} (No. {2})").format(_(row.kind), format_datetime(row.issued_at, "yyyy-MM-dd"), row.letter_no or earlier)


def preview(subject: str, body: str, ticket: str | None = None) -> dict:
	"""How a template reads once it is filled: with a sample, or with a ticket its author may read.

	``unknown`` names what nothing fills in, as it is written; ``places`` what can be written.
	"""
	context = SAMPLE
	if ticket:
		project, contractor = frappe.db.get_value("Repair Ticket", ticket, ["project", "contractor"])
		context = _context([ticket], project, contractor or "", 0)
	return {
		"subject": render(subject, context),
		"body": render(body, context),
		"unknown": list(dict.fromkeys((*unknown_places(subject), *unknown_places(body)))),
		"places": [*PLACES, TICKETS],
	}


def _context(tickets: list[str], project: str, contractor: str, given_days: int) -> dict:
	facts = queries.facts(project, contractor)
	return {
		**facts,
		"receiver": facts["contractor"],
		"tickets": list(queries.tickets(tickets).values()),
		"cure_days": given_days or cure_days(tickets, contractor),
		"deadline": "",
		"earlier": _named(""),
		"today": today(),
	}


def render(text: str, context: dict) -> str:
	"""``text`` with its places filled, which may have their Chinese names; nothing in it is run (adr/0123)."""
	return rules_letter_text.fill(cstr(text), in_words(context))


def in_words(context: dict) -> dict:
	"""``context`` with the Chinese names of its facts beside those of the program."""
	lines = [
		"{}. {} {}（{}）".format(number, row["unit"], row["problem"], "，".join(_remarks(row)))
		for number, row in enumerate(context["tickets"], start=1)
	]
	return {**context, **{word: context[name] for word, name in PLACES.items()}, TICKETS: "\n".join(lines)}


def _remarks(row: dict) -> Iterator[str]:
	yield _("ticket {0}").format(row["ticket"])
	if row["due"]:
		yield _("agreed completion {0}").format(row["due"])
	if row["days_late"]:
		yield _("{0} days overdue").format(row["days_late"])


def unknown_places(text: str) -> list[str]:
	"""Parts of ``text`` in braces that are no placeholder: typing mistakes, or code, which is not run."""
	return rules_letter_text.unknown(cstr(text), set(in_words(SAMPLE)) - {"tickets"})


def cure_days(tickets: list[str], contractor: str = "") -> int:
	"""Days the contractor has after receipt: the longest by the tickets' agreements with it, else by the settings (R107 names none)."""
	return days_of(rules_answering.longest(reads_answering.answers(tickets).values(), contractor))


def days_of(agreed: rules_answering.Agreement | None) -> int:
	return (agreed.cure_days if agreed else 0) or settings.load().cure_days
