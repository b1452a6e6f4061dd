"""Handover inspections: who is responsible for a problem, its rectification, the owner's signature, the originals (R42, R45, R47-R49)."""

from __future__ import annotations

from datetime import date, datetime

import frappe
from frappe.utils import cstr, flt, get_datetime, getdate, now_datetime

from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.roles import ENGINEER, MANAGER, PROJECT_DEPARTMENT, SUPERVISOR
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.kept_record import keeps
from fangxiu_app.core.messages import RefusedError, refuse
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.signature import is_drawn
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_handover as reads
from fangxiu_app.delivery import reads_inspection_photos, service_entered_days
from fangxiu_app.delivery import rules_handover as rules
from fangxiu_app.delivery.rules_handover import Problem, Reading
from fangxiu_app.tickets.intake import service_intake

#: Read-only fields that a save computes anew, so no one can write them.
DERIVED = ("unit_code", "building", "inspected_by", "side", "earlier_items")
#: What a row says about the problem itself, and what only actions may write.
FOUND = ("location", "defect_type", "description", "photo", "contractor", "due_on")
MOVED = (
	"responsible",
	"state",
	"rectified_on",
	"counted_from",
	"rectified_by",
	"rectified_note",
	"after_photo",
	"rechecked_by",
	"rechecked_at",
	"rechecked_in",
	"ticket",
)
READ = ("kind", "meter_no", "reading", "photo")
#: What may be added to a saved row where it was left out; the type of a defect also after the owner has signed, for it
#: is the repair centre's word for what the owner described.
ADDED = ("photo", "defect_type", "contractor", "due_on", "meter_no")
ADDED_AFTER_SIGNATURE = ("defect_type",)
CRAFT = (ENGINEER, SUPERVISOR, MANAGER)


def check_round(inspection) -> None:
	"""A new round is the right one, recorded by the side that R45 names. Raises RefusedError."""
	unit, mine = inspection.unit, set(frappe.get_roles())
	repair_side = PROJECT_DEPARTMENT not in mine or bool(mine & set(CRAFT))
	inspected, signed = bool(reads.rounds_with_owner(unit)), reads.owner_signed(unit)
	found = rules.check_round(inspection.round, inspected, signed, reads.accepted(unit), repair_side)
	refuse(found)


def prepare(inspection) -> None:
	"""Before a save: who leads the round and is responsible for each new problem, what is still open, and the state."""
	side = rules.responsible_for(reads.accepted(inspection.unit, inspection.name))
	before = inspection.get_doc_before_save()
	inspection.side = (before and before.side) or side
	inspection.earlier_items = before and before.earlier_items
	for row in inspection.items:
		if not row.responsible:
			row.responsible = side
			row.state = row.state or rules.OPEN
	check_meters(inspection)
	if inspection.state != "Owner Signed":
		inspection.earlier_items = "\n".join(map(_in_words, earlier_problems(inspection)))
		done = bool(inspection.items) and all(row.state != rules.OPEN for row in inspection.items)
		inspection.state = "Rectified" if done else "Recorded"


def earlier_problems(inspection) -> list[frappe._dict]:
	"""What is not closed of the rounds with the owner before this one: where a re-inspection begins (R45)."""
	if inspection.round == rules.PRE:
		return []
	at = get_datetime(inspection.inspected_at)
	rounds = reads.rounds_with_owner(inspection.unit, inspection.name, at)
	return reads.open_problems(inspection.unit, rounds) if rounds else []


def next_round(unit: str) -> str:
	"""The kind of the next round with the owner: a re-inspection once there was a first one."""
	return rules.SECOND if reads.rounds_with_owner(unit) or reads.accepted(unit) else rules.FIRST


def recheck_earlier(inspection, checks: list[dict]) -> None:
	"""Verdicts of a new round on rectified problems of earlier ones: rows of inspection, row, passed, note."""
	for check in checks:
		passed = incoming.yes_no(check.get("passed"), _("Result"))
		recheck(cstr(check.get("inspection")), cstr(check.get("row")), passed, cstr(check.get("note")), inspection.name)


def _in_words(row) -> str:
	return f"{row.location}：{row.description}（{_(row.responsible)}，{_(row.state, context='Inspection Item')}）"


