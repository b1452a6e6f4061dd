"""Module Profiles for users who work in this app only: their sidebar shows the app's workspaces instead of all of ERPNext's.

Users added by the administrator's list get theirs by their roles; for others it is chosen on the User form. A profile hides
workspaces and takes no right away. Created if missing, never overwritten.
"""

from __future__ import annotations

import frappe

from fangxiu_app.core.access.profiles import PROFILES


def ensure() -> None:
	"""Create the profiles that are missing, with the modules the site has now."""
	modules = frappe.get_all("Module Def", pluck="name", order_by="name")
	for name, visible in PROFILES.items():
		if not frappe.db.exists("Module Profile", name):
			rows = [{"module": module} for module in modules if module not in visible]
			profile = {"doctype": "Module Profile", "module_profile_name": name, "block_modules": rows}
			frappe.get_doc(profile).insert(ignore_permissions=True)


def remove() -> None:
	"""Delete the profiles; who had one sees all modules again."""
	users = frappe.get_all("User", {"module_profile": ("in", list(PROFILES))}, pluck="name")
	if users:
		frappe.db.delete("Block Module", {"parenttype": "User", "parent": ("in", users)})
		user = frappe.qb.DocType("User")
		frappe.qb.update(user).set(user.module_profile, None).where(user.name.isin(users)).run()
	for name in PROFILES:
		frappe.delete_doc("Module Profile", name, ignore_missing=True, ignore_permissions=True, force=True)
