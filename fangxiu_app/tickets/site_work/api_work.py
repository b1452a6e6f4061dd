"""The work on a ticket: its overview for the form, the sheet of a patrol or spot check (R12, R100-R105)."""

import frappe
from frappe.utils import now_datetime

from fangxiu_app.contractors.breach import reads_breach_evidence, rules_breach
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.messages import show
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.life import reads_facts
from fangxiu_app.tickets.site_work import reads_work, service_patrol

#: Days of the strip on the form; earlier ones are only counted.
SHOWN_DAYS = 31
#: What a visit's dialog may fill in; everything else is the server's.
FIELDS = ("checks", "findings", "progress_percent", "work_done", "next_work", "accompanied_by")


@frappe.whitelist(methods=["GET"])
def overview(ticket: str) -> dict:
	"""Kept and missed patrol days, progress lines, faults. Raises PermissionError without read rights."""
	right.check("Repair Ticket", "read", ticket)
	now = now_datetime().replace(microsecond=0)
	days = reads_work.patrol_days([ticket], now).get(ticket, [])
	states = [row.state for row in days]
	labels = _state_labels()
	return {
		"days": [
			{"day": row.day, "state": row.state, "label": labels[row.state]} for row in days[-SHOWN_DAYS:]
		],
		"kept": states.count("Kept"),
		"missed": states.count("Missed"),
		"patrols": reads_work.patrols(ticket),
		"faults": reads_work.faults(ticket),
		"corrections": reads_work.corrections(ticket),
		"watched": reads_work.watched(ticket),
		"long": _long(ticket, now, labels),
		"breach": _breach(frappe.get_doc("Repair Ticket", ticket), now),
	}


def _breach(ticket, now) -> dict:
	"""R107 in words: what has happened, and whose turn it is. Empty when nothing is wrong."""
	due, failed = reads_facts.finish_due(ticket), reads_facts.failed_pre_acceptance(ticket)
	found = rules_breach.standing(reads_breach_evidence.current([ticket.name])[ticket.name], reads_breach_evidence.wanted(), now)
	stage = rules_breach.stage(found, ticket.status, now, due, failed)
	until = found.served[-1].cure_until if found.served else None
	late = due and now > due
	waiting = found.notice if stage in ("Notice", "Second") and found.step in ("issue", "serve") else None
	if waiting:
		return {"stage": stage, "letter": waiting.name, "text": _under_way(found)}
	texts = {
		"Notice": _("Late since {0}: serve the written notice on the contractor; the project department gets it too (R107).").format(
			show(due)
		)
		if late
		else _("The pre-acceptance failed: serve the written notice on the contractor; the project department gets it too (R107)."),
		"Waiting": _(
			"Written notice received by {0}: the project department coordinates until {1} (R107)."
		).format(show(ticket.notice_receiver), show(until)),
		"Second": _(
			"The time to coordinate ended {0}; {1} notice was received, {2} are wanted: serve the next written notice (R107)."
		).format(show(until), len(found.served), reads_breach_evidence.wanted()),
		"Ended": _(
			"The time to coordinate ended {0} without a result: commission a third party (R107)."
		).format(show(until)),
		"Failed": _("The coordination failed ({0}): commission a third party (R107).").format(
			show(ticket.coordination_note)
		),
		"Settled": _("Coordinated: {0}").format(show(ticket.coordination_note or (found.notice and found.notice.name))),
	}
	return {"stage": stage, "text": texts[stage]} if stage else {}


def _under_way(found: rules_breach.Standing) -> str:
	"""The notice that is asked for is written already: what it waits for. Its number stands beside, as a link."""
	if found.step == "serve":
		return _("The notice is issued: its service is to be recorded (R107).")
	return _("The notice is written and is to be issued (R107).")


def _long(ticket: str, now, labels: dict[str, str]) -> dict:
	found = reads_work.long_repair(ticket, now)
	weeks = [
		{
			"start": week.start,
			"end": week.end,
			"state": week.state,
			"label": labels[week.state],
			"kept_at": week.kept_at,
		}
		for week in found.get("weeks", [])
	]
	return {**found, "weeks": weeks}


@frappe.whitelist(methods=["GET"])
def sheet(ticket: str) -> dict:
	"""The checklist of this ticket's class of work, with what was ``faulty`` at the last look, and the last progress line to go on from."""
	right.check("Repair Ticket", "read", ticket)
	name, rows = service_patrol.sheet(frappe.get_doc("Repair Ticket", ticket))
	last = reads_work.patrols(ticket, 1)
	faulty = reads_work.open_faults([ticket]).get(ticket, ())
	return {
		"checklist": name,
		"rows": [{**row, "label": _(row["aspect"]), "faulty": row["aspect"] in faulty} for row in rows],
		"last": last[0] if last else None,
	}


@frappe.whitelist(methods=["POST"])
def record(
	ticket: str, kind: str, values: dict | str, at: str | None = None, reason: str | None = None
) -> dict:
	"""Save a patrol or spot check. ``values``: checks, findings, progress_percent, work_done, next_work, accompanied_by.

	Raises RefusedError naming every aspect that is not marked; nothing is saved then.
	"""
	frappe.has_permission("Site Visit", "create", throw=True)
	right.check("Repair Ticket", "read", ticket)
	given = incoming.mapping(values)
	visit = frappe.new_doc("Site Visit")
	visit.update(incoming.fields("Site Visit", given, FIELDS))
	visit.update({"ticket": ticket, "kind": kind, "arrived_at": at, "back_entry_reason": reason})
	visit.project = frappe.db.get_value("Repair Ticket", ticket, "project")
	visit.insert()
	faults = [{"aspect": row.aspect, "remark": row.remark} for row in visit.checks if row.result == "Fault"]
	return {"visit": visit.name, "score": visit.score, "faults": faults}


def _state_labels() -> dict[str, str]:
	return {
		"Kept": _("Kept"),
		"Missed": _("Missed"),
		"On Hold": _("On Hold"),
		"Today": _("Today"),
		"Not Due": _("Not Due"),
		"Running": _("Running"),
	}
