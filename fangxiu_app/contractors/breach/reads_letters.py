"""Letters about tickets, and the notices of a ticket in their order."""

from __future__ import annotations

import frappe
from frappe.utils import cint, cstr, format_date, getdate

from fangxiu_app.contractors import reads_answering
from fangxiu_app.contractors.breach import rules_letter_text
from fangxiu_app.contractors.breach.rules_correspondence import CURING, NOTICES, Earlier, Letter
from fangxiu_app.contractors.rules_answering import Answer


def tickets(names: list[str]) -> dict[str, dict]:
	"""Facts of the named tickets for a letter, in the order of the names. One query."""
	rows = frappe.get_all(
		"Repair Ticket",
		{"name": ("in", names or [""])},
		["name", "unit_code", "location", "defect_type", "description", "agreed_completion", "reported_at"],
	)
	found = {row.name: _facts(row) for row in rows}
	return {name: found[name] for name in names if name in found}


def _facts(row) -> dict:
	due = row.agreed_completion
	return {
		"ticket": row.name,
		"unit": row.unit_code,
		"problem": " ".join(filter(None, (row.location, row.defect_type))),
		"description": cstr(row.description),
		"reported": format_date(row.reported_at, "yyyy-MM-dd") if row.reported_at else "",
		"due": format_date(due, "yyyy-MM-dd") if due else "",
		"days_late": max((getdate() - getdate(due)).days, 0) if due else 0,
	}


def letter(doc) -> Letter:
	"""``doc`` (a Correspondence) as the rules of its issue see it; a row whose ticket is gone is nobody's. Six queries at most."""
	found = reads_answering.answers(row.ticket for row in doc.tickets)
	rows = tuple((row.idx, found.get(row.ticket) or Answer(row.ticket)) for row in doc.tickets)
	named = reads_answering.agreement(doc.agreement)
	days = cint(doc.cure_days) if doc.kind in CURING else 0
	return Letter(doc.kind, doc.to_party or "", doc.contractor or "", rows, named, days, _earlier(doc), _blanks(doc))


def _earlier(doc) -> Earlier | None:
	"""The letter that ``doc`` follows. Two queries, none where it names none."""
	row = doc.earlier and frappe.db.get_value("Correspondence", doc.earlier, ["name", "kind", "state", "letter_no"], as_dict=True)
	if not row:
		return None
	about = {"parent": row.name, "parenttype": "Correspondence", "ticket": ("in", [one.ticket for one in doc.tickets] or [""])}
	return Earlier(row.letter_no or row.name, row.kind, row.state, row.name != doc.name and bool(frappe.db.exists("Letter Ticket", about)))


def _blanks(doc) -> tuple[str, ...]:
	"""What of subject and text still waits to be written, by the letter's own template. One query at most."""
	template = doc.template and frappe.db.get_value("Letter Template", doc.template, "body")
	return tuple(dict.fromkeys((*rules_letter_text.blanks(cstr(doc.subject)), *rules_letter_text.blanks(cstr(doc.body), cstr(template)))))


def last_notice(ticket: str, but: str = "") -> str | None:
	"""The notice about a ticket that was issued last, which a second one follows; ``but`` is the letter that asks. One query."""
	letter, line = frappe.qb.DocType("Correspondence"), frappe.qb.DocType("Letter Ticket")
	query = frappe.qb.from_(letter).join(line).on((line.parent == letter.name) & (line.parenttype == "Correspondence"))
	query = query.select(letter.name).where((line.ticket == ticket) & letter.kind.isin(NOTICES) & (letter.name != but))
	query = query.where(letter.state.notin(("Draft", "Withdrawn"))).orderby(letter.issued_at, order=frappe.qb.desc)
	found = query.limit(1).run(pluck=True)
	return found[0] if found else None


def facts(project: str, contractor: str = "") -> dict:
	"""Names a letter is headed with."""
	row = frappe.db.get_value("Project", project, ["project_name", "fx_repair_phone"], as_dict=True) or {}
	name = frappe.db.get_value("Supplier", contractor, "supplier_name") if contractor else ""
	return {
		"project": row.get("project_name") or "",
		"phone": row.get("fx_repair_phone") or "",
		"contractor": name or "",
	}
