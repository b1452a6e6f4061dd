"""Milestones of a delivery: made from the template, moved with D and C, reminded once (R20-R50)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256

import frappe
from frappe.utils import cint, format_date, getdate, now_datetime, today
from pypika.terms import Case

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.row_locks import by_key
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_milestones as reads
from fangxiu_app.delivery import rules_milestones as rules
from fangxiu_app.delivery import service_milestones as words
from fangxiu_app.messaging.outbox import Message, role, tell_many
from fangxiu_app.parts import reads_spare_parts
from fangxiu_app.parts.rules_spare_parts import LATE, Progress, risk

COPIED = "code title clause department told anchor offset_amount offset_unit proof wanted".split()


def make(batch) -> int:
	"""Milestones of a new batch from its template; returns how many."""
	template = frappe.get_cached_doc("Milestone Template", batch.template)
	delivery, completion = _days(batch)
	for row in template.rows:
		values = {name: row.get(name) for name in COPIED}
		due = rules.due_date(row.anchor, row.offset_amount, row.offset_unit, delivery, completion)
		milestone = {"doctype": "Delivery Milestone", "project": batch.project, "batch": batch.name, **values}
		# part of the batch its writer was allowed to make
		frappe.get_doc({**milestone, "due_date": due}).insert(ignore_permissions=True)
	return len(template.rows)


def move(batch, reason: str) -> int:
	"""Give open milestones the due dates that follow from the batch's new D and C, and keep the old ones; returns how many.

	Milestones that are fulfilled today keep their due date. If their record lies before the new window, they are moved too, and
	the board says so.
	"""
	day = getdate(today())
	known = reads.facts([batch.as_dict()], day)
	changes: dict[str, tuple[date | None, date | None]] = {}
	for row in reads.rows([batch.name]):
		fact = rules.required(reads.fact_of(row, known), row.wanted, row.proof)
		due = due_of(row, batch)
		if row.proof != rules.MARKER and fact.fulfilled and not rules.too_early(row.proof, fact, due):
			continue
		if due != row.due_date:
			changes[row.name] = (row.due_date, due)
	_write(changes, reason)
	_move_parts(batch)
	return len(changes)


def due_of(row, batch) -> date | None:
	"""When a milestone is due by D and C as the batch says them."""
	return rules.due_date(row.anchor, row.offset_amount, row.offset_unit, *_days(batch))


def _days(batch) -> tuple[date, date | None]:
	return getdate(batch.delivery_date), getdate(batch.completion_date) if batch.completion_date else None


def _write(changes: dict[str, tuple[date | None, date | None]], reason: str) -> None:
	"""New due dates and a line of history each: two statements for all."""
	if not changes:
		return
	milestone, due = by_key("Delivery Milestone"), Case()
	for name, (_old, new) in changes.items():
		due = due.when(milestone.name == name, new)
	frappe.qb.update(milestone).set(milestone.due_date, due).where(milestone.name.isin(list(changes))).run()
	now, user = now_datetime().replace(microsecond=0), frappe.session.user
	columns = "name parent parenttype parentfield idx old_due new_due changed_at changed_by reason creation modified".split()
	before = Counter(frappe.get_all("Milestone Due Change", {"parent": ("in", list(changes))}, pluck="parent"))
	lines = [
		(
			frappe.generate_hash(length=10),
			name,
			"Delivery Milestone",
			"history",
			before[name] + 1,
			old,
			new,
			now,
			user,
			reason,
			now,
			now,
		)
		for name, (old, new) in changes.items()
	]
	frappe.db.bulk_insert("Milestone Due Change", columns, lines)


def _move_parts(batch) -> None:
	"""The batch's spare parts lists follow its D."""
	for name in frappe.get_all("Spare Parts", {"batch": batch.name}, pluck="name"):
		parts = frappe.get_doc("Spare Parts", name)
		parts.delivery_date = batch.delivery_date
		parts.save(ignore_permissions=True)


def board(batches: list[dict]) -> list[dict]:
	"""The batches with their milestones as they stand today, what is missing and where it is done, and the share done."""
	day = getdate(today())
	known, contractors = reads.look(batches, day)
	wants = words.wants()
	by_batch: dict[str, list] = {batch["name"]: [] for batch in batches}
	of = {batch["name"]: batch for batch in batches}
	for row in reads.rows(list(by_batch)):
		shown, fact = _shown(row, known, day)
		if row.proof != rules.MARKER:
			named = {"wants": wants.get(row.proof, ""), "missing": words.missing(fact)}
			named["note"] = words.note(row.proof, fact, row.due_date)
			lead = words.lead(row, fact, of[row.batch], contractors[row.batch])
			shown = {**shown, **named, "lead": None if fact.fulfilled else lead}
		by_batch[row.batch].append(shown)
	return [
		{**batch, "milestones": by_batch[batch["name"]], **_sums(by_batch[batch["name"]])}
		for batch in batches
	]


