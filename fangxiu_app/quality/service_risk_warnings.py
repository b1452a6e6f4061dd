"""Risk warnings: raised, notified, followed up, rectified, re-checked, closed (R25, R113); systemic defects the same way (R5)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import cstr, format_date, getdate, now_datetime, today

from fangxiu_app.core.access import incoming, roles
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.files.proof_files import shared
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox
from fangxiu_app.messaging.outbox import Message, tell_many
from fangxiu_app.quality import reads_risk_warnings as reads
from fangxiu_app.quality import rules_risk_warning as rules
from fangxiu_app.quality import rules_warning_rules
from fangxiu_app.quality.rules_risk_warning import Facts

CRAFT = (roles.ENGINEER, roles.SUPERVISOR, roles.MANAGER)
HEADS = (roles.SUPERVISOR, roles.MANAGER)
#: Whose people a responsible department is.
DEPARTMENTS = {
	"Project Department": (roles.PROJECT_DEPARTMENT,),
	"Repair Centre": CRAFT,
	"Customer Service": (roles.CUSTOMER_SERVICE,),
}
#: Who hears of a new warning besides the responsible department; the higher levels at once, also at night.
TOLD = {
	"Yellow": (roles.MANAGER,),
	"Orange": (roles.MANAGER, roles.GENERAL_MANAGER),
	"Red": (
		roles.MANAGER,
		roles.GENERAL_MANAGER,
		roles.CS_HEAD,
		roles.CUSTOMER_SERVICE,
		roles.PROPERTY_DESK,
	),
}
URGENT = ("Orange", "Red")
#: Line of the follow-up for a sister unit.
LOOKED = "Unit Looked At"
#: Fields that are fixed once the warning is raised, because people were notified of them.
SAID = (
	"subject kind category level department contractor due_on lot building location defect_type"
	" danger consequence demand"
).split()


def prepare(warning) -> None:
	"""Before the first save: stamps, and its place in words. Raises RefusedError with everything that is missing."""
	refuse(
		rules.check_new(
			getdate(warning.due_on),
			getdate(today()),
			warning.lot or "",
			warning.building or "",
			len(warning.units),
		)
	)
	if warning.flags.fx_proposal:
		warning.state = rules.PROPOSED
	else:
		warning.state, warning.first_due_on = rules.RAISED, warning.due_on
		warning.raised_by, warning.raised_at = frappe.session.user, _now()
	warning.set("follow_ups", [])
	_place(warning)


def _place(warning) -> None:
	"""The place in words, and the building all its units stand in."""
	names = [row.unit for row in warning.units]
	rows = frappe.get_all(
		"Unit Archive",
		{"name": ("in", names or [""])},
		["name", "unit_code", "building"],
		order_by="unit_code",
	)
	codes = {row.name: row.unit_code for row in rows}
	for row in warning.units:
		row.unit_code = codes.get(row.unit)
	buildings = {row.building for row in rows}
	if len(buildings) == 1 and not warning.building:
		warning.building = buildings.pop()
	block = warning.building and frappe.db.get_value("Estate Building", warning.building, "building_no")
	parts = [warning.lot, block and _("Building {0}").format(block), "、".join(row.unit_code for row in rows)]
	warning.place = " ".join(filter(None, parts))[:140]


def announce(warning) -> None:
	"""Notify everybody the level names and the responsible department, each once; the messages are the proof (R25)."""
	who = dict.fromkeys((*DEPARTMENTS[warning.department], *TOLD[warning.level]))
	outbox.tell(
		_("Risk warning ({0}): {1}").format(_(warning.level), warning.subject)[:140],
		project=warning.project,
		to=[outbox.role(role) for role in who],
		text=_("{0}: {1} Demand: {2} Deadline: {3}.").format(
			warning.place, warning.danger, warning.demand, format_date(warning.due_on, "yyyy-MM-dd")
		),
		about=warning,
		key=f"{warning.name} raised",
		urgent=warning.level in URGENT,
	)


def keep_photos(warning) -> None:
	"""Photos of the danger and of what was done become evidence once: private, hashed, never changed."""
	wanted = {row.photo: row.caption or warning.subject for row in warning.photos}
	wanted |= {row.photo: row.note for row in warning.follow_ups if row.photo}
	for url in set(wanted) - reads.evidence_files(warning.name):
		item = {
			"doctype": "Evidence Item",
			"project": warning.project,
			"warning": warning.name,
			"kind": "Photo",
			"stage": "Other",
			"file": url,
			"caption": cstr(wanted[url])[:140],
		}
		# whoever may take the step keeps its photo; the file itself is asked for its right when it is hashed
		frappe.get_doc(item).insert(ignore_permissions=True)


def act(name: str, step: str, note: str = "", due: date | str | None = None, photo: str | None = None) -> str:
	"""Take one step of ``quality.rules_risk_warning``; returns the new state. Raises RefusedError, PermissionError."""
	warning = frappe.get_doc("Risk Warning", name, for_update=True)
	check_project(warning.project, warning.doctype)
	if step not in rules.STEPS:
		frappe.throw(
			_("There is no action {0}. Reload the page and choose one of the offered actions.").format(step)
		)
	row, new_due = rules.STEPS[step], incoming.day(due)
	frappe.only_for(_people(row.who, warning.department), message=True)
	unseen = sum(not row.result for row in warning.sisters)
	before = warning.state
	facts = Facts(before, getdate(warning.due_on), getdate(today()), bool(warning.acknowledged_at), unseen)
	refuse(rules.check(step, facts, note, new_due) or _shown_before(warning, row.line, photo))
	at, user = _now(), frappe.session.user
	line = {"at": at, "user": user, "step": row.line, "note": note.strip(), "photo": photo}
	warning.append("follow_ups", {**line, "new_due": new_due if row.due else None})
	warning.update({"state": row.end or warning.state, **_stamps(step, at, user)})
	if row.due:
		warning.due_on = new_due
	if step == "raise":
		warning.first_due_on = new_due
	# the step was checked by role, department and project; the project department has no write right
	warning.write_by_action(ignore_permissions=True)
	if step == "raise":
		outbox.cancel_about(warning.doctype, warning.name)
		announce(warning)
	elif before == rules.PROPOSED:
		outbox.cancel_about(warning.doctype, warning.name)
	else:
		_tell_of(warning, step, note, len(warning.follow_ups))
	return warning.state


def _shown_before(warning, line: str, photo: str | None) -> list[Violation]:
	"""What was done is not shown by the photo of the danger, nor by that of an earlier step. One query at most."""
	known = [(_("Photo"), row.photo) for row in warning.photos]
	known += [(f"{_(row.step)} {format_date(row.at, 'yyyy-MM-dd')}", row.photo) for row in warning.follow_ups]
	return shared([(_(line), photo)] if photo else [], known)


def look(name: str, unit: str, result: str, note: str = "") -> None:
	"""Record what was seen in a sister unit; one with the same defect becomes a unit of the warning. Raises RefusedError."""
	warning = frappe.get_doc("Risk Warning", name, for_update=True)
	check_project(warning.project, warning.doctype)
	frappe.only_for(CRAFT, message=True)
	row = next((row for row in warning.sisters if row.unit == unit), None)
	if warning.state not in (rules.PROPOSED, *rules.OPEN):
		refuse([Violation("warning_state", (LOOKED, warning.state, (rules.PROPOSED, *rules.OPEN)))])
	refuse(rules_warning_rules.check_look(rules_warning_rules.RESULTS, result, row is not None))
	at, user = _now(), frappe.session.user
	row.update({"result": result, "note": note.strip(), "looked_by": user, "looked_at": at})
	if result == rules_warning_rules.SAME and unit not in {known.unit for known in warning.units}:
		warning.append("units", {"unit": unit, "unit_code": row.unit_code})
	said = "，".join(filter(None, (f"{row.unit_code} {_(result)}", note.strip())))
	warning.append("follow_ups", {"at": at, "user": user, "step": LOOKED, "note": said})
	# the role and the project were checked
	warning.write_by_action(ignore_permissions=True)


def _people(who: str, department: str) -> tuple[str, ...]:
	people = {
		rules.CRAFT: CRAFT,
		rules.HEAD: HEADS,
		rules.DEPARTMENT: DEPARTMENTS[department],
		rules.EITHER: (*DEPARTMENTS[department], *CRAFT),
	}
	return people[who]


def _stamps(step: str, at, user: str) -> dict:
	return {
		"raise": {"raised_at": at, "raised_by": user},
		"acknowledge": {"acknowledged_at": at, "acknowledged_by": user},
		"rectify": {"rectified_at": at},
		"fail": {"rectified_at": None, "rechecked_by": user},
		"pass": {"closed_at": at, "rechecked_by": user},
		"withdraw": {"closed_at": at},
	}.get(step, {})


def _tell_of(warning, step: str, note: str, number: int) -> None:
	"""Notify the side that has to act next; of a closed or withdrawn warning, everybody who was notified before."""
	if step in ("pass", "withdraw"):
		to = (*DEPARTMENTS[warning.department], *TOLD[warning.level])
		outbox.cancel_about(warning.doctype, warning.name)
	else:
		to = {
			"rectify": CRAFT,
			"fail": DEPARTMENTS[warning.department],
			"move": DEPARTMENTS[warning.department],
		}.get(step, ())
	if to:
		outbox.tell(
			f"{_(rules.STEPS[step].line)}：{warning.subject}"[:140],
			project=warning.project,
			to=[outbox.role(role) for role in dict.fromkeys(to)],
			text=note,
			about=warning,
			key=f"{warning.name} {number}",
		)


def remind() -> int:
	"""Every morning: notify responsible departments and managers of dangers past their deadline, once for each deadline."""
	rows = reads.overdue(getdate(today()))
	tell_many(
		Message(
			_("Risk warning overdue since {0}: {1}").format(
				format_date(row.due_on, "yyyy-MM-dd"), row.subject
			)[:140],
			row.project,
			tuple(outbox.role(role) for role in dict.fromkeys((*DEPARTMENTS[row.department], roles.MANAGER))),
			f"{row.place}：{row.demand}",
			("Risk Warning", row.name),
			f"{row.name} overdue {row.due_on}",
		)
		for row in rows
	)
	return len(rows)


def _now():
	return now_datetime().replace(microsecond=0)
