"""The web process of one site (FX_WEB_SITE), with static files; loaded by gunicorn inside the bench."""

import os
import re

import frappe.app
from werkzeug.exceptions import HTTPException, NotFound

frappe.app._site = os.environ["FX_WEB_SITE"]
_site = frappe.app.application_with_statics()

#: Paths that lead out of a folder: upwards, or by an absolute path behind the folder's. Frappe's middleware for static files joins what
#: it is given and follows both.
_OUT_OF_THE_FOLDER = re.compile(r"(^|[/\\])\.\.([/\\]|$)|\\|\0|^/files//")


def application(environ, start_response):
	"""Public files are served without Frappe: they get here what nginx sets on a production site (docs/operations.md).

	An address that leads out of its folder, also in an encoded spelling, is not found: nginx does not pass it on either.
	"""
	if _OUT_OF_THE_FOLDER.search(environ.get("PATH_INFO", "")):
		return NotFound()(environ, start_response)
	if not environ.get("PATH_INFO", "").startswith("/files"):
		return _site(environ, start_response)

	def start(status, headers, *rest):
		from fangxiu_app.core.framework.response_headers import FILE

		ours = {name.casefold() for name in FILE}
		return start_response(status, [*(head for head in headers if head[0].casefold() not in ours), *FILE.items()], *rest)

	try:
		return _site(environ, start)
	except HTTPException as missing:  # a file that is not there: Frappe's middleware raises outside of its own answers
		return missing(environ, start)
