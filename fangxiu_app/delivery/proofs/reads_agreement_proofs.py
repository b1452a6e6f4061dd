"""Records that prove the milestones about contractors: talks, signatures, trainings, authorisations, meetings (R27-R32).

Readers as in ``milestone_proofs``; each counts contractors, or parts of a paper, and names what is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from fangxiu_app.contractors import rules_agreement
from fangxiu_app.core.access import files
from fangxiu_app.core.wording import _
from fangxiu_app.delivery.rules_milestones import Fact
from fangxiu_app.ledger import ledger_settings


def _latest(days: Iterable) -> date | None:
	return max((getdate(day) for day in days if day), default=None)


def _title(row: dict) -> str:
	return row["contractor_name"] or row["contractor"]


def _fact(rows: list[dict], day_of: Callable[[dict], object], why: Callable[[dict], str] = lambda row: "") -> Fact:
	"""How many rows have a day, and the titles of the others with what they lack."""
	left = [row for row in rows if not day_of(row)]
	missing = tuple(f"{_title(row)} {why(row)}".strip() for row in left)
	names = tuple(row["name"] for row in left)
	return Fact(len(rows) - len(left), len(rows), _latest(map(day_of, rows)), missing, names)


def _signed(scope) -> dict[str, Fact]:
	"""R28: every agreement of the batch is signed."""

	def day(row: dict):
		return row["signed_on"] if row["status"] == "Signed" else None

	return {name: _fact(rows, day) for name, rows in scope.agreements.items()}


def _authorisations(scope) -> dict[str, Fact]:
	"""R31: the written power of attorney with its day, scan, contacts with what a notice needs, and roster of workers."""
	contacts: dict[str, list[dict]] = defaultdict(list)
	for one in _table("Authorised Contact", scope, list(rules_agreement.CONTACT_FIELDS)):
		contacts[one.parent].append(one)
	workers = {row.parent for row in _table("Agreement Worker", scope, ["worker_name"])}
	labels = {
		"authorisation_missing": _("Authorised On"),
		"authorisation_scan_missing": _("Power of Attorney"),
		"contact_missing": _("Authorised Contacts"),
		"roster_missing": _("Roster of workers"),
	}
	kept = files.kept_among(row["authorisation_file"] for rows in scope.agreements.values() for row in rows)
	meta = frappe.get_meta("Authorised Contact")

	def gaps(row: dict) -> list[str]:
		mine = contacts[row["name"]]
		found = rules_agreement.Authorisation(
			row["authorised_on"],
			row["authorisation_file"] in kept,
			len(mine),
			rules_agreement.contact_gaps(mine),
			int(row["name"] in workers),
		)
		return [
			labels.get(code) or "、".join(_(meta.get_label(field)) for field in params[0])
			for code, params in rules_agreement.authorisation_gaps(found)
		]

	def day(row: dict):
		return None if gaps(row) else row["authorised_on"]

	def why(row: dict) -> str:
		return "（" + "、".join(gaps(row)) + "）"

	return {name: _fact(rows, day, why) for name, rows in scope.agreements.items()}


def _talks(scope) -> dict[str, Fact]:
	"""R27: interviews with every general contractor; where none is marked as such, with every contractor."""
	held: dict[str, date] = {}
	for row in _table("Pre-signing Meeting", scope, ["talk_date"]):
		if getdate(row.talk_date) <= scope.today:
			held[row.parent] = max(held.get(row.parent, date.min), getdate(row.talk_date))
	filters = {"fx_contractor_kind": "General Contractor"}
	general = set(frappe.get_all("Supplier", filters, pluck="name"))
	facts = {}
	for name, rows in scope.agreements.items():
		asked = [row for row in rows if row["contractor"] in general] or rows
		facts[name] = _fact(asked, lambda row: held.get(row["name"]))
	return facts


def _trainings(scope) -> dict[str, Fact]:
	"""R30: the staff of each contractor were trained on at least two days up to today, in any of its agreements."""
	held = defaultdict(set)
	for row in _table("Agreement Training", scope, ["training_date"]):
		held[row.parent].add(getdate(row.training_date))
	facts, usual = {}, ledger_settings.load().trainings_wanted
	for name, rows in scope.agreements.items():
		number = scope.number(name, "Trainings", usual)
		by_contractor = {row["contractor"]: row for row in rows}
		days = defaultdict(set)
		for row in rows:
			days[row["contractor"]] |= held[row["name"]]
		kept = {
			contractor: rules_agreement.training_days(some, scope.today, scope.delivery_day(name)) for contractor, some in days.items()
		}

		def done(row: dict, kept=kept, number=number):
			mine = kept[row["contractor"]]
			return mine[number - 1] if len(mine) >= number else None

		def why(row: dict, kept=kept, number=number) -> str:
			return f"{len(kept[row['contractor']])}/{number}"

		facts[name] = _fact(list(by_contractor.values()), done, why)
	return facts


def _meeting(scope) -> dict[str, Fact]:
	"""R29: a meeting with signed minutes that every contractor of the batch attended."""
	facts, held = {}, _minutes("Repair Meeting", scope)
	companies = defaultdict(list)
	names = [meeting.name for meeting in held.values() if meeting]
	for row in frappe.get_all("Meeting Attendee", {"parent": ("in", names or [""])}, ["parent", "company"]):
		companies[row.parent].append(row.company)
	for name, meeting in held.items():
		rows = scope.agreements[name]
		there = companies[meeting.name] if meeting else []
		away = [row for row in {row["contractor"]: row for row in rows}.values() if not _attends(row, there)]
		missing = tuple(map(_title, away)) if meeting else (_("Minutes of the meeting"),)
		if meeting and not meeting.minutes_file:
			missing = (_("Scan of the signed minutes"), *missing)
		names = (meeting.name,) if meeting else ()
		wanted = len({row["contractor"] for row in rows}) + 1
		day = getdate(meeting.held_on) if meeting else None
		facts[name] = Fact(wanted - len(missing) if meeting else 0, wanted, day, missing, names)
	return facts


def _attends(row: dict, companies: list[str]) -> bool:
	"""Whether one of the companies is the contractor: people write its short name, or the full one with an addition."""
	title = _title(row).replace(" ", "")
	short = (company.replace(" ", "") for company in companies)
	return any(company and (company in title or title in company) for company in short)


def _responsibilities(scope) -> dict[str, Fact]:
	"""R32: the matrix of responsibilities is filled in, and its agreement is signed in minutes."""
	filled = set(frappe.get_all("Responsibility Row", {"parent": ("in", scope.names)}, pluck="parent"))
	facts = {}
	for name, meeting in _minutes("Responsibilities", scope).items():
		parts = (
			(name in filled, _("Responsibility Matrix")),
			(meeting and meeting.minutes_file, _("Scan of the signed minutes")),
		)
		missing = tuple(label for given, label in parts if not given)
		names = (meeting.name,) if meeting and name in filled else ()
		day = getdate(meeting.held_on) if meeting else None
		facts[name] = Fact(2 - len(missing), 2, day, missing, names)
	return facts


def _minutes(kind: str, scope) -> dict[str, frappe._dict | None]:
	"""The batch's meeting of a kind that was held: one with signed minutes before one without, the latest first."""
	filters = {"batch": ("in", scope.names), "kind": kind, "held_on": ("<=", scope.today)}
	rows = frappe.get_all("Meeting Record", filters, ["name", "batch", "held_on", "minutes_file"])
	rows.sort(key=lambda row: (bool(row.minutes_file), row.held_on))
	found: dict[str, dict | None] = dict.fromkeys(scope.agreements)
	return found | {row.batch: row for row in rows}


def _table(table: str, scope, fields: list[str]) -> list[frappe._dict]:
	names = [row["name"] for rows in scope.agreements.values() for row in rows]
	return frappe.get_all(table, {"parent": ("in", names or [""])}, ["parent", *fields])


READERS = {
	"Pre-signing Meetings": _talks,
	"Agreements Signed": _signed,
	"Trainings": _trainings,
	"Authorisations": _authorisations,
	"Repair Meeting": _meeting,
	"Responsibilities": _responsibilities,
}
