"""The web process of one site (FX_WEB_SITE), with static files; loaded by gunicorn inside the bench."""

import os

import frappe.app
from werkzeug.exceptions import HTTPException

frappe.app._site = os.environ["FX_WEB_SITE"]
_site = frappe.app.application_with_statics()


def application(environ, start_response):
	"""Public files are served without Frappe: they get here what nginx sets on a production site (docs/operations.md)."""
	if not environ.get("PATH_INFO", "").startswith("/files/"):
		return _site(environ, start_response)

	def start(status, headers, *rest):
		from fangxiu_app.core.framework.response_headers import FILE

		ours = {name.casefold() for name in FILE}
		return start_response(status, [*(head for head in headers if head[0].casefold() not in ours), *FILE.items()], *rest)

	try:
		return _site(environ, start)
	except HTTPException as missing:  # a file that is not there: Frappe's middleware raises outside of its own answers
		return missing(environ, start)
