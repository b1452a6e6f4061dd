"""Remembers when somebody did something at the desk: whoever worked there had a connection (docs/adr/0180)."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import gate
from fangxiu_app.core.access.roles import CRAFT
from fangxiu_app.field import reads_connection

WRITES = ("POST", "PUT", "PATCH", "DELETE")
#: Calls of Frappe that somebody makes by hand; a form that lies open reads by itself, also by POST.
BY_HAND = frozenset(
	f"frappe.{name}"
	for name in """client.cancel client.delete client.insert client.insert_many client.save client.set_value client.submit client.bulk_update
	client.attach_file desk.form.save.cancel desk.form.save.savedocs desk.form.utils.add_comment desk.form.utils.update_comment
	desk.form.utils.remove_attach desk.form.assign_to.add desk.form.assign_to.add_multiple""".split()
)
OURS = "fangxiu_app."
#: The phone's own page sends what waited there, and reads by itself.
PHONE = "fangxiu_app.field."
DOCUMENTS = ("/api/resource/", "/api/v1/resource/", "/api/v2/document/")


def after_request(response, request) -> None:
	"""Hook at the end of every request: keeps the minute for craftsmen. One write to the shared cache where there was something to do."""
	if response is None or request is None or request.method not in WRITES or response.status_code >= 400:
		return
	if getattr(frappe.local, "session", None) and set(CRAFT) & set(frappe.get_roles()) and _by_hand(request):
		reads_connection.keep(frappe.session.user, now_datetime())


def _by_hand(request) -> bool:
	methods = list(gate.called(request.path, frappe.local.form_dict))
	if not methods:
		return request.path.startswith(DOCUMENTS)
	return any(_is_act(gate.own_name(one) or one) for one in methods)


def _is_act(method: str) -> bool:
	if method in BY_HAND or method in gate.UPLOADS:
		return True
	if not method.startswith(OURS) or method.startswith(PHONE):
		return False
	return "GET" not in frappe.allowed_http_methods_for_whitelisted_func.get(frappe.get_attr(method), ("GET",))
