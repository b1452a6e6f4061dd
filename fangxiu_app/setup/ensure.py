"""What the app needs on a site, created where missing: run after install and after every migrate, changing nothing twice."""

from __future__ import annotations

import frappe

from fangxiu_app.setup import (
	advisories,
	custom_fields,
	deposit,
	indexes,
	masters,
	module_profiles,
	permissions,
	service_item,
	titles,
	units,
)

#: Calendar of the default masters in whose hours messages go out that are not urgent.
MESSAGE_HOURS = "房修中心工作时间"


def after_install() -> None:
	"""Called by Frappe after the app was installed on a site; says which holes its Frappe and ERPNext still have."""
	ensure()
	for app in ("frappe", "erpnext"):
		if said := advisories.sentence(app, frappe.get_attr(f"{app}.__version__")):
			print(f"⚠ {said}")  # the terminal of whoever installs


def after_migrate() -> None:
	"""Called by Frappe after every migrate; brings a site up to what this version needs."""
	ensure()


def ensure() -> None:
	"""Roles and rights, custom fields, default masters, settings, and what the deposits need. Idempotent; what users changed stays."""
	permissions.ensure()
	custom_fields.ensure()
	titles.ensure()
	units.ensure()  # before the masters, which use them
	masters.ensure()
	settings_defaults()
	deposit.ensure()
	service_item.ensure()
	module_profiles.ensure()
	indexes.ensure()


def settings_defaults() -> None:
	"""Give settings that were never saved their defaults; a value somebody entered, 0 included, is never touched."""
	doc = frappe.get_doc("Fangxiu Settings")
	stored = frappe.db.get_singles_dict("Fangxiu Settings")
	missing = {
		df.fieldname: df.default for df in doc.meta.fields if df.default and stored.get(df.fieldname) is None
	}
	company = None if doc.company else frappe.db.get_value("Company", {}, "name", order_by="creation")
	if company:
		missing["company"] = company
		# once, with the first company: later an empty field is somebody's choice
		missing["message_calendar"] = doc.message_calendar or frappe.db.exists(
			"Service Calendar", MESSAGE_HOURS
		)
	if missing:
		doc.update(missing)
		doc.save(ignore_permissions=True)
