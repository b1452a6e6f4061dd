"""Our pages outside the desk stand alone: they need nothing of what Frappe prepares for a website."""

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