def check_meters(doc) -> None:
	"""The last known reading of each meter; no reading below it is allowed (R48). Raises RefusedError."""
	if not doc.readings:
		return
	last = reads.last_readings(doc.unit, doc.name)
	for row in doc.readings:
		row.before = last.get(row.kind)
	refuse(rules.check_readings([Reading(row.kind, flt(row.reading), row.before) for row in doc.readings]))


def refuse_forged(inspection) -> None:
	"""A new inspection contains its problems only, not their later states."""
	if inspection.flags.fx_action:
		return
	for row in inspection.items:
		if row.state not in (None, "", rules.OPEN) or any(row.get(name) for name in MOVED if name != "state"):
			_locked_row(row)


def refuse_changed_rows(before, inspection) -> None:
	"""Rows of a saved inspection stay; new ones are allowed. A reading stays as it was read (R48)."""
	kept = {row.name: row for row in inspection.items}
	for old in before.items:
		new = kept.get(old.name)
		if new is None or not keeps(_named(old, (*FOUND, *MOVED)), _named(new, (*FOUND, *MOVED)), ADDED):
			_locked_row(old)
	known = {row.name for row in before.items}
	for row in inspection.items:
		if row.name not in known and any(row.get(name) for name in MOVED if name != "state"):
			_locked_row(row)
	readings = {row.name: row for row in inspection.readings}
	for old in before.readings:
		new = readings.get(old.name)
		if new is None or not keeps(_named(old, READ), _named(new, READ), ADDED):
			frappe.throw(
				_(
					"Row {0}: a meter reading that was recorded stays; only a photo that is missing can be added. Record another round with the right reading."
				).format(old.idx),
				RefusedError,
				title=_("Meter Readings"),
			)


def check_photos(inspection, before=None) -> None:
	"""A reading that the owner is to sign brings the photo of its meter (R48): asked when it is written down.

	A pre-inspection is signed by nobody. Rows that were saved without one can be completed (:func:`refuse_changed_rows`).
	"""
	known = {row.name for row in before.readings} if before else set()
	missing = [_(row.kind) for row in inspection.readings if not row.photo and row.name not in known]
	if missing and inspection.round != rules.PRE:
		refuse([Violation("meter_photo_now", (tuple(missing),))])
	refuse(reads_inspection_photos.of_meters(inspection, known))


def stays_signed(before, inspection) -> bool:
	"""Whether everything the owner signed is unchanged."""
	head = ("inspected_at", "escort", "owner_name", "owner_phone", "keys_handed", "keys_kept", "keys_note", "back_entry_reason")
	pairs = [(before, inspection, head)]
	for table, names in (("items", FOUND), ("readings", READ)):
		old, new = before.get(table), inspection.get(table)
		if [row.name for row in old] != [row.name for row in new]:
			return False
		pairs += [(one, other, names) for one, other in zip(old, new, strict=True)]
	return all(keeps(_named(one, names), _named(other, names), ADDED_AFTER_SIGNATURE) for one, other, names in pairs)


def keep_photos(inspection) -> None:
	"""Photos of problems, repairs and meters become evidence once: private, hashed, never changed (R47, R48)."""
	photos = [(row.photo, row.description) for row in inspection.items]
	photos += [(row.after_photo, row.rectified_note) for row in inspection.items]
	photos += [(row.photo, f"{_(row.kind)} {plain_number(row.reading)}") for row in inspection.readings]
	wanted = {url: caption for url, caption in photos if url}
	for url in set(wanted) - reads.evidence_files(inspection.name):
		keep(inspection, url, "Photo", wanted[url])


def keep(source, url: str, kind: str, caption: str | None) -> None:
	"""One file of an inspection or transfer as evidence. Raises ValidationError for anything but media and PDF."""
	link = "inspection" if source.doctype == "Handover Inspection" else "transfer"
	item = frappe.get_doc(
		{
			"doctype": "Evidence Item",
			"project": source.project,
			link: source.name,
			"kind": kind,
			"stage": "Handover",
			"file": url,
			"caption": cstr(caption)[:140],
		}
	)
	# whoever may write the inspection keeps its photos; the file itself is asked for its right when it is hashed
	item.insert(ignore_permissions=True)


