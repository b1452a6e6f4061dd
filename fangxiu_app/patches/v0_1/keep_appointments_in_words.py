"""The title of the figure for kept appointments becomes 按约到场, also where masters were shipped with the older words."""

import frappe

#: DocType → title as it was shipped → what it says now. Titles that somebody has changed stay.
TITLES = {"Time Limit": {"守约到场": "按约到场"}, "KPI Target": {"守约率": "按约到场率"}}


def execute() -> None:
	for doctype, titles in TITLES.items():
		table = frappe.qb.DocType(doctype)
		for before, now in titles.items():
			frappe.qb.update(table).set(table.title, now).where(table.title == before).run()
