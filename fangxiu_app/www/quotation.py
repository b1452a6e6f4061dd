"""The owner's page of a quotation, opened by a signed link without an account; opening it writes nothing (R58)."""

import frappe

from fangxiu_app.core import phone
from fangxiu_app.core.page_scripts import as_script, words
from fangxiu_app.core.wording import _
from fangxiu_app.paid_repairs import service_quote_links

no_cache = 1


def get_context(context: frappe._dict) -> dict:
	"""The quotation while its link is open or has answered it; otherwise why not, and whom to phone."""
	frappe.local.lang = service_quote_links.LANGUAGE
	token = str(frappe.form_dict.get("k") or "")
	context.update(service_quote_links.page(token))
	context.phone_shown = phone.written(context.get("phone") or "") or context.get("phone")
	context.title = _("Paid Repair Quotation")
	context.lang = frappe.local.lang
	context.http_status_code = {"invalid": 404, "open": 200, "done": 200}.get(context["standing"], 410)
	context.data = as_script({"token": token})
	context.words = as_script(words(["my_day/canvas.js", "quotation.bundle.js"]))
	return context
