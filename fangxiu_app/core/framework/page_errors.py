"""Pages that fail on what an address or a body says answer with a page that says so, not with the server's error 500.

Frappe (15.56.1) shows its error page with 500 for an argument of a page that is no document or no JSON, and has no page at all for a request
that it could not read: its template wants the name of a user, who is not known yet.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import frappe
from frappe import _
from frappe.website.page_renderers.base_renderer import BaseRenderer

from fangxiu_app.core.access import gate
from fangxiu_app.core.framework import answers

#: Pages by which Frappe says that something failed.
SAYING = ("message", "error")
#: Flag with the code of a page that failed on its arguments. Flags never come from a request.
CODE = "fx_page_code"
APP = "fangxiu_app"
NOT_READABLE, NOT_FOUND = 417, 404


class UnsettledPage(BaseRenderer):
	"""Frappe's message page for a request that ended before its user was known, without a template."""

	def can_render(self) -> bool:
		return self.path in SAYING and bool(getattr(frappe.local, "request", None)) and not began()

	def render(self):
		frappe.local.lang = frappe.get_system_settings("language") or frappe.local.lang  # nobody's language is known yet
		code = NOT_READABLE if self.http_status_code == 500 and unreadable(sys.exc_info()[1]) else self.http_status_code
		title, words = _("Not Readable"), _("What arrived with the call is not readable. Reload the page and try again.")
		if code in (401, 403):
			title, words = _("Not Allowed"), _("Sign in first, then open the page again.")
		elif code >= 500:
			title, words = _("Not Answered"), _("The server could not answer. Try again, and tell the administrator if it stays so.")
		head = f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>'
		body = f'<p>{escape(words)}</p><p><a href="/login">{escape(_("Login"))}</a></p>'
		page = f'<!DOCTYPE html><html>{head}<body style="font-family: sans-serif; margin: 3rem">{body}</body></html>'
		return self.build_response(page, code)


def began() -> bool:
	"""Whether the request was read and its user found out: before that nothing of anybody has run."""
	return (getattr(frappe.local, "session", None) or {}).get("data") is not None


def unreadable(problem: BaseException | None) -> bool:
	"""Whether reading a request's body failed: no JSON, no text, or nested too deep."""
	return isinstance(problem, ValueError | RecursionError)


def settle(context) -> dict | None:
	"""Hook when any page is put together; for the page of an error that is the caller's fault: title, words and code.

	That is Frappe's error page for a page, and its message page for a method that a browser opened by its address.
	"""
	problem = sys.exc_info()[1]
	if problem is None or not getattr(frappe.local, "request", None):
		return None
	shown = frappe.local.response.get("context") or {}
	if 500 not in (context.get("http_status_code"), shown.get("error_code")) or not _stumbled(problem):
		return None
	if any(answers.ours(method) for method in gate.called(frappe.request.path, frappe.form_dict)):
		return None
	doctype = frappe.form_dict.get("doctype")
	missing = isinstance(doctype, str) and not frappe.db.exists("DocType", doctype)
	code = frappe.flags[CODE] = NOT_FOUND if missing else NOT_READABLE
	if shown:
		shown["error_code"] = code
	title = _("Not Found") if missing else _("Not Readable")
	words = _("There is no such document.") if missing else _("The address of this page is not readable. Open it again from where you came.")
	error = {"http_status_code": code, "error_title": title, "error_message": words, "error": ""}
	return {**error, "title": title, "header": title, "message": words}


def after_request(response, request) -> None:
	"""Hook at the end of every request: the code that goes with such a page."""
	if response is not None and response.status_code == 500 and frappe.flags.get(CODE):
		response.status_code = frappe.flags[CODE]


def _stumbled(problem: BaseException) -> bool:
	"""Whether it is the caller's fault: an error of Frappe's own code, neither the server's nor the database's, nor of a template or ours."""
	kinds = {kind.__name__ for kind in type(problem).__mro__}
	if kinds & (answers.SERVER | set(answers.DATABASE)):
		return False
	frame, where = problem.__traceback__, ""
	while frame:
		name = frame.tb_frame.f_code.co_filename
		if "/apps/" in name or name.endswith(".html") or "<template>" in name:
			where = name
		frame = frame.tb_next
	return bool(where) and where.endswith(".py") and APP not in Path(where).parts
