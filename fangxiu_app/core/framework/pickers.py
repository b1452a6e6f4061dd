"""Frappe's search of link fields, with readable names in its rows (ADR 0087)."""

import frappe
from frappe.desk import search

from fangxiu_app.core.access import incoming
from fangxiu_app.core.framework import reads_pickers


@frappe.whitelist(methods=["GET", "POST"])
def search_link(
	doctype: str,
	txt: str,
	query: str | None = None,
	filters: str | dict | list | None = None,
	page_length: int = 10,
	searchfield: str | None = None,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
) -> list:
	"""What Frappe finds with the user's rights, said by name with the code in small type behind it."""
	wanted = incoming.filters(filters)
	rows = search.search_link(
		doctype, txt, query, wanted, page_length, searchfield, reference_doctype, ignore_user_permissions
	)
	return reads_pickers.exact_first(reads_pickers.dress(doctype, rows), incoming.text(txt, "txt"))
