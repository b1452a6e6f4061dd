"""The title of a refusal says what kind it is: something was left out, or it cannot be done as things stand."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.messages import RefusedError, refuse
from fangxiu_app.core.refusal import Violation


def title(*codes: str) -> str:
	frappe.clear_messages()
	with pytest.raises(RefusedError):
		refuse([Violation(code, ("a", "b", "c")) for code in codes])
	return frappe.get_message_log()[-1]["title"]


def test_what_was_left_out_is_asked_for_and_the_rest_is_not_possible_yet(estate):
	assert title("reason_missing") == "Please Complete"
	assert title("wrong_state") == "Not Possible Yet"
	assert title("reason_missing", "wrong_state") == "Not Possible Yet"
	frappe.local.lang = "zh"
	assert title("reason_missing") == "请补充"