def rectify(name: str, row: str, on: date | str, note: str, photo: str | None = None) -> None:
	"""The responsible side has repaired a problem and shows it (R42, R45). Raises PermissionError for the other side."""
	inspection = _open(name)
	item = _row(inspection, row, (rules.OPEN,))
	_only_for(item.responsible)
	on = incoming.day(on, _("Rectified On")) or getdate()
	if not getdate(inspection.inspected_at) <= on <= getdate():
		refuse([Violation("rectified_out_of_time", (getdate(inspection.inspected_at), on))])
	refuse(rules.check_rectified(photo, note) or reads_inspection_photos.of_work(inspection, item, photo))
	item.update({"state": rules.RECTIFIED, "rectified_on": on, "rectified_by": frappe.session.user})
	item.update({"rectified_note": note, "after_photo": photo, "counted_from": service_entered_days.counted_from(on)})
	_save(inspection)


def recheck(name: str, row: str, passed: bool, note: str = "", within: str | None = None) -> None:
	"""The repair centre looks at a rectified problem: closed, or open again with what is still wrong (R45).

	``within`` is the re-inspection of the same unit in which that happened.
	"""
	inspection = _open(name)
	_only_for(rules.REPAIR_CENTRE)
	item = _row(inspection, row, (rules.RECTIFIED,))
	refuse(rules.check_recheck(passed, note, item.rectified_by == frappe.session.user))
	later = within and _open(within)
	if later and later.unit != inspection.unit:
		refuse([Violation("problem_unknown", (within,))])
	item.update({"rechecked_by": frappe.session.user, "rechecked_at": _now(), "rechecked_in": within})
	if passed:
		item.state = rules.CLOSED
	else:
		item.update(dict.fromkeys(("rectified_on", "counted_from", "rectified_by", "after_photo")))
		item.update({"state": rules.OPEN, "rectified_note": note})
	_save(inspection)
	if later and later.state != "Owner Signed":
		_save(later)


def sign(
	name: str, signed_by: str, signature: str, opinion: str, reason: str = "", promised_on: str | None = None
) -> None:
	"""The owner's opinion and signature, under this round and what is left of earlier ones.

	Accepting hands the unit over: its state, date and meters follow (R45, R48).
	"""
	inspection = _open(name, signed_too=False)
	_check_signable(inspection)
	problems = problems_of(inspection) + [Problem(row.state) for row in earlier_problems(inspection)]
	found = rules.check_owner_signs(problems, opinion, reason)
	found += rules.check_promise(getdate(promised_on) if promised_on else None, getdate(), opinion)
	if not signed_by.strip() or not is_drawn(signature):
		found.append(Violation("drawn_signature_missing"))
	if any(not row.photo for row in inspection.readings):
		found.append(Violation("meter_photo_missing"))
	refuse(found)
	inspection.update(
		{
			"state": "Owner Signed",
			"opinion": opinion,
			"opinion_reason": reason,
			"promised_on": promised_on or None,
			"signed_by": signed_by.strip(),
			"signed_at": _now(),
			"signature": signature,
			"signature_taken_by": frappe.session.user,
		}
	)
	_save(inspection)
	if opinion != "Refuse":
		hand_over(inspection, "Delivered", getdate(inspection.signed_at))


def _check_signable(inspection) -> None:
	"""The owner signs the latest round only, and never the repair centre's own pre-inspection."""
	if inspection.round == rules.PRE:
		refuse([Violation("pre_inspection_unsigned", (inspection.name,))])
	last = reads.rounds_with_owner(inspection.unit)[-1]
	refuse([Violation("inspection_continued", (last,))] if last != inspection.name else [])


def hand_over(source, state: str, on: date) -> None:
	"""Updates the unit's file from what was signed: delivery state, handover date, first meter readings."""
	unit = frappe.get_doc("Unit Archive", source.unit, for_update=True)
	unit.delivery_state = state
	if state in ("Delivered", "Proxy Accepted"):
		unit.handover_date = unit.handover_date or on
	meters = {row.kind: row for row in unit.meters}
	for reading in source.readings:
		row = meters.get(reading.kind) or unit.append("meters", {"kind": reading.kind})
		row.meter_no = row.meter_no or reading.meter_no
		row.handover_reading, row.handover_read_on = reading.reading, on
	# the caller has checked who may sign; the file is updated with that right
	unit.write_by_action(ignore_permissions=True)


