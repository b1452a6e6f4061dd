"""What the app needs on a site, created where missing: run after install and after every migrate, changing nothing twice."""

from __future__ import annotations

import frappe

from fangxiu_app.setup import custom_fields, masters, permissions


def after_install() -> None:
	"""Called by Frappe after the app was installed on a site."""
	ensure()


def after_migrate() -> None:
	"""Called by Frappe after every migrate; brings a site up to what this version needs."""
	ensure()


def ensure() -> None:
	"""Roles and rights, custom fields, default masters and settings. Idempotent; what users changed stays."""
	permissions.ensure()
	custom_fields.ensure()
	masters.ensure()
	settings_defaults()


def settings_defaults() -> None:
	"""Fill empty fields of Fangxiu Settings with their defaults; a value somebody entered is never touched."""
	doc = frappe.get_doc("Fangxiu Settings")
	empty = {
		df.fieldname: df.default
		for df in doc.meta.fields
		if df.default and doc.get(df.fieldname) in (None, "")
	}
	if not doc.company:
		empty["company"] = frappe.db.get_value("Company", {}, "name", order_by="creation")
	empty = {name: value for name, value in empty.items() if value}
	stored = (
		set(frappe.get_all("Singles", {"doctype": "Fangxiu Settings"}, pluck="field")) if empty else set()
	)
	if set(empty) - stored:
		doc.update(empty)
		doc.save(ignore_permissions=True)
