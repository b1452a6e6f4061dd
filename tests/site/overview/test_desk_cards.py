"""The number cards of a desk in one answer: the same as each by itself, for those who may see it."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.desk.doctype.number_card import number_card

from fangxiu_app.core.access import roles
from fangxiu_app.core.framework import dashboards
from fangxiu_app.overview import api_desk
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api

OURS = {"module": "Fangxiu App", "is_standard": 1}


def by_itself(card) -> object:
	filters = json.loads(card.filters_json or "[]")
	return frappe.get_attr(card.method)(filters) if card.type == "Custom" else dashboards.card(card.as_dict(), filters)


def timeless(data: object) -> object:
	"""What a card shows, without the second at which its list was asked for."""
	return (data["value"], data["route"]) if isinstance(data, dict) else data


@pytest.mark.parametrize("role", [roles.ENGINEER, roles.COST_DEPARTMENT, roles.PROJECT_DEPARTMENT, roles.GENERAL_MANAGER])
def test_all_cards_of_a_desk_in_one_answer(estate, as_user, role):
	names = frappe.get_all("Number Card", OURS, pluck="name")
	as_user(estate.users[role])
	found = api_desk.cards(json.dumps(names))
	seen = {name for name in names if frappe.has_permission("Number Card", doc=name)}
	assert 3 < len(found) and found.keys() <= seen
	for name, one in found.items():
		card = frappe.get_doc("Number Card", name)
		assert (one["doc"]["name"], timeless(one["data"])) == (name, timeless(by_itself(card)))
	left_out = {name for name in seen - found.keys() if not json.loads(frappe.get_doc("Number Card", name).dynamic_filters_json or "[]")}
	for name in left_out:
		with pytest.raises(frappe.PermissionError):
			by_itself(frappe.get_doc("Number Card", name))


def test_who_sees_a_card_is_as_frappe_says_and_read_once_for_all(estate, as_user):
	found = [frappe.get_doc("Number Card", name) for name in frappe.get_all("Number Card", pluck="name")]
	answers = set()
	for role in (*estate.users, None):
		as_user(estate.users[role] if role else "Administrator")
		asked = {card.name: dashboards.sees_card(card, "read", frappe.session.user) for card in found}
		assert asked == {card.name: number_card.has_permission(card, "read", frappe.session.user) for card in found}
		answers |= set(asked.values())
	assert answers == {True, False}
	as_user(estate.users[roles.ENGINEER])
	engineer = estate.users[roles.ENGINEER]
	seen = [card for card in found if card.document_type and card.type != "Report" and dashboards.sees_card(card, "read", engineer)]
	assert len(seen) > 5 and all(frappe.has_permission("Number Card", doc=card) for card in seen)
	as_user(engineer)  # as in a new request
	assert frappe.has_permission("Number Card", doc=seen[0])
	assert count_queries(lambda: [frappe.has_permission("Number Card", doc=card) for card in seen[1:]]) == 0


def test_cards_of_others_and_unknown_ones_are_left_to_frappe(estate, as_user):
	card = frappe.get_doc(
		doctype="Number Card", label="他人的卡片", document_type="Repair Ticket", function="Count", is_public=1, filters_json="[]"
	).insert()
	as_user(estate.users[roles.ENGINEER])
	assert api_desk.cards(json.dumps([card.name, "Nothing of that name"])) == {}


def test_cards_are_asked_for_by_names(estate):
	engineer = Api(estate.users[roles.ENGINEER])
	code, answer = engineer.get("/api/method/fangxiu_app.overview.api_desk.cards", names=json.dumps({"a": 1}))
	assert (code, answer["exc_type"]) == (417, "BadValueError")


def test_a_chart_whose_figures_are_refused_is_not_offered_to_our_people(estate, as_user):
	chart = frappe.get_doc("Dashboard Chart", "Warehouse wise Stock Value")
	finance = estate.users[roles.FINANCE]
	as_user(finance)
	assert dashboard_chart.has_permission(chart, "read", finance) and not frappe.has_permission("Bin")
	assert not frappe.has_permission("Dashboard Chart", doc=chart)
	other = frappe.get_doc("Dashboard Chart", "Profit and Loss")
	assert frappe.has_permission("Dashboard Chart", doc=other) == bool(dashboard_chart.has_permission(other, "read", finance))
	as_user("Administrator")
	assert frappe.has_permission("Dashboard Chart", doc=chart)
