"""Before a migrate: checks that the code of every DocType of ours can be loaded, else nothing is touched."""

from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.setup import preflight


def before_migrate() -> None:
	"""Hook before a site is migrated. Raises ValidationError naming the document and what its code lacks.

	Frappe 15.56.1 takes a DocType whose code it cannot import for one that is gone: it deletes the entry, and with it the site's
	custom fields, rights and property setters on it (``remove_orphan_doctypes``). A library that is missing after an upgrade is enough.
	"""
	for doctype in preflight.defined("doctype"):
		name = frappe.scrub(doctype)
		try:
			frappe.get_module(f"fangxiu_app.fangxiu_app.doctype.{name}.{name}")
		except ImportError as problem:
			frappe.throw(
				_("The code of {0} cannot be loaded: {1}. Nothing was changed. Run `bench setup requirements`, then migrate again.").format(
					doctype, problem
				)
			)
