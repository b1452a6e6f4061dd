"""Checks the permission for one document, before anything else is done with its name."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _


def check(doctype: str, ptype: str, name: object) -> None:
	"""Refuse unless the session's user has the right ``ptype`` to this document (a name, or a document).

	Raises PermissionError; DoesNotExistError where no document is named. Asked for an empty name, Frappe 15.56.1 answers for the
	DocType alone, and a reader of every row that names nobody was told of all projects. A name in another case, or with a blank
	behind it, is found by the database too: what is compared with stored names afterwards would take it for another document.
	"""
	if not name or (isinstance(name, str) and not name.strip()) or frappe.get_meta(doctype).name != doctype:
		_nothing()
	if isinstance(name, str) and frappe.session.user != "Administrator":
		doc = frappe.get_doc(doctype, name)
		if doc.name != name:
			_nothing()
		name = doc
	frappe.has_permission(doctype, ptype, name, throw=True)


def _nothing() -> NoReturn:
	frappe.throw(_("There is no such document."), frappe.DoesNotExistError)
