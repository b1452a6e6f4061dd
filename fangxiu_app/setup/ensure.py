"""What the app needs on a site, created where missing: run after install and after every migrate, changing nothing twice."""

from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.setup import (
	advisories,
	custom_fields,
	default_prints,
	deposit,
	indexes,
	masters,
	module_profiles,
	permissions,
	preflight,
	project_figures,
	service_item,
	titles,
	units,
)

#: Calendar of the default masters in whose hours messages go out that are not urgent.
MESSAGE_HOURS = "房修中心工作时间"
#: Calendar of the default masters whose days are those on which departments answer special reports.
OFFICE_HOURS = "行政工作时间"


def after_install() -> None:
	"""Called by Frappe when the app's DocTypes are there; lists it on the site once all else is, too.

	Says which holes Frappe and ERPNext still have. What fails here is raised, with nothing of the app acting on the site.
	"""
	try:
		ensure()
	except Exception:
		frappe.db.rollback()
		print("✗ " + _("The set-up did not finish, and nothing of the app acts on this site. Mend what is named below, then install it again."))
		raise
	preflight.list_app()
	for app in ("frappe", "erpnext"):
		if said := advisories.sentence(app, frappe.get_attr(f"{app}.__version__")):
			print(f"⚠ {said}")  # the terminal of whoever installs


def after_migrate() -> None:
	"""Called by Frappe after every migrate; brings a site up to what this version needs."""
	ensure()


def ensure() -> None:
	"""Roles and rights, custom fields, default masters, settings, and what the deposits need. Idempotent; what users changed stays."""
	permissions.ensure()
	project_figures.ensure()
	custom_fields.ensure()
	titles.ensure()
	default_prints.ensure()
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
	company = None if doc.company else _company()
	if company:
		missing["company"] = company
		# once, with the first company: later an empty field is somebody's choice
		missing["message_calendar"] = doc.message_calendar or frappe.db.exists(
			"Service Calendar", MESSAGE_HOURS
		)
		missing["special_report_calendar"] = doc.special_report_calendar or frappe.db.exists(
			"Service Calendar", OFFICE_HOURS
		)
	if missing:
		doc.update(missing)
		doc.save(ignore_permissions=True)


def _company() -> str | None:
	"""The only company, or the one the site takes by default; among several without a default somebody has to choose."""
	companies = frappe.get_all("Company", pluck="name", limit=2)
	if len(companies) == 1:
		return companies[0]
	return frappe.db.get_single_value("Global Defaults", "default_company")
