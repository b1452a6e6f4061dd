"""The uploaded file an import reads."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access import files
from fangxiu_app.core.wording import _


def load(file_url: str) -> tuple[bytes, str]:
	"""(content, file name) of an uploaded file that the session's user may read.

	One file on disk can belong to several File documents: the right to one of them is enough. Raises PermissionError otherwise,
	also when there is no such file, so that the answer discloses nothing about other users' files.
	"""
	file = files.readable(file_url)
	if file and not file.is_remote_file:
		return files.content(file), file.file_name
	frappe.throw(
		_("The file is not there, or you may not read it. Upload it again."),
		frappe.PermissionError,
		title=_("No File"),
	)
