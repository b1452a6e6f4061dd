"""The numbers beside a form's links count what the reader's own list of them would show, and nothing where he has no such list.

Frappe (15.56.1, ``desk.notifications.get_doc_count``) counts without rights: whoever opened a supplier was told how many bills it has
in every project, and whoever opened a project how many payments.
"""

import frappe
from frappe.desk import notifications

from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.narrowing import projects_seen

#: Frappe counts no further than this.
MOST = 100


@frappe.whitelist(methods=["GET", "POST"])
def get_open_count(doctype: str, name: str, items: str | list | None = None) -> dict:
	"""Frappe's answer about a document the user may read, with each kind of link counted by his own list.

	Kinds the user may not list are left out. The heatmap, which counts vouchers of all projects, is for who sees all of them.
	"""
	right.check(incoming.doctype(doctype), "read", name)
	doc = frappe.get_doc(doctype, name)
	links = doc.meta.get_dashboard_data()
	wanted = incoming.names(items) if items is not None else [one for group in links.transactions for one in group.get("items")]
	found: dict[str, list] = {"external_links_found": [], "internal_links_found": []}
	for kind in wanted:
		_count(doc, kind, links, found)
	module = None if doc.meta.custom else frappe.get_meta_module(doctype)
	if hasattr(module, "get_timeline_data") and projects_seen.sees_company():
		return {"count": found, "timeline_data": module.get_timeline_data(doctype, name)}
	return {"count": found}


def _count(doc, kind: str, links, found: dict[str, list]) -> None:
	inside = links.get("internal_links", {}).get(kind) or links.get("internal_and_external_links", {}).get(kind)
	named = notifications.get_internal_links(doc, inside, kind) if inside else None
	if named and named["count"]:
		found["internal_links_found"].append(named)
	elif frappe.db.exists("DocType", kind, cache=True) and frappe.has_permission(kind, "read"):
		found["external_links_found"].append(_outside(kind, doc.name, links))


def _outside(kind: str, name: str, links) -> dict:
	field = links.get("non_standard_fieldnames", {}).get(kind, links.get("fieldname"))
	filters = {field: name, **(notifications.get_dynamic_link_filters(kind, links, field) or {})}
	count, opened = _listed(kind, filters), 0
	if unfinished := notifications.get_filters_for(kind):
		opened = _listed(kind, {**filters, **unfinished}) if count else 0
	return {"doctype": kind, "count": count, "open_count": opened}


def _listed(kind: str, filters: dict) -> int:
	return len(frappe.get_list(kind, filters=filters, fields=["name"], limit=MOST, distinct=True, ignore_ifnull=True, order_by=None))
