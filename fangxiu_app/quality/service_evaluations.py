"""Monthly evaluation of contractors: drafted from data, scored by people, confirmed by the manager (R112)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import frappe
from frappe.utils import cstr, flt, getdate, now_datetime

from fangxiu_app.contractors import service_suspensions
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.access.roles import ENGINEER, MANAGER, SUPERVISOR
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox
from fangxiu_app.quality import reads_evaluations as reads
from fangxiu_app.quality import rules_evaluation as rules

DOCTYPE = "Contractor Evaluation"
#: Who gives the scores of whom: the manager may stand in for the engineer.
SCORERS = {rules.ENGINEER: (ENGINEER, SUPERVISOR, MANAGER), rules.MANAGER: (MANAGER,)}
#: What people write on the sheet besides; all else comes by actions.
WORDS = ("conclusion", "measures")


def slot(doc) -> str:
	"""One evaluation per contractor, project and month: unique in the table, so that two jobs cannot make two."""
	text = f"{doc.project}|{doc.contractor}|{getdate(doc.month)}"
	return hashlib.sha256(text.encode()).hexdigest()[:40]


def check_single(doc) -> None:
	"""Refuse a second evaluation of the same contractor, project and month."""
	known = frappe.db.get_value(DOCTYPE, {"slot": doc.slot})
	if known:
		refuse([Violation("evaluation_twice", (doc.contractor, known))])


def fill(doc, found: dict | None = None) -> None:
	"""The lines of the sheet with the figures of the month; ``found`` are figures that were read for many at once."""
	sheet = reads.criteria()
	if not sheet:
		refuse([Violation("evaluation_no_criteria")])
	given = {row.criterion: row for row in doc.get("rows") or ()}
	if found is None:
		pair = (doc.project, doc.contractor)
		found = reads.figures(getdate(doc.month), pair).get(pair, {})
	doc.set("rows", [])
	for line in sheet:
		doc.append("rows", _line(line, found, given.get(line.name)))
	doc.collected_at = _now()
	_weigh(doc)


def refresh(doc) -> None:
	"""Read the figures of a draft again; scores already given stay."""
	_expect_draft(doc)
	fill(doc)
	doc.write_by_action()


def score(doc, lines: list[dict]) -> None:
	"""Scores and veto marks by the session's user: ``lines`` of {name, score, vetoed, note}. Raises RefusedError."""
	_expect_draft(doc)
	rows = {row.name: row for row in doc.rows}
	found = []
	for line in map(_read_line, lines):
		row = rows.get(line["name"])
		found += _check_line(row, line)
		if found:
			continue
		row.note = line["note"]
		row.given_by = frappe.session.user
		if row.kind == rules.VETO:
			row.vetoed = int(line["vetoed"])
		else:
			row.score, row.judged = flt(line["score"], 1), 1
	refuse(found)
	_weigh(doc)
	doc.write_by_action()


def confirm(doc) -> None:
	"""The manager confirms: grade and suspension take effect. Raises PermissionError for others, RefusedError."""
	frappe.only_for(MANAGER, message=True)
	_expect_draft(doc)
	scorers = [row.given_by for row in doc.rows if row.scored_by == rules.ENGINEER and row.given_by]
	last = rules.month_of(getdate(doc.month))[1]
	refuse(rules.check_confirm(_rows(doc), last, _now().date(), scorers, frappe.session.user))
	_weigh(doc)
	doc.update({"state": rules.CONFIRMED, "confirmed_by": frappe.session.user, "confirmed_at": _now()})
	doc.write_by_action()
	if doc.suspends:
		service_suspensions.suspend(doc.contractor, _why(doc), doc.name)
	service_suspensions.rate(doc.contractor, doc.grade)


def reopen(doc, reason: str) -> None:
	"""The manager cancels a confirmation, with a reason; not while the suspension it caused is in force."""
	frappe.only_for(MANAGER, message=True)
	if doc.state != rules.CONFIRMED:
		refuse([Violation("evaluation_draft", (doc.name,))])
	if not reason.strip():
		refuse([Violation("evaluation_reason")])
	if service_suspensions.stands(doc.name):
		refuse([Violation("evaluation_suspended")])
	doc.update(
		{"state": rules.DRAFT, "confirmed_by": None, "confirmed_at": None, "reopen_reason": reason.strip()}
	)
	doc.write_by_action()


def check_untouched(doc) -> None:
	"""The sheet changes by actions only, and a confirmed evaluation not at all, by whatever way it is saved."""
	before = doc.get_doc_before_save()
	if before.state == rules.CONFIRMED and any(
		cstr(before.get(name)) != cstr(doc.get(name)) for name in WORDS
	):
		refuse([Violation("evaluation_confirmed", (doc.name,))])
	fields = [df for df in frappe.get_meta("Evaluation Score").fields if df.fieldtype != "Column Break"]
	if _plain(before, fields) != _plain(doc, fields):
		frappe.throw(
			_("The evaluation sheet is filled in with Give Scores on the form: it records who gave them."),
			LockedFieldError,
			title=_("Changed by Actions Only"),
		)


