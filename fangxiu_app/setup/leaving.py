"""Removing the app from a site with deposits and tickets: only on explicit request, after a backup of its tables.

The ledger keeps its entries, with the columns that name our documents. The app's own tables go into a partial backup first;
installed again, ``bench partial-restore`` puts them back and the vouchers find their documents.
"""

from __future__ import annotations

import sys

import frappe
from frappe.installer import update_site_config
from frappe.utils import fmt_money
from frappe.utils.backups import BackupGenerator

from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.setup.custom_fields import MODULE
from fangxiu_app.setup.preflight import KEPT

#: What an administrator writes into the site's configuration to remove the app while deposits are held.
CONSENT, WORDS = "fangxiu_remove", "deposits are held"
#: Where the tables are kept: Frappe clears its own folder of backups after a day.
FOLDER = "fangxiu-removed"
#: So many agreements are named; the rest is counted.
NAMED = 10


def is_dry_run() -> bool:
	"""Whether bench only shows what it would remove: Frappe calls the hooks of an uninstall all the same (15.56.1)."""
	return "--dry-run" in sys.argv


def tell_held() -> None:
	"""Prints in a dry run what would stop the removal, in the words of :func:`check`."""
	if said := _held():
		print(said)


def check() -> None:
	"""Refuse while deposits are held, unless the site's configuration says that they may go. Raises ValidationError."""
	if frappe.conf.get(CONSENT) != WORDS and (said := _held()):
		frappe.throw(said)


def _held() -> str:
	"""The agreements whose deposits are held and both ways out; empty where none is."""
	held = reads_deposits.held_by_agreement()
	if not held:
		return ""
	lines = [f"{agreement or _('without agreement')}: {fmt_money(amount, precision=2)}" for agreement, amount in held[:NAMED]]
	if len(held) > NAMED:
		lines.append(_("and {0} others").format(len(held) - NAMED))
	way_out = _(
		"The ledger keeps them, but their agreements, deductions and releases go with the app. Release or refund them first; to remove the app all the same: bench --site {0} set-config {1} '{2}'"
	).format(frappe.local.site, CONSENT, WORDS)
	return "\n".join([_("Deposits are held on this site:"), *lines, way_out])


def keep() -> None:
	"""Write the app's tables into a partial backup and say how they come back; nothing where no document stands in them.

	A removal that was killed has saved them before anything went, and goes on without another copy.
	"""
	if frappe.db.get_global(KEPT):
		return
	if not any(frappe.db.table_exists(doctype) and frappe.db.a_row_exists(doctype) for doctype in PROJECT_DOCTYPES):
		return
	doctypes = frappe.get_all("DocType", {"module": MODULE, "issingle": 0}, pluck="name")
	conf = frappe.conf
	backup = BackupGenerator(
		conf.db_name,
		conf.db_name,
		conf.db_password,
		db_socket=conf.db_socket,
		db_host=conf.db_host,
		db_port=conf.db_port,
		db_type=conf.db_type,
		backup_path=frappe.get_site_path("private", FOLDER),
		include_doctypes=",".join(doctypes),
	)
	backup.get_backup(0, True, True)  # now, without files: they stay where they are
	frappe.db.set_global(KEPT, backup.backup_path_db)  # committed with the mark that the removal is under way
	print(f"Kept: {backup.backup_path_db}")  # also where the removal is killed before its last lines


def say_how_back() -> None:
	"""The last lines of a removal: where the documents were saved, and how to restore them."""
	if kept := frappe.db.get_global(KEPT):
		print(f"The documents of Fangxiu are kept in {kept}")
		print(f"Installed again, they come back with: bench --site {frappe.local.site} partial-restore {kept}, then migrate")


def forget_consent() -> None:
	"""The consent was for this removal: another one asks again."""
	if CONSENT in frappe.get_site_config():
		update_site_config(CONSENT, "None")
