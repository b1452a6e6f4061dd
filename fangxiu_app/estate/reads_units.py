"""Finds units by words in any order: "3 2 1501", the last digits of a phone, an owner's name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

import frappe
from pypika import Case, CustomFunction, Table
from pypika.functions import Coalesce, Concat, Lower, Max, Min

from fangxiu_app.core.access.personal import sees_telephones
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.estate.rules_place import COMMON
from fangxiu_app.estate.rules_unit_fields import key_prefixes
from fangxiu_app.estate.rules_unit_search import Search, escape, like_pattern, rank_patterns, read

UNIT = Table("tabUnit Archive")
_TEXT = Concat(" ", UNIT.search_text, " ")

_Replace = CustomFunction("replace", ["text", "old", "new"])
_Length = CustomFunction("char_length", ["text"])


def search_units(text: str, start: int = 0, limit: int = 10, project: str | None = None, kind: str = "") -> list:
	"""Units of the user's projects that have every word of ``text``, what is meant first (``estate.rules_unit_search``).

	A row's ``exact`` says that its code was typed whole. One query where a word is looked up in the index; words of one or two
	digits fit thousands, so there the codes that begin with them are read first, the rest only to fill the list.
	"""
	projects = allowed_projects(doctype="Unit Archive")
	search = read(text)
	if projects == [] or (text.strip() and not search.words):
		return []
	query = _units(projects, project)
	if kind:
		query = query.where(UNIT.kind == kind)
	if not sees_telephones():  # the last four digits are a word; more of a number that is read covered is not asked for in pieces
		for word in filter(str.isdecimal, search.words):
			query = query.where(_TEXT.like(f"% {word} %") | UNIT.unit_code.like(f"%{word}%"))
	rare = _rarest(search.words)
	if rare or not search.words:
		rows = _ranked(query, search, rare).limit(limit).offset(start).run(as_dict=True)
	else:
		rows = _in_steps(query, search, start + limit)[start:]
	for row in rows:
		row.exact = row.unit_code.lower() == search.whole_code
	return rows


def _units(projects: list[str] | None, project: str | None):
	estate = frappe.qb.DocType("Project")
	query = (
		frappe.qb.from_(UNIT)
		.left_join(estate)
		.on(estate.name == UNIT.project)
		.select(
			UNIT.name,
			UNIT.unit_code,
			UNIT.title,
			UNIT.project,
			estate.project_name,
			UNIT.delivery_state,
			UNIT.handover_date,
			UNIT.kind,
		)
	)
	if projects is not None:
		query = query.where(UNIT.project.isin(projects))
	return query.where(UNIT.project == project) if project else query


def _ranked(query, search: Search, rare: str):
	"""What the index finds by its rarest word, sifted by the others, in the order of ``rank_patterns``."""
	if not rare:
		return query.orderby(UNIT.unit_code)
	query = query.where(UNIT.name.isin(_units_of(rare)))
	for word in search.words:
		if word != rare:
			query = query.where(_TEXT.like(like_pattern(word)))
	code = Concat("-", _Replace(Lower(UNIT.unit_code), "-", "--"), "-")
	patterns = rank_patterns(search.code)
	if patterns:
		rank = Case()
		for number, pattern in enumerate(patterns):
			rank = rank.when(code.like(pattern), number)
		query = query.orderby(rank.else_(len(patterns)))
		# the same parts in another order, before a unit that only has them in a phone number
		own = reduce(and_, (code.like(f"%-{escape(word)}-%") for word in search.code))
		query = query.orderby(Case().when(own, 0).else_(1))
	for word in search.words:
		if word not in search.code:  # a whole name before one that only begins like it
			query = query.orderby(Case().when(_TEXT.like(f"% {escape(word)} %"), 0).else_(1))
	return query.orderby(_Length(UNIT.unit_code)).orderby(UNIT.unit_code)


def _in_steps(query, search: Search, wanted: int) -> list:
	"""Codes that begin with the words as whole parts, then with the last one unfinished, then any that have them all."""
	code = escape(search.whole_code)
	anywhere = reduce(and_, (_TEXT.like(like_pattern(word)) for word in search.words))
	steps = (
		(UNIT.unit_code == search.whole_code) | UNIT.unit_code.like(f"{code}-%"),
		UNIT.unit_code.like(f"{code}%"),
	)
	rows: list = []
	for step in (*steps, anywhere):
		if len(rows) < wanted:
			more = query.where(step).orderby(UNIT.unit_code).limit(wanted - len(rows))
			rows += more.where(UNIT.name.notin([row.name for row in rows] or [""])).run(as_dict=True)
	return rows


def _rarest(words: Sequence[str]) -> str:
	"""The word that the index is asked for, the others only sift what it finds: the longest is the rarest, of a phone said in pieces the last."""
	return max((word for word in reversed(words) if key_prefixes(word)), key=len, default="")


def _units_of(word: str):
	"""Units with a key that begins as the word asks; read from the index alone."""
	key = frappe.qb.DocType("Unit Word")
	found = (key.word.like(f"{escape(prefix)}%") for prefix in key_prefixes(word))
	return frappe.qb.from_(key).select(key.parent).where(reduce(or_, found))


def is_private(unit):
	"""Criterion on a Unit Archive table: a unit of its own, no common part. What counts units asks for it."""
	return unit.kind != COMMON


def first_dates(project: str, building: str | None) -> tuple:
	"""The earliest completion acceptance and handover in a building, or in the whole project. Two queries."""
	block, unit = frappe.qb.DocType("Estate Building"), frappe.qb.DocType("Unit Archive")
	accepted = frappe.qb.from_(block).select(Min(block.completion_acceptance_date))
	handed_over = frappe.qb.from_(unit).select(Min(Coalesce(unit.handover_date, unit.deemed_handover_date)))
	accepted = accepted.where(block.project == project)
	handed_over = handed_over.where((unit.project == project) & is_private(unit))
	if building:
		accepted, handed_over = accepted.where(block.name == building), handed_over.where(unit.building == building)
	return accepted.run()[0][0], handed_over.run()[0][0]


def places(project: str) -> dict:
	"""``{"projects": [{value, label}], "buildings": [{name, building_no, entrances, floors}]}`` the session's user may report for.

	Buildings of ``project``, or of the only one there is. Entrances as the units name them. Three queries.
	"""
	allowed = allowed_projects(doctype="Repair Request")
	block = frappe.qb.DocType("Estate Building")
	estates = frappe.get_all(
		"Project",
		{"name": ("in", frappe.qb.from_(block).select(block.project).distinct().run(pluck=True) or [""])},
		["name as value", "project_name as label"],
		order_by="project_name",
	)
	estates = [row for row in estates if allowed is None or row.value in allowed]
	if not project and len(estates) == 1:
		project = estates[0].value
	if project not in {row.value for row in estates}:
		return {"projects": estates, "project": "", "buildings": []}
	buildings = frappe.get_all(
		"Estate Building", {"project": project}, ["name", "building_no", "floors"], order_by="building_no"
	)
	unit = frappe.qb.DocType("Unit Archive")
	rows = (
		frappe.qb.from_(unit)
		.select(unit.building, unit.entrance, Max(unit.floor), Min(unit.floor))
		.where((unit.project == project) & is_private(unit))
		.groupby(unit.building, unit.entrance)
		.orderby(unit.entrance)
	).run()
	for row in buildings:
		mine = [found for found in rows if found[0] == row.name]
		row.entrances = [found[1] for found in mine if found[1]]
		row.top = max([row.floors or 0, *(found[2] or 0 for found in mine)])
		row.lowest = min([-2, *(found[3] or 0 for found in mine)])
	return {"projects": estates, "project": project, "buildings": buildings}


def primary_owners(units: list[str]) -> dict[str, frappe._dict]:
	"""Current primary owner (name, phone) of each unit. One query."""
	if not units:
		return {}
	rows = frappe.get_all(
		"Unit Owner",
		{"parent": ("in", units), "parenttype": "Unit Archive", "to_date": ("is", "not set")},
		["parent", "owner_name", "phone", "is_primary"],
		order_by="is_primary asc",
	)
	return {row.parent: row for row in rows}
