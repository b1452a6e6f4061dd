"""What is answered after a report was saved, and said to the caller."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.tickets.intake import api_intake as api
from tests.site.tickets.test_intake import TWO


@pytest.mark.clause("R72", "R80")
def test_the_caller_hears_of_everything_that_was_reported(estate, as_user):
	as_user(estate.users[roles.CLERK])
	items = [{**TWO[0], "affected": [estate.unit_a2]}, TWO[1]]
	values = {"unit": estate.unit_a, "channel": "Repair Centre", "caller_name": "王晓明", "caller_phone": "13800001501"}
	saved = api.save({**values, "items": items})
	assert "will be there by" in saved["sentence"] and "other 1 item(s)" in saved["sentence"]
	code = frappe.db.get_value("Unit Archive", estate.unit_a2, "unit_code")
	assert [row.affected for row in saved["tickets"]] == [[code], []]
