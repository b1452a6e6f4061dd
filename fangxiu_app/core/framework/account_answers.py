"""Whoever has forgotten his password hears the same whether there is such an account or not: else names of users could be tried.

Frappe (15.56.1) answers 404 for an unknown address, and says of a disabled one that it is.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils.response import build_response

from fangxiu_app.core.access import gate

#: Methods of guests that send something to an address of a user.
SENDING = frozenset(("frappe.www.login.send_login_link", "frappe.core.doctype.user.user.reset_password"))
#: Too many calls: about who calls, not about whom is asked for.
TOO_MANY = 429


def after_request(response, request) -> None:
	"""Hook at the end of every request: one answer to all calls of such a method by a guest."""
	if response is None or frappe.session.user != "Guest" or response.status_code == TOO_MANY:
		return
	if SENDING.isdisjoint(gate.called(request.path, frappe.local.form_dict)):
		return
	frappe.local.response = frappe._dict({"docs": []})
	frappe.clear_messages()
	frappe.local.error_log, frappe.local.debug_log = [], []
	frappe.msgprint(_("If there is such an account, a message is on its way to its address. Ask the administrator if none arrives."))
	answer = build_response("json")
	response.status_code, response.headers, response.response = 200, answer.headers, answer.response
