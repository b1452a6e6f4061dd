"""Checks a site before an installation writes anything, and names each obstacle with the way out.

Frappe overwrites a DocType, role or report of another app that has the same name, and its installer lists an app as installed
before its set-up has run (15.56.1): an obstacle found later leaves hooks live on a half-made site.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe import installer

from fangxiu_app.core.access.roles import ROLES
from fangxiu_app.core.wording import _
from fangxiu_app.ledger.service_accounts import DIMENSION
from fangxiu_app.setup import custom_fields

APP, MODULE = "fangxiu_app", custom_fields.MODULE
_add = installer.add_to_installed_apps
#: Kept on the site while it is set up or taken apart: what bears our names then is what a killed try left of us.
UNDER_WAY = "fangxiu_set_up_under_way"
#: Kept from the moment Frappe begins to drop our tables until it has: only then a table of our names without its DocType is ours.
DROPPING = "fangxiu_removal_under_way"
#: Kept with it: where the documents were saved before anything went. A removal that is gone on with saves no second, poorer copy.
KEPT = "fangxiu_removed_documents"
#: Folders of definitions that Frappe writes over what has their name.
DEFINITIONS = {
	"doctype": "DocType",
	"report": "Report",
	"page": "Page",
	"print_format": "Print Format",
	"workspace": "Workspace",
	"number_card": "Number Card",
	"dashboard_chart": "Dashboard Chart",
	"dashboard_chart_source": "Dashboard Chart Source",
}
#: Documents of ERPNext that the set-up makes → fields it fills in.
MADE = {
	"Account": {"account_name", "parent_account", "account_number", "company"},
	"Item": {"item_code", "item_group", "stock_uom"},
	"UOM": {"uom_name"},
}
#: Field type → what the database calls its column; all of our links and names are of the first kind.
COLUMNS = {"Check": "int", "Percent": "decimal"}
TEXT = "varchar"


@dataclass(frozen=True)
class Obstacle:
	"""Something on this site that prevents the installation, and what its administrator can do about it."""

	what: str
	way_out: str

	def __str__(self) -> str:
		return f"{self.what} → {self.way_out}"


def before_install() -> None:
	"""Hook before the app is installed: writes nothing while there are obstacles. Raises ValidationError."""
	found = list(obstacles())
	if found:
		lines = "\n".join(f"{number}. {one}" for number, one in enumerate(found, 1))
		frappe.throw(_("This site is not ready for the app; nothing was changed.") + "\n" + lines)
	# what an earlier try left of itself would stop this one: Frappe makes the module anew
	frappe.db.delete("Module Def", {"app_name": APP})
	_mark(1)
	_list_at_the_end()


def _mark(value: int | None) -> None:
	frappe.db.set_global(UNDER_WAY, value)
	frappe.db.commit()  # nosemgrep: a process that is killed rolls back


def _list_at_the_end() -> None:
	"""Keep Frappe's installer, in this process, from listing the app before its set-up has run: :func:`list_app` does it then.

	From the moment it is listed its hooks and jobs act on everybody's vouchers. One that fails or is killed before leaves the
	site as without the app but for tables, which the next ``install-app`` goes on with.
	"""

	def all_but_ours(app_name: str, rebuild_website: bool = True) -> None:
		if app_name != APP:
			_add(app_name, rebuild_website)

	installer.add_to_installed_apps = all_but_ours


def list_app() -> None:
	"""After its set-up: the app is one of the site's, and its hooks act. Commits."""
	_add(APP)
	frappe.db.set_global(DROPPING, None)  # of a removal that was killed and never finished
	frappe.db.set_global(KEPT, None)
	_mark(None)


def begin_dropping() -> None:
	"""After it was taken apart: roles of our names are somebody else's from now on, and Frappe drops our tables. Commits."""
	frappe.db.set_global(DROPPING, 1)
	_mark(None)


def is_dropping() -> bool:
	"""Whether a removal of this app got as far as its tables, and did not end."""
	return bool(frappe.db.get_global(DROPPING))


def half_way() -> str:
	"""What an installation or removal that did not end has left to do, in words; empty where none did, or its tables are half gone,
	which is an obstacle."""
	if frappe.db.get_global(UNDER_WAY) and not is_dropping():
		return _(
			"An installation or a removal of this app did not end here, and nothing of the app acts. Go on with one of them: bench --site {0} install-app {1}, or bench --site {0} uninstall-app {1} --force"
		).format(frappe.local.site, APP)
	return ""


def end_removal() -> None:
	"""After the last table is gone: what bears our names from now on is somebody else's. Commits."""
	frappe.db.set_global(DROPPING, None)
	frappe.db.set_global(KEPT, None)
	frappe.db.commit()  # nosemgrep: Frappe has committed the rest of the removal before


def delist_app() -> None:
	"""Before the removal begins: from now on no hook of the app runs on this site, even if the removal fails. Commits."""
	_mark(1)
	installer.remove_from_installed_apps(APP)


