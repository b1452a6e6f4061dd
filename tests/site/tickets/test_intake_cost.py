"""The SQL statements of saving a report, which has to be fast during a call."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access import roles
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries

WALL = {"location": "客厅", "defect_type": "墙面空鼓"}


def cost(estate, items: list[dict]) -> int:
	frappe.set_user(estate.users[roles.PROPERTY_DESK])
	return count_queries(lambda: make.make_request(estate.unit_a2, items, channel="Property Desk"))


def test_a_report_costs_a_fixed_sum_and_each_problem_as_much_again(estate):
	cost(estate, [dict(WALL)])
	one = cost(estate, [dict(WALL)])
	three = cost(estate, [dict(WALL), {**WALL, "location": "厨房"}, {**WALL, "location": "主卧"}])
	each = (three - one) / 2
	assert one <= 36
	assert each <= 19
