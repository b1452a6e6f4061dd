"""Removes what ``ensure`` made on other apps' documents, before the app is uninstalled.

Frappe itself removes the app's DocTypes with their tables, workspace, reports and every record whose Module is ours.
"""

from __future__ import annotations

import frappe

from fangxiu_app.setup import (
	custom_columns,
	custom_fields,
	deposit,
	leaving,
	module_profiles,
	permissions,
	preflight,
	project_figures,
	service_item,
	titles,
	units,
)


def before_uninstall() -> None:
	"""Called by Frappe before the app's own documents are deleted. Raises ValidationError while deposits are held."""
	if leaving.is_dry_run():
		leaving.tell_held()
		return
	if preflight.is_dropping() or settings_are_gone():
		# what the set-up had made is gone, and with it the memory of what was somebody's before: it is not asked for again
		_find_what_is_left()
		return
	leaving.check()
	leaving.keep()
	preflight.delist_app()
	_close_desks()
	module_profiles.remove()
	deposit.remove()
	service_item.remove()
	units.remove()
	titles.remove()
	custom_fields.remove()
	project_figures.remove()
	permissions.remove()
	_remove_scheduled_jobs()
	# Frappe keeps the values of a removed single: another installation would believe its accounts were there
	frappe.db.delete("Singles", {"doctype": "Fangxiu Settings"})
	preflight.begin_dropping()


def after_uninstall() -> None:
	"""Called by Frappe when the last of our tables is dropped."""
	custom_columns.drop_empty()
	leaving.say_how_back()
	preflight.end_removal()
	leaving.forget_consent()


def settings_are_gone() -> bool:
	"""Whether there is nothing to take apart: an earlier removal got as far as the DocTypes, or the app was never here."""
	return not frappe.db.exists("DocType", "Fangxiu Settings")


def _find_what_is_left() -> None:
	"""A removal killed among its DocTypes: all else is gone. Frappe finds the rest by its module, and tables by their DocTypes.

	Nothing happens where no removal of ours was under way: a table of one of our names may hold somebody else's records.
	"""
	if not preflight.is_dropping():
		return
	if not frappe.db.exists("Module Def", custom_fields.MODULE):
		frappe.get_doc({"doctype": "Module Def", "name": custom_fields.MODULE, "module_name": custom_fields.MODULE, "app_name": preflight.APP}).db_insert()
	for doctype in preflight.defined("doctype"):
		if not frappe.db.exists("DocType", doctype):
			frappe.db.sql_ddl(f"drop table if exists `tab{doctype}`")


def _close_desks() -> None:
	"""Frappe removes them among the last: were it killed before, everybody would see desks that open nothing."""
	for desk in frappe.get_all("Workspace", {"module": custom_fields.MODULE}, pluck="name"):
		frappe.delete_doc("Workspace", desk, ignore_on_trash=True, ignore_permissions=True, force=True)


def _remove_scheduled_jobs() -> None:
	"""Frappe forgets the jobs of a removed app only at the next migrate; until then its scheduler runs into them."""
	for job in frappe.get_all("Scheduled Job Type", {"method": ("like", "fangxiu_app.%")}, pluck="name"):
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": job})
		frappe.db.delete("Scheduled Job Type", job)
