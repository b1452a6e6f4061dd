"""The exact mirror of ``ensure``: what it made on foreign ground is taken away before the app is removed.

Frappe itself removes the app's DocTypes with their tables, workspace, reports and every record whose Module is ours.
"""

from __future__ import annotations

import frappe

from fangxiu_app.setup import (
	custom_fields,
	deposit,
	module_profiles,
	permissions,
	service_item,
	titles,
	units,
)


def before_uninstall() -> None:
	"""Called by Frappe before the app's own documents are deleted."""
	module_profiles.remove()
	deposit.remove()
	service_item.remove()
	units.remove()
	titles.remove()
	custom_fields.remove()
	permissions.remove()
	_remove_scheduled_jobs()
	# Frappe keeps the values of a removed single: another installation would believe its accounts were there
	frappe.db.delete("Singles", {"doctype": "Fangxiu Settings"})


def _remove_scheduled_jobs() -> None:
	"""Frappe forgets the jobs of a removed app only at the next migrate; until then its scheduler runs into them."""
	for job in frappe.get_all("Scheduled Job Type", {"method": ("like", "fangxiu_app.%")}, pluck="name"):
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": job})
		frappe.db.delete("Scheduled Job Type", job)
