"""Defect feedback: raised, classified, answered by the department, its effect checked, closed with a lesson (R113)."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, cint, format_date, getdate, now_datetime, today

from fangxiu_app.core.access import incoming, roles
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.estate import reads_shared_text
from fangxiu_app.messaging import outbox
from fangxiu_app.messaging.outbox import Message, tell_many
from fangxiu_app.quality import reads_defect_feedback as reads
from fangxiu_app.quality import rules_defect_feedback as rules

HEADS = (roles.SUPERVISOR, roles.MANAGER)
#: Who answers for a department. The design institute has no account: the project department answers for it.
PEOPLE = {
	rules.DESIGN: (roles.PROJECT_DEPARTMENT,),
	rules.ENGINEERING: (roles.PROJECT_DEPARTMENT,),
	rules.PROCUREMENT: (roles.BUYER,),
	rules.COST: (roles.COST_DEPARTMENT,),
}
#: Days for an answer where the setting says nothing.
USUAL_DAYS = 7
#: What the feedback is about: fixed once the department has answered.
ABOUT = "subject building location defect_type material contractor warning finding".split()


def prepare(feedback) -> None:
	"""Before the first save: its state and who raised it."""
	feedback.state = rules.TO_CLASSIFY
	feedback.raised_by, feedback.raised_at = frappe.session.user, _now()
	feedback.set("steps", [])


def describe(feedback) -> None:
	"""Before each save by hand: check what it is about, and write names and unit codes beside the links. Raises RefusedError."""
	about = (feedback.building, feedback.location, feedback.material, feedback.contractor)
	refuse([*rules.check_new(*about), *_named(feedback, {"material": feedback.material})])
	contractor = feedback.contractor
	feedback.contractor_name = contractor and frappe.db.get_value("Supplier", contractor, "supplier_name")
	feedback.unit_codes = reads.units_of(feedback.warning)
	known = reads.tickets([row.ticket for row in feedback.tickets])
	for row in feedback.tickets:
		row.update(known.get(row.ticket) or {})


def _named(feedback, texts: dict) -> list[Violation]:
	"""What stands against texts that other projects read: units and people of this project are known. Three queries at most."""
	return reads_shared_text.violations(feedback.doctype, feedback.project, texts)


def act(name: str, step: str, values: dict, note: str = "") -> str:
	"""Take one step of ``quality.rules_defect_feedback``; returns the new state. Raises RefusedError, PermissionError."""
	feedback = frappe.get_doc("Defect Feedback", name, for_update=True)
	check_project(feedback.project, feedback.doctype)
	if step not in rules.STEPS:
		frappe.throw(
			_("There is no action {0}. Reload the page and choose one of the offered actions.").format(step)
		)
	row, note = rules.STEPS[step], note.strip()
	refuse(rules.check_state(step, feedback.state))
	frappe.only_for(_people(row.who, feedback.department), message=True)
	said = incoming.fields(feedback.doctype, values, rules.fields(step, values))
	refuse(rules.check(step, feedback.state, said, note, getdate(today()), getdate(feedback.raised_at)))
	refuse(_named(feedback, {name: said[name] for name in rules.PUBLIC if name in said}))
	at, user = _now(), frappe.session.user
	state = rules.end(step, feedback.state, said.get("result"))
	feedback.append("steps", {"at": at, "user": user, "step": row.line, "note": _said(feedback, said, note)})
	feedback.update({**said, "state": state, **_stamps(step, at, user)})
	# the step was checked by role, department and project; the departments have no write right
	feedback.write_by_action(ignore_permissions=True)
	_tell_of(feedback, step, note)
	return state


def usual_due() -> str:
	"""The day by which a department answers if nobody says another one."""
	days = frappe.get_cached_doc("Fangxiu Settings").feedback_answer_days
	return str(add_days(getdate(today()), cint(days) or USUAL_DAYS))


def _people(who: str, department: str | None) -> tuple[str, ...]:
	answering = PEOPLE.get(department or "", ())
	return {rules.HEAD: HEADS, rules.DEPARTMENT: answering, rules.EITHER: (*answering, *HEADS)}[who]


def _said(feedback, said: dict, note: str) -> str:
	"""What the log keeps of a step: each field with its label, because a later answer overwrites an earlier one."""
	lines = []
	for name, value in said.items():
		df = feedback.meta.get_field(name)
		value = _(value) if df.fieldtype == "Select" else str(value or "")
		value = value.rsplit("/", 1)[-1] if df.fieldtype == "Attach" else value
		if value:
			lines.append(f"{_(df.label, context=feedback.doctype)}：{value}")
	return "\n".join([*lines, *([note] if note else [])])


def _stamps(step: str, at, user: str) -> dict:
	return {
		"answer": {"answered_at": at, "answered_by": user},
		"check": {"checked_by": user},
		"close": {"closed_at": at},
		"withdraw": {"closed_at": at},
	}.get(step, {})


def _tell_of(feedback, step: str, note: str) -> None:
	"""Notify the side that has to act next; of the lesson also the general manager."""
	answering = PEOPLE.get(feedback.department or "", ())
	to = {
		"classify": answering,
		"return": HEADS,
		"answer": HEADS,
		"done": HEADS,
		"check": answering,
		"close": (*answering, roles.GENERAL_MANAGER),
	}.get(step, ())
	if step in ("close", "withdraw"):
		outbox.cancel_about(feedback.doctype, feedback.name)
	if to:
		outbox.tell(
			_("Defect feedback, {0}: {1}").format(_(feedback.state), feedback.subject)[:140],
			project=feedback.project,
			to=[outbox.role(role) for role in to],
			text=note or feedback.lesson or feedback.measure_later or feedback.finding,
			about=feedback,
			key=f"{feedback.name} {len(feedback.steps)}",
		)


def remind() -> int:
	"""Every morning: notify departments and managers of answers and measures past their day, once for each day."""
	late = reads.overdue(getdate(today()))
	tell_many(
		Message(
			_("Defect feedback overdue since {0}: {1}").format(
				format_date(row.due, "yyyy-MM-dd"), row.subject
			)[:140],
			row.project,
			tuple(outbox.role(role) for role in (*PEOPLE.get(row.department, ()), roles.MANAGER)),
			f"{_(row.department)}：{_(row.state)}",
			("Defect Feedback", row.name),
			f"{row.name} overdue {row.due}",
		)
		for row in late
	)
	return len(late)


def _now():
	return now_datetime().replace(microsecond=0)
