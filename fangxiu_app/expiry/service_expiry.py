"""Campaigns before the end of the warranty: begun each morning or by a button, for all units at once (R51-R57)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import frappe
from frappe.utils import cint, format_date, getdate, now_datetime, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.scope import allowed_projects, check_project
from fangxiu_app.core.wording import _
from fangxiu_app.expiry import reads_endings as endings
from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry.reads_endings import Group, Place, Row
from fangxiu_app.expiry.rules_expiry import Limits, Span
from fangxiu_app.messaging import outbox
from fangxiu_app.messaging.outbox import Message

HEADS = (roles.MANAGER, roles.SUPERVISOR, roles.ADMINISTRATOR)
#: Rows of one INSERT: more units than an estate has.
CHUNK = 20_000
CAMPAIGN = (
	"name owner modified_by creation modified project building title status units_count parts expiry_date last_date"
	" notice_due meeting_due repair_due briefing_due"
).split()
UNIT = "name owner modified_by creation modified campaign project building unit unit_code kind parts expires_on".split()


def limits() -> Limits:
	"""The settings of a campaign; an empty or zero month is the regulation's one (R52)."""
	doc = frappe.get_cached_doc("Fangxiu Settings")
	numbers = (doc.expiry_notice_months or 1, doc.expiry_gather_days, doc.expiry_meeting_days)
	return Limits(*map(cint, numbers))


def check(project: str = "") -> dict[str, int]:
	"""The button: campaigns that are due in a project, or in all of the user's; see :func:`look`. Raises PermissionError."""
	frappe.only_for(HEADS, message=True)
	if project:
		check_project(project, "Expiry Campaign")
	return look(getdate(today()), [project] if project else allowed_projects(doctype="Expiry Campaign"))


def run(day: date, projects: list[str] | None = None) -> int:
	"""As :func:`look`; returns how many units came into a campaign."""
	return look(day, projects)["added"]


def look(day: date, projects: list[str] | None = None) -> dict[str, int]:
	"""Begin what is due by ``day`` in these projects, or in all of them.

	Returns how many units and common parts end within the time of a campaign (``ending``), and how many of them came in now
	(``added``). Run again it adds only what is new: units entered since, and nothing twice. Statements do not grow with the units.
	"""
	found, commons = endings.groups(projects), endings.common_parts(projects)
	ends = endings.endings([*found, *(one.group for one in commons)], day)
	known = endings.known_spans(projects, day)
	fresh = _fresh(ends, known, day)
	spans = {place: [*known.get(place, ()), *fresh.get(place, ())] for place in {*known, *fresh}}
	wanted = {group for group in found if _ending(ends[group], spans.get(group.place, ()))}
	if not spans:
		return {"ending": 0, "added": 0}
	rows = endings.rows([*endings.units_of(wanted), *commons], ends, spans, day)
	_begin(fresh, rows)
	return {"ending": len({row.unit.name for row in rows}), "added": _add(rows)}


def _fresh(ends: dict[Group, dict[str, date]], known: dict[Place, list[Span]], day: date) -> dict[Place, list[Span]]:
	"""New campaigns by place."""
	days: dict[Place, set[date]] = defaultdict(set)
	for group, parts in ends.items():
		days[group.place].update(parts.values())
	numbers = limits()
	found = {place: rules.new_spans(some, known.get(place, ()), day, numbers) for place, some in days.items()}
	return {place: spans for place, spans in found.items() if spans}


def _ending(parts: dict[str, date], spans) -> bool:
	return any(rules.span_of(day, spans) for day in parts.values())


def _begin(fresh: dict[Place, list[Span]], rows: list[Row]) -> None:
	"""Store the new campaigns and tell the heads of the repair centre. Three statements for all."""
	if not fresh:
		return
	inside: dict[tuple[Place, Span], list[Row]] = defaultdict(list)
	for row in rows:
		inside[row.unit.group.place, row.span].append(row)
	titles, numbers = _titles(fresh), limits()
	now, user = now_datetime().replace(microsecond=0), frappe.session.user
	lines, messages = [], []
	for (project, building), spans in fresh.items():
		for span in spans:
			mine = inside[(project, building), span]
			name = rules.campaign_name(project, building, span.first)
			title = _("{0}: warranty ends {1}").format(titles[project, building], format_date(span.first, "yyyy-MM-dd"))[:140]
			parts = "；".join(dict.fromkeys(part for row in mine for _end, part in row.parts))
			due = rules.dues(span.first, numbers)
			what = (project, building or None, title, rules.TO_NOTIFY, len(mine), parts, span.first, span.last)
			lines.append((name, user, user, now, now, *what, due.notice, due.meeting, due.repair, due.briefing))
			messages.append(_message(name, project, title, len(mine), parts))
	frappe.db.bulk_insert("Expiry Campaign", CAMPAIGN, lines, ignore_duplicates=True, chunk_size=CHUNK)
	outbox.tell_many(messages)


def _message(name: str, project: str, title: str, units: int, parts: str) -> Message:
	return Message(
		title,
		project,
		(outbox.role(roles.MANAGER), outbox.role(roles.SUPERVISOR)),
		_("{0} units and common parts: {1}. Send the friendly notice and have it posted (R52, R53).").format(units, parts),
		("Expiry Campaign", name),
		f"{name} begun",
	)


def _titles(places) -> dict[Place, str]:
	"""Project and building as people say them. Two queries."""
	projects = dict(
		frappe.get_all(
			"Project", {"name": ("in", [project for project, _building in places])}, ["name", "project_name"], as_list=True
		)
	)
	blocks = [building for _project, building in places if building]
	numbers = dict(
		frappe.get_all("Estate Building", {"name": ("in", blocks or [""])}, ["name", "building_no"], as_list=True)
	)
	return {
		(project, building): " ".join(
			filter(None, (projects.get(project), _("Building {0}").format(numbers[building]) if building else _("Whole Estate")))
		)
		for project, building in places
	}


def _add(rows: list[Row]) -> int:
	"""Store the units that are not in their campaign yet; returns how many. Three statements."""
	names = {}
	for row in rows:
		campaign = rules.campaign_name(*row.unit.group.place, row.span.first)
		names[rules.row_name(campaign, row.unit.name)] = (campaign, row)
	campaigns = sorted({campaign for campaign, _row in names.values()})
	there = set(frappe.get_all("Expiry Unit", {"campaign": ("in", campaigns or [""])}, pluck="name", limit=0))
	now, user = now_datetime().replace(microsecond=0), frappe.session.user
	lines = [
		(name, user, user, now, now, campaign, *_values(row)) for name, (campaign, row) in names.items() if name not in there
	]
	if lines:
		frappe.db.bulk_insert("Expiry Unit", UNIT, lines, ignore_duplicates=True, chunk_size=CHUNK)
	return _added(campaigns, there) if lines else 0


def _added(campaigns: list[str], there: set[str]) -> int:
	"""How many rows this run has stored: none that another run stored meanwhile, which this transaction does not see. One query."""
	return len(set(frappe.get_all("Expiry Unit", {"campaign": ("in", campaigns)}, pluck="name", limit=0)) - there)


def _values(row: Row) -> tuple:
	project, building = row.unit.group.place
	return (project, building or None, row.unit.name, row.unit.code, row.unit.kind, rules.parts_text(row.parts), row.expires_on)
