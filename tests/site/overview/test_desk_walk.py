"""Every role's desks, as Frappe shows them to that role: nothing on them leads to a page, list or form that is closed."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.desk.doctype.number_card import number_card
from frappe.desk.query_report import get_script

from fangxiu_app.core.access import roles
from tests.site.helpers.rest import Api

ROLES = (*roles.ROLES, roles.FINANCE, roles.FINANCE_CLERK)


def desks() -> list:
	"""What the sidebar shows of ours, in its order."""
	return [page for page in get_workspace_sidebar_items()["pages"] if page.module == "Fangxiu App"]


def opened(kind: str, item: dict, user: str) -> str:
	"""Why the target of a shortcut or link does not open for ``user``; nothing when it does."""
	name = item.get("link_to")
	try:
		if kind == "DocType":
			frappe.get_list(name, limit=1) if not frappe.get_meta(name).issingle else None
			new = item.get("doc_view") == "New"
			return "" if frappe.has_permission(name, "create" if new else "read") else f"{name}: no right"
		if kind == "Report":
			get_script(name)
			ref = frappe.db.get_value("Report", name, "ref_doctype")
			return "" if frappe.has_permission(ref, "report") else f"{name}: no right to report on {ref}"
		if kind == "Page":
			return "" if frappe.get_doc("Page", name).is_permitted() else f"{name}: no right"
		if kind == "URL":
			code, _body = Api(user).get(item["url"])
			return "" if code == 200 else f"{item['url']}: {code}"
	except (frappe.PermissionError, frappe.DoesNotExistError) as error:
		return f"{name}: {error!r}"
	return ""


def counted(name: str) -> None:
	"""Ask for a number card as the desk does."""
	card = frappe.get_doc("Number Card", name)
	if card.type == "Custom":
		frappe.get_attr(card.method)(filters=card.filters_json)
		return
	filters = json.loads(card.filters_json or "[]")
	filters += [[*rule[:3], frappe.utils.nowdate()] for rule in json.loads(card.dynamic_filters_json or "[]")]
	number_card.get_result(card.as_json(), json.dumps(filters))


@pytest.mark.parametrize("role", ROLES)
def test_everything_shown_opens(estate, as_user, role):
	user = estate.users[role]
	as_user(user)
	pages = desks()
	assert pages, "no desk: the role starts on an empty page"
	closed = []
	for page in pages:
		shown = get_desktop_page(json.dumps({"name": page.name, "title": page.title, "public": 1}))
		targets = [(row.get("type"), row) for row in shown["shortcuts"]["items"]]
		targets += [(row.get("link_type"), row) for card in shown["cards"]["items"] for row in card["links"]]
		closed += [
			f"{page.name}: {why}"
			for kind, row in targets
			if (why := opened(kind, row, user)) and not as_user(user)
		]
		for row in shown["number_cards"]["items"]:
			counted(row.get("number_card_name"))
		for row in shown["charts"]["items"]:
			chart = frappe.get_doc("Dashboard Chart", row.get("chart_name"))
			source = chart.chart_type == "Custom"
			assert source or dashboard_chart.get(chart_name=chart.name) is not None
		for row in shown["quick_lists"]["items"]:
			filters = json.loads(row.get("quick_list_filter") or "[]")
			assert isinstance(frappe.get_list(row.get("document_type"), filters=filters, limit=4), list)
	assert closed == []
