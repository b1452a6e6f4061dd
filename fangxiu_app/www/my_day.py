"""我的一天, the engineer's page: one request brings everything it shows (screens 9)."""

import re
from functools import cache
from pathlib import Path

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.repair import my_day

no_cache = 1
SCRIPTS = Path(__file__).resolve().parents[1] / "public" / "js"
CALL = re.compile(r'(?<![\w.])__\(\s*"((?:\\.|[^"\\])*)"')


def get_context(context: dict) -> dict:
	"""The day and the page's words in the user's language. Visitors are sent to the login."""
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = "/login?redirect-to=/my-day"
		raise frappe.Redirect
	frappe.has_permission("Repair Ticket", "read", throw=True)
	now = now_datetime().replace(microsecond=0)
	context.title = _("My Day")
	context.lang = frappe.local.lang
	# inside a script element: no text of a caller may end it
	context.data = _script(my_day.build(frappe.form_dict.get("engineer"), now))
	context.words = _script({text: _(text) for text in _texts()})
	return context


def _script(value: object) -> str:
	return frappe.as_json(value, indent=None).replace("<", "\\u003c")


@cache
def _texts() -> tuple[str, ...]:
	"""What the page's scripts say, as they write it in ``__("...")``."""
	files = [*sorted(SCRIPTS.glob("my_day/*.js")), SCRIPTS / "my_day.bundle.js"]
	return tuple(text for path in files for text in CALL.findall(path.read_text(encoding="utf-8")))
