"""HTTP headers for files of this site and for pages opened by a signed link: what a browser may do with them."""

from __future__ import annotations

import base64
import hashlib

import frappe

from fangxiu_app.core.access import files

#: The only inline script; all others are files of ours.
INLINE = "window.frappe = {};"
#: A file shows itself and runs nothing. Its viewer in the browser is an object of its own for a PDF.
FILE = {
	"X-Content-Type-Options": "nosniff",
	"Content-Security-Policy": "default-src 'none'; img-src 'self' data:; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
}
#: Pages of signed links, by path: not framed, not cached, and their address, which contains the token, is not sent on.
GUEST_PAGES = ("/quotation",)
GUEST = {
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "DENY",
	"Referrer-Policy": "no-referrer",
	"Cache-Control": "no-store",
	"X-Robots-Tag": "noindex, nofollow",
}
GUEST_POLICY = (
	"default-src 'none'; script-src 'self' {}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
	" font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def after_request(response, request) -> None:
	"""Hook at the end of every request."""
	if response is None:
		return
	if request.path.startswith(("/private/files/", "/files/", "/backups")):
		_set(response, FILE)
		name = request.path.rpartition("/")[2]
		if files.active(name, private=False) and not response.headers.get("Content-Disposition"):
			response.headers.add("Content-Disposition", "attachment", filename=name)
	elif request.path.rstrip("/") in GUEST_PAGES:
		_set(response, {**GUEST, "Content-Security-Policy": GUEST_POLICY.format(_hashes())})


def _set(response, headers: dict[str, str]) -> None:
	for name, value in headers.items():
		response.headers[name] = value


def _hashes() -> str:
	"""Of the scripts in the page: ours, and the one Frappe adds, also for a visitor who has not signed in."""
	session = frappe.local.session.data if frappe.session else {}
	scripts = (INLINE, f'frappe.csrf_token = "{session.get("csrf_token")}";')
	digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts)
	return " ".join(f"'sha256-{digest}'" for digest in digests)
