"""Pages outside the desk: ours without the website's settings, Frappe's login page without computing workspaces for visitors."""

from __future__ import annotations

import frappe
from frappe.website.page_renderers.template_page import TemplatePage

#: Folder of these pages' templates; nothing else stands in it.
FOLDER = "www"
APP = "fangxiu_app"


class StandalonePage(TemplatePage):
	"""A page of this app's own ``www``, rendered without the settings of a website.

	Frappe fills them for every page, and among them is which desks the visitor may open: it builds the rights of all
	DocTypes once for each workspace, twice over (15.56.1, ``get_website_settings`` → ``get_apps``). For an owner's
	quotation of 5 KiB that was 360 statements and 96 % of the time.
	"""

	def can_render(self) -> bool:
		return bool(super().can_render()) and self.app == APP and self.file_dir == FOLDER

	def init_context(self) -> None:
		self.context = frappe._dict(frappe.local.conf.get("website_context") or {})


#: What Frappe keeps by user of what a desk may show, and where it takes that from.
KEPT = {"user_allowed_modules": "allow_modules", "user_perm_can_read": "can_read"}
#: Stands for "none at all": a name that neither a module nor a DocType has.
NOTHING = ("",)
SIX_HOURS = 6 * 60 * 60


def settle_guest() -> None:
	"""Before a page of the website: what a guest may see of the desk is worked out once, also where it is nothing.

	Frappe takes its own empty answer for one that was never given (15.56.1, ``Workspace.get_cached``) and builds all rights
	anew for each desk, twice over: the login page made 370 statements and took a second.
	"""
	request = frappe.local.request
	if request.method != "GET" or request.path.startswith("/api/") or frappe.session.user != "Guest":
		return
	missing = [key for key in KEPT if not frappe.cache.get_value(key, user="Guest", expires=True)]
	if missing:
		guest = frappe.get_user()
		guest.build_permissions()
		for key in missing:
			frappe.cache.set_value(key, getattr(guest, KEPT[key]) or list(NOTHING), "Guest", SIX_HOURS)
