"""A milestone described for users: what fulfils it, what is missing, and which record its button opens (R20-R50)."""

from __future__ import annotations

from frappe.utils import format_date

from fangxiu_app.core.access import roles
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import rules_milestone_leads as leads
from fangxiu_app.delivery import rules_milestones as rules
from fangxiu_app.delivery.rules_milestones import Fact

#: Whom a department's reminder reaches, and whose milestones stand first on the board.
PEOPLE = {
	"Repair Centre": (roles.MANAGER,),
	"Project Department": (roles.PROJECT_DEPARTMENT,),
	"Customer Service": (roles.CUSTOMER_SERVICE, roles.CS_HEAD),
	"Company": (roles.GENERAL_MANAGER, roles.MANAGER),
	"Contractors": (roles.MANAGER,),
}
#: How many of the missing are named on the board; the record behind it shows all.
NAMED = 5


def departments(mine: set[str]) -> list[str]:
	"""Departments whose milestones users with these roles are responsible for."""
	return [name for name, people in PEOPLE.items() if mine & {*people}]


def wants() -> dict[str, str]:
	"""Kind of proof → what fulfils the milestone, for its people."""
	return {
		"Manual": _("A documented proof on the milestone: day, what was done, file."),
		"Staffing": _("An engineer stationed at the project department, in the delivery batch (R21)."),
		"Needs Plan": _("The needs plan of the delivery batch has rows (R33)."),
		"Office Site": _("Every office site of the needs plan is in place (R34)."),
		"Office Equipment": _("All equipment of the needs plan is in place (R35)."),
		"Pre-signing Meetings": _("A pre-signing meeting with every general contractor, in its warranty agreement (R27)."),
		"Agreements Signed": _("Every warranty agreement is signed, within the month before delivery (R28)."),
		"Trainings": _("At least two training days of every contractor's staff, in its warranty agreement (R30)."),
		"Authorisations": _(
			"Every contractor's power of attorney: day, scan, contact with phone, roster of workers (R31)."
		),
		"Repair Meeting": _("A meeting with all contractors, with the scan of its signed minutes (R29)."),
		"Responsibilities": _("The responsibility matrix of the batch, and signed minutes that agree on it (R32)."),
		"Spare Parts Ordered": _("Every part of the spare parts list is ordered as planned (R36)."),
		"Spare Parts Handed Over": _("Every part is handed over as planned, signed by both sides (R37)."),
		"Store Condition": _("A store check that passed and held on the due day (R38)."),
		"Briefing": _("A briefing with contracts and risks, signed by both sides (R39)."),
		"Unit Files": _("The file of every unit is complete (R41)."),
		"First Inspections Signed": _(
			"Every problem of every unit to be delivered is closed, and its owner has signed that, or the unit is accepted on the owner's behalf (R45, R46)."
		),
		"Proxy Acceptances": _(
			"Units rectified a month ago and not accepted without a list are accepted on the owner's behalf (R46)."
		),
		"Inspection Sheets": _("An inspection sheet for every unit to be delivered (R47)."),
		"Meter Readings": _(
			"Water and electricity of every unit to be delivered are read, and its meter charges confirmed (R48)."
		),
		"Originals Archived": _("The signed original of every unit to be delivered is filed; a unit accepted on the owner's behalf unsigned has none (R49)."),
		"Transfers": _("Every unsold, not deliverable or not collected unit is handed over (R50)."),
		"Pre-delivery Weekly Report": _("A weekly report issued for every week of the stage before D (R20, R24-R26)."),
		"Repair Weekly Report": _("The first repair weekly report is issued after the delivery began (R43)."),
	}


def missing(fact: Fact) -> str:
	"""The first of what is missing by name, and how many more."""
	if fact.fulfilled or not fact.missing:
		return ""
	words = "、".join(fact.missing[:NAMED])
	more = len(fact.missing) - NAMED
	return _("{0} and {1} more").format(words, more) if more > 0 else words


def note(proof: str, fact: Fact, due) -> str:
	"""A note where the record that fulfilled a milestone lies before its window."""
	if not rules.too_early(proof, fact, due):
		return ""
	first = format_date(rules.window_start(proof, due), "yyyy-MM-dd")
	return _("done {0}, before its time began on {1}").format(format_date(fact.on, "yyyy-MM-dd"), first)


def lead(row: dict, fact: Fact, batch: dict, contractors: list[str]) -> dict:
	"""Where the milestone's button leads: ``form``, ``list``, ``new``, ``report`` or ``need``, with what it takes."""
	found = leads.LEADS.get(row["proof"])
	if not found:
		return {"form": ["Delivery Milestone", row["name"]]}
	if found.how == leads.NEED:
		needs = list(zip(fact.names, fact.missing, strict=False))
		return {"need": needs} if needs else {"form": ["Delivery Batch", batch["name"]]}
	if found.how == leads.BATCH or (row["proof"] == "Responsibilities" and _("Responsibility Matrix") in fact.missing):
		return {"form": ["Delivery Batch", batch["name"]]}
	if found.how in (leads.LIST, leads.REPORT):
		return {found.how: found.doctype, "filters": {"project": batch["project"], **found.values}}
	if fact.names and found.doctype != "Store Check":
		one = len(fact.names) == 1
		some = {"list": found.doctype, "filters": {"name": ["in", list(fact.names)]}}
		return {"form": [found.doctype, fact.names[0]]} if one else some
	if found.how == leads.NAMED:
		return {"list": found.doctype, "filters": {"project": batch["project"]}}
	return _new(found, fact, batch, contractors)


def _new(found: leads.Lead, fact: Fact, batch: dict, contractors: list[str]) -> dict:
	"""A new record with what is known already: all contractors are expected at a meeting."""
	values = {"project": batch["project"], "batch": batch["name"], **found.values}
	if found.doctype == "Store Check":
		values = {"project": batch["project"], "warehouse": fact.names[0] if fact.names else None}
	if found.doctype == "Spare Parts":
		values["delivery_date"] = batch["delivery_date"]
	rows = {}
	if found.doctype == "Meeting Record":
		values["topic"] = f"{batch['title']} {_(found.values['kind'])}"
		rows = {"attendees": [{"company": name} for name in contractors]}
	return {"new": found.doctype, "values": values, "rows": rows}
