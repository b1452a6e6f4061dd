"""Every table exported by the server: text typed by users stays text (core/plain_table.py)."""

from __future__ import annotations

import frappe

from fangxiu_app.core import plain_table

#: Larger ones were uploaded as they are, or no person typed into them.
MOST = 64 * 1024 * 1024


def after_request(response, request) -> None:
	"""Hook at the end of every request. Files people uploaded are sent as they came."""
	if response is None or response.direct_passthrough or not request.path.startswith("/api/"):
		return
	name = _file_name(response.headers.get("Content-Disposition") or "")
	if not name.endswith((".csv", ".xlsx")) or "download_file" in request.path or len(response.data) > MOST:
		return
	if name.endswith(".xlsx"):
		response.data = plain_table.plain_xlsx(response.data)
	else:
		delimiter = str(frappe.local.form_dict.get("csv_delimiter") or ",")
		response.data = plain_table.plain_csv(response.data, delimiter if len(delimiter) == 1 else ",")


def _file_name(disposition: str) -> str:
	return disposition.replace('"', "").rstrip("; ").casefold()
