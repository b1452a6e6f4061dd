"""Renames roles and DocTypes of ours whose names other apps may use too, on sites that have the old names (adr/0130)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import frappe
from frappe.model.utils.user_settings import sync_user_settings
from frappe.query_builder import CustomFunction
from frappe.query_builder.functions import Replace

from fangxiu_app.core.access.roles import ERPNEXT_RIGHTS
from fangxiu_app.core.wording import _
from fangxiu_app.setup import preflight

#: Old name → new name; on screen both are called the same.
ROLES = {
	"General Manager": "Fangxiu General Manager",
	"Project Department": "Fangxiu Project Department",
	"Cost Department": "Fangxiu Cost Department",
	"Customer Service Head": "Fangxiu Customer Service Head",
	"Property Desk": "Fangxiu Property Desk",
	"Group Call Centre": "Fangxiu Group Call Centre",
}
#: On screen the same, too (docs/adr/0130); the last one is a plain word for a home-made one.
DOCTYPES = {"Trade": "Repair Trade", "Building": "Estate Building", "Briefing": "Briefing Record", "Agreement Talk": "Pre-signing Meeting"}
#: Whose roles are a person's own, not those a page or report asks for.
HOLDERS = ("User", "Role Profile")
#: Columns beside links that hold the name of a DocType: what the demo made is told there, too.
NAMED = (("Access Log", "export_from"), ("Deleted Document", "deleted_doctype"), ("DefaultValue", "defkey"))
#: Table without a DocType of its own that is kept by DocType → what is unique in it beside.
KEYED = {"__UserSettings": "user", "__global_search": "name"}
#: Fields that keep filters as text.
FILTERS = (
	("List Filter", "filters"),
	("Number Card", "filters_json"),
	("Dashboard Chart", "filters_json"),
	("Report", "json"),
	("Kanban Board", "filters"),
	("Workspace Shortcut", "stats_filter"),
	("Workspace Quick List", "quick_list_filter"),
)


def rename_roles() -> None:
	"""Give the roles of :data:`ROLES` their new names wherever they stand, running approvals and queued messages included.

	A role that also has rights on documents of others stays with those under its old name; its people get the new one beside
	it. Idempotent.
	"""
	for old, new in ROLES.items():
		if frappe.db.exists("Role", old):
			if _serves_others(old, new):
				_set_beside(old, new)
			else:
				_rename_role(old, new)
		_rename_in_rounds(old, new)
		_rename_recipient(old, new)
		_rename_in_filters("Role", old, new)
	frappe.clear_cache()


def rename_doctypes() -> None:
	"""Give our DocTypes of :data:`DOCTYPES` their new names, with their tables and what names them. Idempotent, also after a kill.

	A DocType of the old name that is another app's stays. Raises ValidationError where a table of the new name is left from another.
	"""
	for old, new in DOCTYPES.items():
		known = frappe.db.get_value("DocType", old, "module")
		if known and known != preflight.MODULE:
			continue
		if known and frappe.db.table_exists(new, cached=False):
			frappe.throw(
				_("The table tab{0} is there already, left from a deleted DocType. Rename or drop it, then migrate again.").format(new)
			)
		if known:
			frappe.rename_doc("DocType", old, new, force=True, show_alert=False, rebuild_search=False)
		elif frappe.db.exists("DocType", new) and frappe.db.table_exists(old, cached=False) and not frappe.db.table_exists(new, cached=False):
			frappe.db.rename_table(old, new)  # killed between the two: a change of a table ends the transaction
		_rename_as_text(old, new)
		_rename_in_filters("DocType", old, new)
	frappe.clear_cache()


def _rename_as_text(old: str, new: str) -> None:
	_write_user_settings()
	for doctype, field in NAMED:
		frappe.db.set_value(doctype, {field: old}, field, new, update_modified=False)
	for name, beside in KEYED.items():
		table = frappe.qb.Table(name)
		newer = frappe.qb.from_(table).select(table[beside]).where(table.doctype == new).run(pluck=True)
		if newer:  # a page that was open over the upgrade wrote under the old name once more
			frappe.qb.from_(table).delete().where((table.doctype == old) & table[beside].isin(newer)).run()
		frappe.qb.update(table).set(table.doctype, new).where(table.doctype == old).run()
	_rename_tables(old, new)


def _rename_tables(old: str, new: str) -> None:
	"""The columns that people choose for a table of a form are kept under the name of its rows' DocType."""
	kept = frappe.qb.Table("__UserSettings")
	before, after = (f'"{name}":' for name in (old, new))
	frappe.qb.update(kept).set(kept.data, Replace(kept.data, before, after)).where(kept.data.like(f"%{before}%")).run()


