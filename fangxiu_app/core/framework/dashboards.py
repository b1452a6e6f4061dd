"""Charts and number cards are computed from their stored definition only, never from one sent in the request.

Frappe 15.56.1 takes the whole chart, or card, from the request, so anybody could count and sum any field of any DocType, and its
heatmaps check no permission. It also caches a chart's figures for all users; here they are computed for each reader.
"""

import frappe
import frappe.permissions
from frappe import _
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.desk.doctype.number_card import number_card

from fangxiu_app.core.access import incoming
from fangxiu_app.core.framework import boot

#: What ERPNext's own charts read by the rights of their reader, by the source they name.
COUNTED = {"Warehouse wise Stock Value": "Bin"}


@frappe.whitelist(methods=["GET", "POST"])
def chart(
	chart_name: str | None = None,
	chart: str | dict | None = None,
	filters: str | dict | list | None = None,
	from_date: str | None = None,
	to_date: str | None = None,
	timespan: str | None = None,
	time_interval: str | None = None,
	heatmap_year: str | int | None = None,
	refresh: str | int | None = None,
) -> dict | None:
	"""The figures of a stored chart its reader may see. Raises PermissionError for one made up."""
	stored = _stored("Dashboard Chart", chart_name or incoming.mapping(chart).get("name"))
	frappe.has_permission(stored.document_type or "DocType", "read", throw=True)
	given = {"from_date": from_date, "to_date": to_date, "timespan": timespan, "time_interval": time_interval}
	wanted = incoming.filters(filters)
	return dashboard_chart.get(
		chart_name=stored.name, filters=wanted, heatmap_year=heatmap_year, refresh=1, **given
	)


@frappe.whitelist(methods=["GET", "POST"])
def card(doc: str | dict, filters: str | dict | list | None = None, to_date: str | None = None) -> float:
	"""The number of a stored card its reader may see. Raises PermissionError for one made up."""
	stored = _stored("Number Card", incoming.mapping(doc).get("name"))
	return number_card.get_result(stored, incoming.filters(filters), to_date)


def sees_card(doc, ptype=None, user=None, debug=False) -> bool:
	"""Hook: whether the user sees a card, as Frappe says, with the readable DocTypes kept for the rest of the request.

	Frappe reads the rights on all DocTypes anew for each card, and a desk asks three times for each of its ten (15.56.1,
	``number_card.has_permission``): 3 statements and 22 ms every time. Cards about reports are Frappe's.
	"""
	if doc.type == "Report" or not doc.document_type:
		return bool(number_card.has_permission(doc, ptype, user))
	return "System Manager" in frappe.get_roles(user) or doc.document_type in _readable()


def sees_chart(doc, ptype=None, user=None, debug=False) -> bool:
	"""Hook: whether the user sees a chart, as Frappe says; people of this app none whose figures they are refused with a dialog.

	ERPNext gives the chart on its stock desk to accountants, who may not read what it counts.
	"""
	counted = COUNTED.get(doc.get("source") or "")
	refused = counted and boot.begins_with_us() and not frappe.has_permission(counted, user=user)
	return not refused and bool(dashboard_chart.has_permission(doc, ptype, user))


def _readable() -> frozenset[str]:
	"""DocTypes that the session's user may read."""
	return frappe.local_cache(
		"fx_readable", frappe.session.user, lambda: frozenset(frappe.permissions.get_doctypes_with_read())
	)


def _stored(doctype: str, name: object):
	name = incoming.text(name) if name else ""
	if not name or not frappe.db.exists(doctype, name):
		frappe.throw(
			_("Only figures that are stored on a desk are counted. Reload the page, or ask the administrator for the figure."),
			frappe.PermissionError,
			title=_("Not Allowed"),
		)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	return doc
