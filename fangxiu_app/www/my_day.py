"""我的一天, the engineer's page on the phone: one request brings everything it shows."""

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import desk
from fangxiu_app.core.page_scripts import as_script, words
from fangxiu_app.core.wording import _
from fangxiu_app.field import service_my_day

no_cache = 1


def get_context(context: frappe._dict) -> dict:
	"""The day and the page's words in the user's language. Visitors are sent to the login."""
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = "/login?redirect-to=/my-day"
		raise frappe.Redirect
	frappe.has_permission("Repair Ticket", "read", throw=True)
	now = now_datetime().replace(microsecond=0)
	context.title = _("My Day")
	context.lang = frappe.local.lang
	context.desk = desk.root()
	context.data = as_script(service_my_day.build(frappe.form_dict.get("engineer"), now))
	context.words = as_script(words(["my_day/*.js", "my_day.bundle.js"]))
	return context
