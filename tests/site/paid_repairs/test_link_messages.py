"""The message that brings the signed link: what stands in the outbox opens nothing; the address is put in when it is sent (R58)."""

from __future__ import annotations

from unittest.mock import patch

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from fangxiu_app.messaging import channels, outbox
from fangxiu_app.paid_repairs import service_quote_links
from fangxiu_app.patches.v0_1 import link_addresses
from tests.site.paid_repairs.test_quote_link import issued


@pytest.mark.clause("R58")
def test_who_reads_the_outbox_learns_no_address(estate):
	quote, token = issued(estate)
	key = service_quote_links.send(frappe.get_doc(quote.doctype, quote.name), "138 0013 8000")
	told = {"reference_name": key}
	[stored] = frappe.get_all("Outbox Message", told, pluck="text")
	assert outbox.ADDRESS in stored and token.split(".")[1] not in stored
	heard = []
	with patch.object(channels.Sms, "send", lambda self, rows, now: heard.extend(row.text for row in rows) or {}):
		outbox.send_due(add_days(now_datetime(), 30), channel=channels.SMS)
	assert [text for text in heard if f"/quotation?k={token}" in text and outbox.ADDRESS not in text]
	assert frappe.get_all("Outbox Message", told, ["text", "state"]) == [{"text": stored, "state": "Sent"}]


@pytest.mark.clause("R58")
def test_addresses_of_earlier_versions_are_taken_out(estate):
	quote, token = issued(estate)
	key = service_quote_links.send(frappe.get_doc(quote.doctype, quote.name), "138 0013 8000")
	address = f"https://example.com/quotation?k={token}"
	frappe.db.set_value("Outbox Message", {"reference_name": key}, "text", f"请签署：{address}")
	link_addresses.execute()
	link_addresses.execute()
	assert frappe.get_all("Outbox Message", {"reference_name": key}, pluck="text") == [f"请签署：{outbox.ADDRESS}"]
