"""Where the bare address leads: people who work for an estate come to their desk."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access.scope import allowed_projects


def page(user: str) -> str | None:
	"""The start page of ``user``; None leaves it to Frappe, and what another app says goes before.

	Frappe shows a page about the login to whoever is inside already. Roles of ours are named in hooks.py; this is for those of
	ERPNext, whose people have projects with buildings here. Asked once for each user: Frappe keeps the answer.
	"""
	for method in frappe.get_hooks("get_website_user_home_page"):
		said = frappe.get_attr(method)(user) if not method.startswith("fangxiu_app.") else None
		if said:
			return said
	of_others = frappe.get_hooks("website_user_home_page")
	if of_others or frappe.get_cached_value("User", user, "user_type") != "System User":
		return of_others[-1] if of_others else None
	return "app" if works_for_an_estate(user) else None


def works_for_an_estate(user: str) -> bool:
	"""Whether ``user`` is given projects that have buildings here: what tells our accountants from those of the rest of the site."""
	projects = allowed_projects(user)
	return bool(projects and frappe.db.exists("Estate Building", {"project": ("in", projects)}))