def make_tickets(name: str) -> list[str]:
	"""What is the repair centre's in this inspection becomes tickets through the ordinary intake; returns their names."""
	inspection = _open(name)
	_only_for(rules.REPAIR_CENTRE)
	rows = [row for row in inspection.items if row.responsible == rules.REPAIR_CENTRE and not row.ticket]
	if not rows:
		refuse([Violation("nothing_for_repair_centre")])
	missing = [row.idx for row in rows if not row.defect_type]
	if missing:
		refuse([Violation("defect_type_missing", (tuple(map(str, missing)),))])
	request = service_intake.submit_request(
		{
			"unit": inspection.unit,
			"channel": "Repair Centre",
			"caller_name": inspection.owner_name or _("Owner"),
			"caller_phone": inspection.owner_phone or reads.owner(inspection.unit).phone or "",
			"received_at": _now(),
			"items": [
				{
					"location": row.location,
					"defect_type": row.defect_type,
					"description": row.description,
					"work_type": "Delivery Reception",
				}
				for row in rows
			],
		}
	)
	for row, item in zip(rows, request.items, strict=True):
		row.ticket = item.ticket
	_save(inspection)
	return [row.ticket for row in rows]


def receive_originals(name: str, file: str) -> None:
	"""The repair centre has the signed original, has compared it, and files it (R49). Raises RefusedError before the signature."""
	inspection = _open(name)
	_only_for(rules.REPAIR_CENTRE)
	if inspection.state != "Owner Signed":
		refuse([Violation("original_before_signature")])
	if inspection.originals_received_at:
		refuse([Violation("original_received", (inspection.originals_received_at,))])
	keep(inspection, file, "Signed Form", _("Signed inspection sheet"))
	inspection.update(
		{
			"originals_received_by": frappe.session.user,
			"originals_received_at": _now(),
			"originals_file": file,
		}
	)
	_save(inspection)


def problems_of(inspection) -> list[Problem]:
	"""The inspection's lines as the rules take them."""
	return [reads.problem(row.state, row.responsible, row.rectified_on, row.counted_from, inspection.round) for row in inspection.items]


def _open(name: str, signed_too: bool = True):
	"""The inspection, locked, if the user may work in its project. Raises RefusedError for one that is signed already."""
	inspection = frappe.get_doc("Handover Inspection", name, for_update=True)
	check_project(inspection.project, inspection.doctype)
	if inspection.state == "Owner Signed" and not signed_too:
		refuse([Violation("inspection_signed", (inspection.name,))])
	return inspection


def _row(inspection, name: str, states: tuple[str, ...]):
	for row in inspection.items:
		if row.name == name:
			if row.state not in states:
				refuse([Violation("problem_state", (row.idx, row.state))])
			return row
	return refuse([Violation("problem_unknown", (inspection.name,))])


def _only_for(side: str) -> None:
	roles = (PROJECT_DEPARTMENT, *CRAFT) if side == rules.PROJECT_DEPARTMENT else CRAFT
	frappe.only_for(roles, message=True)


def _locked_row(row) -> None:
	frappe.throw(
		_(
			"Row {0}: what was found and what became of it stay as they are. Use the actions on the form, or add another row."
		).format(row.idx),
		RefusedError,
		title=_("Changed by Actions Only"),
	)


def _named(doc, names: tuple[str, ...]) -> dict[str, str]:
	return {name: _plain(doc.get(name)) for name in names}


def _plain(value) -> str:
	if isinstance(value, datetime):
		return cstr(get_datetime(value).replace(microsecond=0))
	return plain_number(flt(value)) if isinstance(value, int | float) else cstr(value)


def _save(inspection) -> None:
	# the side that may act was asked above; the project department has no write right on what the engineer recorded
	inspection.write_by_action(ignore_permissions=True)


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
