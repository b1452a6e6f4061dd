"""Documents that stay on record once they are signed, whoever holds the right to delete."""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.core.access.project_document import LockedFieldError


def refuse_deletion(doc) -> None:
	"""Raise LockedFieldError: others rest on what was signed, also where the right to delete drafts is held."""
	frappe.throw(
		_("{0} {1} is signed or proved and stays on record: nobody deletes it. End or correct it by the actions on its form, or make a new one.").format(
			frappe.bold(_(doc.doctype)), doc.name
		),
		LockedFieldError,
		title=_("Stays on Record"),
	)
