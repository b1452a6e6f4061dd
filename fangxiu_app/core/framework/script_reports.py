"""Our script reports are always computed at once, and open for all of their roles."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.report.report import Report

from fangxiu_app.core.access import incoming
from fangxiu_app.core.wording import OURS

MODULE = "Fangxiu App"
#: Filters that are no words, by the name all our reports give them.
FILTERS = {
	**dict.fromkeys(("from_date", "to_date", "day", "until"), incoming.day),
	**dict.fromkeys(("months", "days", "units", "most"), incoming.whole),
	**dict.fromkeys(("overdue_only", "open_only", "only_incomplete", "undecided_only", "with_balance"), incoming.yes_no),
}
#: More months, days, units or rows than any report counts.
MOST = 1200


class WatchedReport(Report):
	"""Frappe 15 starts a timer with every script report, which sets `prepared_report` after 15 seconds.

	A report that refuses its filters never stops that timer: one wrong period, and from then on everybody reads old
	figures behind a button. And it refuses a whole report to whoever may not read what one of its columns links to: for
	him such a column is plain text. Filters are read by name before a report sees them. Reports of other apps are left alone.
	"""

	def execute_script_report(self, filters):
		"""As Frappe does, without the timer and with columns the reader may open. Raises what the report raises."""
		if self.module != MODULE:
			return super().execute_script_report(filters)
		stored, self.prepared_report = (
			self.prepared_report,
			1,
		)  # Frappe asks only this before it starts the timer
		try:
			result = _openable(super().execute_script_report(read_filters(filters)))
			return _named(result) if frappe.flags.fx_saved else result
		finally:
			self.prepared_report = stored


def read_filters(filters: object) -> frappe._dict:
	"""The filters of a report, each of its kind: days, numbers, ticks, and words for the rest. Raises BadValueError."""
	found = frappe._dict()
	for name, value in incoming.mapping(filters, _("Filters")).items():
		label = _(frappe.unscrub(name), context=OURS)
		kind = FILTERS.get(name, incoming.text)
		found[name] = kind(value, label) if value is not None else None
		if kind is incoming.whole and found[name] is not None:
			found[name] = max(0, min(found[name], MOST))
	return found


def _openable(result):
	"""Keeps links only where the reader may open the document; otherwise its title is shown as text."""
	columns = result[0] if result else ()
	for column in columns:
		if column.get("fieldtype") == "Link" and not frappe.has_permission(column["options"]):
			_by_title(column, result[1] if len(result) > 1 else ())
			column.update(fieldtype="Data", options=None)
	return result


def _named(result):
	"""The rows of a report saved as a file: PROJ-0001 and its like by name, as the screen's links show them."""
	columns, rows = result[0] or [], result[1] or []
	for column in columns:
		if column.get("fieldtype") != "Link":
			continue
		field, titles = column["fieldname"], _titles(column["options"], {row.get(column["fieldname"]) for row in rows})
		for row in rows:
			row[field] = titles.get(row.get(field), row.get(field))
	return result


def _titles(doctype: str, names: set) -> dict[str, str]:
	"""name → title, for documents that go by their title; a ticket goes by its number."""
	meta = frappe.get_meta(doctype)
	if not (meta.show_title_field_in_link and meta.title_field) or "#" in (meta.autoname or ""):
		return {}
	fields = ["name", f"{meta.title_field} as title"]
	found = frappe.get_all(doctype, {"name": ("in", list(names - {None, ""}) or [""])}, fields)
	return {row.name: row.title for row in found if row.title}


def _by_title(column, rows) -> None:
	"""One query, and none where such documents do not go by their title."""
	field = column["fieldname"]
	rows = [row for row in rows or () if isinstance(row, dict) and row.get(field)]
	titles = _titles(column["options"], {row[field] for row in rows}) if rows else {}
	for row in rows:
		row[field] = titles.get(row[field], row[field])
