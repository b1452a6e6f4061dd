"""Ctrl+G finds units, tickets, owners, phones and contractors, each for those who may and nobody else (ADR 0086)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.roles import ROLES
from fangxiu_app.overview.api_finder import find
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries


def names(text: str) -> list[str]:
	return [row["name"] for row in find(text)]


@pytest.fixture
def home(estate) -> tuple[str, str]:
	unit = make.make_unit(estate.building_a, "4401", "钱小满", "13844014401")
	return unit, make.make_ticket(unit, caller_name="钱家亲戚", caller_phone="13844019999").name


@pytest.mark.parametrize(
	"text",
	["3-2-4401", "3 2 4401", "3栋2单元4401室", "钱小满", "138 4401 4401", "钱小满 4401", "+86 13844014401"],
)
def test_a_unit_is_first_and_its_open_ticket_beside_it(estate, home, as_user, text):
	as_user(estate.users[roles.CLERK])
	assert names(text)[:2] == list(home)


@pytest.mark.parametrize(
	"write",
	[str, str.lower, lambda name: name[-5:], lambda name: name.replace("-", " - "), lambda name: name[:-1]],
)
def test_a_ticket_is_found_by_its_number_however_written(estate, home, as_user, write):
	as_user(estate.users[roles.ENGINEER])
	assert home[1] in names(write(home[1]))


def test_who_called_is_found_by_phone_though_no_owner(estate, home, as_user):
	as_user(estate.users[roles.CALL_CENTRE])
	assert names("138 4401 9999") == [home[1]]


def test_a_contractor_is_found_by_a_part_of_the_name_but_no_owner_who_was_paid(estate, as_user):
	paid = {"doctype": "Supplier", "supplier_name": f"{estate.general} 王业主", "supplier_type": "Individual"}
	frappe.get_doc(paid).insert(ignore_permissions=True)
	as_user(estate.users[roles.MANAGER])
	assert names(estate.general[3:]) == [estate.general]


@pytest.mark.parametrize("role", [role for role in ROLES if role != roles.ADMINISTRATOR])
def test_nobody_finds_what_he_may_not_open(estate, home, as_user, role):
	as_user(estate.users[role])
	for text in ("3-2-4401", "钱小满", "13844014401", "4401", home[1], "13844019999", "General"):
		for row in find(text):
			assert frappe.has_permission(row["doctype"], "read", row["name"]), (role, row)


def test_another_project_is_not_found(estate, home, as_user):
	as_user(estate.engineer_b)
	assert not {*home} & {
		name for text in ("3-2-4401", "钱小满", "13844014401", home[1]) for name in names(text)
	}
	as_user(estate.nobody)
	assert [names(text) for text in ("3-2-4401", "钱小满", home[1])] == [[], [], []]


@pytest.mark.parametrize("text", ["", " ", "a", "%", "_____", "' or 1=1", "RT-", "\\", "9" * 500])
def test_odd_texts_find_nothing_and_break_nothing(estate, as_user, text):
	as_user(estate.users[roles.ENGINEER])
	assert isinstance(find(text), list)


def test_a_search_costs_few_statements(estate, home, as_user):
	as_user(estate.users[roles.CLERK])
	find("3-2-4401")
	assert count_queries(lambda: find("3-2-4401")) <= 5