def need_done(batch: str, need: str, on: date | str) -> None:
	"""The company reports that an office or a piece of equipment of the needs plan is in place (R34, R35).

	Raises PermissionError without the project, RefusedError for a day in the future or an unknown row.
	"""
	doc = frappe.get_doc("Delivery Batch", batch, for_update=True)
	check_project(doc.project, doc.doctype)
	frappe.only_for((*words.PEOPLE["Company"], roles.SUPERVISOR, roles.ADMINISTRATOR), message=True)
	row = next((one for one in doc.needs if one.name == need), None)
	found = [] if row else [Violation("need_unknown")]
	if getdate(on) > getdate(today()):
		found.append(Violation("need_in_future", (getdate(on),)))
	refuse(found)
	row.done_on = getdate(on)
	# the role was asked above: the company writes nothing else of the batch
	doc.save(ignore_permissions=True)


def _shown(row: frappe._dict, known: dict, day: date) -> tuple[dict, rules.Fact]:
	fact = rules.required(reads.fact_of(row, known), row.wanted, row.proof)
	if row.proof == rules.MARKER:
		return {**row, "state": rules.MARKER, "have": 0, "of": 0, "done_on": None, "late": 0}, fact
	return {
		**row,
		"state": rules.standing(fact, row.due_date, day),
		"have": fact.have,
		"of": fact.wanted,
		"done_on": fact.on if fact.fulfilled else None,
		"late": rules.overdue_days(fact, row.due_date, day),
	}, fact


def _sums(milestones: list[dict]) -> dict:
	real = [row for row in milestones if row["state"] != rules.MARKER]
	departments = sorted({row["department"] for row in real})
	return {
		"percent": rules.percent(row["state"] for row in real),
		"departments": [
			{
				"name": name,
				"percent": rules.percent(row["state"] for row in real if row["department"] == name),
				"open": sum(
					row["state"] not in (rules.DONE, rules.DONE_LATE)
					for row in real
					if row["department"] == name
				),
				"overdue": sum(row["state"] == rules.OVERDUE for row in real if row["department"] == name),
			}
			for name in departments
		],
	}


def remind() -> int:
	"""Every morning: notify the departments of milestones due soon or overdue, each once ahead and once overdue.

	A milestone that moved afterwards is not announced again: the key is the milestone's and the occasion's, not the date's.
	Returns how many messages were queued.
	"""
	messages = []
	for batch in board(reads.open_batches(getdate(today()))):
		for row in batch["milestones"]:
			kind = rules.reminders(row["state"])
			if kind:
				messages.append(_message(batch, row, kind))
	tell_many(messages)
	return len(messages)


def warn_of_parts() -> int:
	"""Every morning: notify buyers and project departments of spare parts that cannot arrive in time (R37).

	Once for the same parts of a list; a further part is announced again. Returns the number of lists.
	"""
	day = getdate(today())
	late: dict[str, list[dict]] = {}
	for row in reads_spare_parts.progress():
		names = ("planned", "requested", "ordered", "received", "handed_over", "used", "expected")
		part = Progress(**{name: row[name] for name in names}, lead_days=cint(row.lead_days))
		open_yet = getdate(row.delivery_date) >= day and row.planned
		if open_yet and risk(part, getdate(row.needed_by), day) == LATE:
			late.setdefault(row.spare_parts, []).append(row)
	tell_many([_late_parts(name, rows) for name, rows in late.items()])
	return len(late)


def _late_parts(name: str, rows: list[frappe._dict]) -> Message:
	parts = "、".join(row.part_name for row in rows)
	which = sha256("|".join(sorted(row.name for row in rows)).encode()).hexdigest()[:12]
	return Message(
		_("{0} spare parts cannot be there by {1}: {2}").format(len(rows), rows[0].needed_by, parts)[:140],
		rows[0].project,
		(role(roles.BUYER), role(roles.PROJECT_DEPARTMENT)),
		_("Order now, ask for an earlier day, or take another product."),
		("Spare Parts", name),
		f"{name} late {which}",
	)


def _message(batch: dict, row: dict, kind: str) -> Message:
	due = format_date(row["due_date"], "yyyy-MM-dd")
	text = _("Due {0}: {1} ({2})") if kind == "ahead" else _("Overdue since {0}: {1} ({2})")
	return Message(
		text.format(due, row["title"], row["clause"]),
		batch["project"],
		tuple(map(role, words.PEOPLE[row["department"]])),
		_("{0}: {1} of {2} proved. Missing: {3}").format(
			batch["title"], row["have"], row["of"], row["missing"] or row["wants"]
		),
		("Delivery Milestone", row["name"]),
		f"{row['name']} {kind}",
	)