def obstacles() -> Iterator[Obstacle]:
	"""Everything in the way, in words. Reads only."""
	if not frappe.db.a_row_exists("Company"):
		yield Obstacle(
			_("ERPNext has no company and no units of measure yet."), _("Finish its set-up wizard first.")
		)
		return  # the rest is about what the wizard makes
	if is_dropping():  # some tables are gone, others hold documents that name what is no more
		yield Obstacle(
			_("A removal of this app did not end here: its tables are half gone, its documents are kept in {0}.").format(
				frappe.db.get_global(KEPT) or "–"
			),
			_("End it first: bench --site {0} uninstall-app {1} --force").format(frappe.local.site, APP),
		)
	yield from _definitions()
	yield from _roles()
	yield from _fields()
	yield from _mandatory()


def defined(kind: str) -> list[str]:
	"""Names of what this app defines of a kind (a key of :data:`DEFINITIONS`), from its own files."""
	folder = Path(frappe.get_module_path(MODULE))
	return [json.loads(path.read_text(encoding="utf-8"))["name"] for path in sorted(folder.glob(f"{kind}/*/*.json"))]


def _definitions() -> Iterator[Obstacle]:
	"""DocTypes, reports and pages of others with names of ours."""
	for kind, doctype in DEFINITIONS.items():
		names = defined(kind)
		for row in frappe.get_all(doctype, {"name": ("in", names), "module": ("!=", MODULE)}, ["name", "module"]):
			yield Obstacle(
				_("{0} {1} of module {2} has the name of one of this app.").format(_(doctype), row.name, row.module),
				_("Rename it; the app would write over it, and remove it when it is removed itself."),
			)


def _roles() -> Iterator[Obstacle]:
	"""Roles of others with names of ours: whoever holds them would silently get our rights."""
	if frappe.db.get_global(UNDER_WAY):
		return
	for role in frappe.get_all("Role", {"name": ("in", ROLES)}, pluck="name"):
		holders = frappe.db.count("Has Role", {"role": role, "parenttype": "User"})
		rights = set()
		for table in ("DocPerm", "Custom DocPerm"):
			rights |= set(frappe.get_all(table, {"role": role}, pluck="parent"))
		foreign = frappe.get_all("DocType", {"name": ("in", list(rights)), "module": ("!=", MODULE)}, pluck="name") if rights else []
		if holders or foreign:
			yield Obstacle(
				_("The role {0} is used on this site: by {1} users, with rights on {2}.").format(
					role, holders, ", ".join(sorted(foreign)) or _("nothing")
				),
				_("Rename it: this app has a role of that name, and its rights would go to them."),
			)


def _fields() -> Iterator[Obstacle]:
	"""Own fields, and columns left from deleted ones, with names of ours and another meaning."""
	wanted = {(doctype, row["fieldname"]): row for doctype, rows in custom_fields.CUSTOM_FIELDS.items() for row in rows}
	dimension = frappe.scrub(DIMENSION)
	for row in frappe.get_all(
		"Custom Field",
		{"fieldname": ("in", [*{field for _doctype, field in wanted}, dimension])},
		["dt", "fieldname", "fieldtype", "options", "module"],
	):
		ours = row.options == DIMENSION if row.fieldname == dimension else row.module == MODULE or (row.dt, row.fieldname) not in wanted
		if not ours:
			yield Obstacle(
				_("{0} has an own field {1} ({2}), whose name this app uses.").format(_(row.dt), row.fieldname, _(row.fieldtype)),
				_("Give it another name, or delete it."),
			)
	yield from _columns(wanted)


def _columns(wanted: dict) -> Iterator[Obstacle]:
	"""Frappe keeps the column of a deleted field: one of another kind would refuse what the app writes there."""
	columns = frappe.qb.Schema("information_schema").columns
	tables = {f"tab{doctype}" for doctype, _field in wanted}
	known = set(frappe.get_all("Custom Field", pluck="name"))
	found = (
		frappe.qb.from_(columns)
		.select(columns.table_name, columns.column_name, columns.data_type)
		.where((columns.table_schema == frappe.conf.db_name) & columns.table_name.isin(tables))
		.where(columns.column_name.isin({field for _doctype, field in wanted}))
	).run()
	for table, column, kind in found:
		doctype = table.removeprefix("tab")
		row = wanted.get((doctype, column))
		if row and f"{doctype}-{column}" not in known and kind != COLUMNS.get(row["fieldtype"], TEXT):
			yield Obstacle(
				_("The table of {0} still has a column {1} of kind {2}, left from a deleted field.").format(_(doctype), column, kind),
				_("Remove it: ALTER TABLE `{0}` DROP COLUMN `{1}`.").format(table, column),
			)


def _mandatory() -> Iterator[Obstacle]:
	"""Own mandatory fields of what the set-up makes, which it could not fill in."""
	for doctype, filled in MADE.items():
		for df in frappe.get_meta(doctype).fields:
			own = frappe.db.exists("Custom Field", {"dt": doctype, "fieldname": df.fieldname, "reqd": 1})
			if own and not df.default and df.fieldname not in filled:
				yield Obstacle(
					_("{0} has an own mandatory field {1}.").format(_(doctype), df.fieldname),
					_("Give it a default value for the time of the installation: the app makes accounts, an item and units."),
				)