def _serves_others(old: str, new: str) -> bool:
	"""Whether the role has rights on documents that are neither ours nor among those our set-up gives it."""
	ours = {*_own_doctypes(), *(doctype for doctype, rights in ERPNEXT_RIGHTS.items() if new in rights)}
	tables = ("DocPerm", "Custom DocPerm")
	return any(set(frappe.get_all(table, {"role": old}, pluck="parent")) - ours for table in tables)


def _own_doctypes() -> list[str]:
	return frappe.get_all("DocType", {"module": preflight.MODULE}, pluck="name")


def _rename_role(old: str, new: str) -> None:
	merge = bool(frappe.db.exists("Role", new))  # a set-up that ran before this made it
	if merge:
		for table, keys in (("Has Role", ["parenttype", "parent"]), ("Custom DocPerm", ["parent", "permlevel", "if_owner"])):
			have = {tuple(row) for row in frappe.get_all(table, {"role": new}, keys, as_list=True)}
			rows = frappe.get_all(table, {"role": old}, ["name", *keys], as_list=True)
			twice = [name for name, *key in rows if tuple(key) in have]
			frappe.db.delete(table, {"name": ("in", twice)})
	frappe.rename_doc("Role", old, new, force=True, merge=merge, show_alert=False, rebuild_search=False)


def _set_beside(old: str, new: str) -> None:
	"""The new role with all that was ours of the old one, which keeps what it has of others."""
	if not frappe.db.exists("Role", new):
		frappe.get_doc({"doctype": "Role", "role_name": new, "desk_access": 1}).insert()
	holders = {"parenttype": ("in", HOLDERS)}
	have = {tuple(row) for row in frappe.get_all("Has Role", {"role": new, **holders}, ["parenttype", "parent"], as_list=True)}
	for row in frappe.get_all("Has Role", {"role": old, **holders}, ["parenttype", "parent", "parentfield", "idx"]):
		if (row.parenttype, row.parent) not in have:
			frappe.get_doc({"doctype": "Has Role", "role": new, **row}).db_insert()
	ours = _own_doctypes()
	granted = [*ours, *(doctype for doctype, rights in ERPNEXT_RIGHTS.items() if new in rights)]
	for table, parents in (("DocPerm", ours), ("Custom DocPerm", granted)):
		frappe.db.set_value(table, {"role": old, "parent": ("in", parents)}, "role", new, update_modified=False)
	for kind, doctype in preflight.DEFINITIONS.items():
		asked = {"role": old, "parenttype": doctype, "parent": ("in", preflight.defined(kind))}
		frappe.db.set_value("Has Role", asked, "role", new, update_modified=False)
	for doctype, field in _links("Role"):
		if doctype in ours:
			frappe.db.set_value(doctype, {field: old}, field, new, update_modified=False)


def _links(target: str) -> set[tuple[str, str]]:
	"""(DocType, field) of every standard link to ``target``."""
	rows = frappe.get_all("DocField", {"fieldtype": "Link", "options": target}, ["parent", "fieldname"], as_list=True)
	return {tuple(row) for row in rows}


