"""Repeats a request once when the database rolled it back because of a deadlock, so that the user sees no error.

InnoDB ends a deadlock by rolling back one of the transactions, and Frappe answers 500. By then everything that waited for the
commit (messages, jobs, notifications) has been discarded too, so that the request can start again.
"""

from __future__ import annotations

import frappe
from frappe.app import handle_exception, make_form_dict

#: Two transactions waited for one another, or one waited longer than the database allows.
GIVEN_UP = ("QueryDeadlockError", "QueryTimeoutError")
WRITES = ("POST", "PUT", "PATCH", "DELETE")


def after_request(response, request) -> None:
	"""Hook at the end of every request, before the answer is sent: repeats the request, whose answer is sent instead."""
	if response is None or response.status_code < 500 or not _given_up(request):
		return
	_forget(request)
	try:
		answer = frappe.api.handle(request)
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		answer = handle_exception(error)
	response.status_code, response.headers, response.response = (
		answer.status_code,
		answer.headers,
		answer.response,
	)
	if response.status_code >= 500 and _given_up(request) and frappe.local.message_log:
		response.status_code = 417  # somebody else still holds it, and the message asks to try again later


def _given_up(request) -> bool:
	if request.method not in WRITES or not request.path.startswith("/api/") or not frappe.db:
		return False
	errors = frappe.local.response.get("errors") or [{}]
	return (frappe.local.response.get("exc_type") or errors[0].get("type")) in GIVEN_UP


def _forget(request) -> None:
	"""Discards what the first try left in this request: its answer, its messages, cached reads."""
	frappe.db.rollback()
	frappe.db.value_cache.clear()
	frappe.local.response = frappe._dict({"docs": []})
	frappe.local.message_log, frappe.local.error_log, frappe.local.debug_log = [], [], []
	frappe.local.flags.error_message = frappe.local.flags.fx_picture = None
	for upload in request.files.values():
		upload.stream.seek(0)
	make_form_dict(request)