def draft_due(now: datetime) -> int:
	"""Queue the drafts of last month that are missing; returns how many there are. Eight queries, whatever the number."""
	month = rules.last_month(now.date())
	missing = reads.missing(month)
	if missing:
		frappe.enqueue(
			"fangxiu_app.quality.service_evaluations.draft_month",
			queue="long",
			job_id=f"fx_evaluations_{month}",
			deduplicate=True,
			enqueue_after_commit=True,
			month=str(month),
		)
	return len(missing)


def draft_month(month: str) -> list[str]:
	"""Draft the missing evaluations of a month, and notify each project's managers once; returns the names. Runs as the scheduler."""
	first = getdate(month)
	found = reads.figures(first)
	made: dict[str, list[str]] = {}
	for pair in reads.missing(first):
		doc = frappe.new_doc(DOCTYPE)
		doc.update({"project": pair[0], "contractor": pair[1], "month": first})
		doc.flags.fx_figures = found[pair]
		made.setdefault(pair[0], []).append(doc.insert().name)
	for project, names in made.items():
		_tell(project, first, len(names))
	return [name for names in made.values() for name in names]


def _tell(project: str, month: date, number: int) -> None:
	outbox.tell(
		_("{0} contractor evaluations of {1} are drafted: give the scores and confirm").format(
			number, month.strftime("%Y-%m")
		),
		project=project,
		to=[outbox.role(MANAGER)],
		key=f"{project} evaluations {month}",
	)


def _line(line: frappe._dict, found: dict, given) -> dict:
	row = {
		"criterion": line.name,
		"kind": line.kind,
		"figure": line.figure if line.kind == rules.FIGURE else None,
		"scored_by": None if line.kind == rules.FIGURE else line.scored_by,
		"weight": 0 if line.kind == rules.VETO else line.weight,
	}
	if line.kind == rules.FIGURE:
		value, base = found.get(line.figure, (None, 0))
		points = rules.figure_score(line.figure, value, line.points_off)
		return {**row, "value": value, "base": base, "judged": int(points is not None), "score": points}
	if given and given.kind == line.kind:
		return {
			**row,
			**{name: given.get(name) for name in ("judged", "score", "vetoed", "note", "given_by")},
		}
	return row


def _read_line(line: dict) -> dict:
	"""A line as the form sends it, each part of its kind. Raises BadValueError naming the part."""
	return {
		"name": incoming.text(line.get("name")),
		"note": incoming.text(line.get("note"), _("Note", context="Approval Rule")).strip(),
		"vetoed": incoming.yes_no(line.get("vetoed"), _("Veto")),
		"score": incoming.number(line.get("score"), _("Score")),
	}


def _check_line(row, line: dict) -> list[Violation]:
	if not row or row.kind == rules.FIGURE:
		return [Violation("evaluation_row")]
	if not set(SCORERS[row.scored_by]) & set(frappe.get_roles()):
		return [Violation("evaluation_score_role", (row.criterion, row.scored_by))]
	if row.kind == rules.VETO:
		needs_note = line["vetoed"] and not line["note"]
		return [Violation("evaluation_veto_note", (row.criterion,))] if needs_note else []
	if line["score"] is None or not 0 <= line["score"] <= 100:
		shown = "–" if line["score"] is None else plain_number(line["score"])
		return [Violation("evaluation_score_range", (row.criterion, shown))]
	return []


def _weigh(doc) -> None:
	rows, limits = _rows(doc), _limits()
	points = rules.total(rows)
	doc.total, doc.grade = points, rules.grade(points, rows, limits)
	doc.suspends = int(rules.suspends(points, rows, limits))


def _rows(doc) -> list[rules.Row]:
	return [
		rules.Row(
			row.kind,
			flt(row.weight),
			flt(row.score) if row.judged else None,
			bool(row.vetoed),
			row.scored_by or "",
			row.criterion,
		)
		for row in doc.rows
	]


def _limits() -> rules.Limits:
	settings = frappe.get_cached_doc("Fangxiu Settings")
	return rules.Limits(
		*(flt(settings.get(name)) for name in ("grade_a", "grade_b", "grade_c", "suspend_below"))
	)


def _why(doc) -> str:
	vetoes = rules.vetoes(_rows(doc))
	month = getdate(doc.month).strftime("%Y-%m")
	if vetoes:
		return _("Evaluation {0} of {1}: veto {2}").format(doc.name, month, "、".join(vetoes))
	return _("Evaluation {0} of {1}: {2} points").format(doc.name, month, plain_number(flt(doc.total)))


def _plain(doc, fields) -> list[list[str]]:
	numbers = ("Float", "Int", "Check")
	return [
		[
			plain_number(flt(row.get(df.fieldname))) if df.fieldtype in numbers else cstr(row.get(df.fieldname))
			for df in fields
		]
		for row in doc.rows
	]


def _expect_draft(doc) -> None:
	if doc.state != rules.DRAFT:
		refuse([Violation("evaluation_confirmed", (doc.name,))])


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