def _rename_in_rounds(old: str, new: str) -> None:
	"""The steps of approvals, a line each: who signs next is read from there, and so is what a signature rests on."""
	log = frappe.qb.DocType("Approval Log")
	known = frappe.qb.from_(log).select(log.steps).where(log.steps.like(f"%{old}%")).distinct().run(pluck=True)
	for steps in known:
		renamed = "\n".join(new if role == old else role for role in steps.split("\n"))
		frappe.qb.update(log).set(log.steps, renamed).where(log.steps == steps).run()


def _rename_recipient(old: str, new: str) -> None:
	"""Messages to a role; the number of one with a key is made from both, so that nobody is told a second time."""
	box = frappe.qb.DocType("Outbox Message")
	mine = (box.recipient_kind == "Role") & (box.recipient == old)
	joined = CustomFunction("concat_ws", ["by", "key", "kind", "who", "channel"])("\n", box.dedupe_key, "Role", new, box.channel)
	digest = CustomFunction("sha2", ["text", "bits"])(joined, 256)
	name = CustomFunction("left", ["text", "length"])(digest, 20)
	frappe.qb.update(box).set(box.name, name).where(mine & (box.dedupe_key != "")).run()
	frappe.qb.update(box).set(box.recipient, new).where(mine).run()


def _rename_in_filters(target: str, old: str, new: str) -> None:
	"""Filters that people and desks keep, where they ask for the renamed record or for documents of the renamed kind."""
	links = _links(target)
	kinds = {old: new} if target == "DocType" else {}

	change_filters(old, lambda row: _ask_anew(row, links, kinds, old, new))


def change_filters(word: str, change: Callable[[list], None]) -> None:
	"""Make ``change`` to every filter ``[DocType, field, operator, value]`` that people and desks keep, where it holds ``word``."""
	for doctype, field in FILTERS:
		for row in frappe.get_all(doctype, {field: ("like", f"%{word}%")}, ["name", field]):
			if text := _renamed(row[field], change):
				frappe.db.set_value(doctype, row.name, field, text, update_modified=False)
	_write_user_settings()
	kept = frappe.qb.Table("__UserSettings")
	rows = frappe.qb.from_(kept).select(kept.user, kept.doctype, kept.data).where(kept.data.like(f"%{word}%")).run()
	for user, doctype, data in rows:
		if text := _renamed(data, change):
			frappe.qb.update(kept).set(kept.data, text).where((kept.user == user) & (kept.doctype == doctype)).run()


def _write_user_settings() -> None:
	"""What people chose lately stands in the cache only: write it, so that it is renamed too and not written back later."""
	sync_user_settings()
	frappe.cache.delete_value("_user_settings")


def _ask_anew(row: list, links: set[tuple[str, str]], kinds: dict[str, str], old: str, new: str) -> None:
	if (row[0], row[1]) in links:
		row[3] = named(row[3], old, new)
	row[0] = kinds.get(row[0], row[0])


def _renamed(text: str | None, change: Callable[[list], None]) -> str:
	"""``text`` with ``change`` made to each of its filters, or nothing where that changes none."""
	try:
		value = json.loads(text or "")
	except ValueError:
		return ""
	before = json.dumps(value, ensure_ascii=False)
	for row in _filters(value):
		change(row)
	after = json.dumps(value, ensure_ascii=False)
	return after if after != before else ""


def named(value: object, old: str, new: str) -> object:
	"""What a filter asks for, one name or several, with ``new`` in the place of ``old``."""
	if isinstance(value, list):
		return [named(one, old, new) for one in value]
	if isinstance(value, str):
		return ",".join(new if one.strip() == old else one for one in value.split(","))
	return value


def _filters(value) -> Iterator[list]:
	"""Every ``[DocType, field, operator, value, …]`` inside a JSON value."""
	if isinstance(value, dict):
		value = list(value.values())
	if isinstance(value, list):
		if len(value) >= 4 and all(isinstance(part, str) for part in value[:3]):
			yield value
		else:
			for part in value:
				yield from _filters(part)
