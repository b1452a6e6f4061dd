"""An e-mail address of a million letters is refused by its length: patterns that look for an address in it take minutes."""

from __future__ import annotations

import json

import frappe

from fangxiu_app.core.access import incoming, roles
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/"
LONG = "A" * 300_000
LIST = "a@example.com," * 2000


def calls(estate) -> list[tuple[str, str, dict]]:
	mail = {"doctype": "Repair Ticket", "name": "x", "subject": "x", "content": "x", "send_email": 1}
	person = {"full_name": "x", "roles": [roles.ENGINEER], "projects": [estate.a]}
	contact = {"first_name": "x", "email_ids": [{"email_id": LONG}]}
	return [
		(roles.MANAGER, f"{METHOD}fangxiu_app.paid_repairs.api_quotes.send_link", {"quote": "", "address": LONG}),
		(roles.ADMINISTRATOR, f"{METHOD}fangxiu_app.staff.api_staff.save", {**person, "email": LONG}),
		(roles.MANAGER, f"{METHOD}frappe.core.doctype.communication.email.make", {**mail, "recipients": LONG}),
		(roles.MANAGER, f"{METHOD}frappe.core.doctype.communication.email.make", {**mail, "recipients": "a@example.com", "cc": LONG}),
		(roles.MANAGER, f"{METHOD}frappe.core.doctype.communication.email.make", {**mail, "recipients": [LONG]}),
		(roles.MANAGER, f"{METHOD}frappe.core.doctype.communication.email.make", {**mail, "recipients": LIST}),
		(roles.MANAGER, "/api/resource/Contact", contact),
		(roles.MANAGER, "/api/resource/Communication", {"subject": "x", "recipients": LONG}),
	]


def test_an_address_longer_than_any_is_refused(estate):
	for role, path, values in calls(estate):
		if "quote" in values:
			values["quote"] = quoted(estate)
		code, body = Api(estate.users[role]).post(path, **values)
		assert code == 417, (path, code, messages(body)[:200])
		assert "254" in messages(body) or "10000" in messages(body), (path, messages(body)[:200])
		assert len(json.dumps(body)) < 20_000, "the address does not come back"


def quoted(estate) -> str:
	doc = frappe.get_doc({"doctype": "Paid Repair Quote", "ticket": make.make_ticket(estate.unit_a).name, "project": estate.a})
	doc.name = doc.ticket
	doc.state, doc.payer_kind = "Draft", "Owner"
	doc.db_insert()
	frappe.db.commit()
	return doc.name


def test_addresses_of_usual_length_pass():
	usual = (None, "", "a@example.com", ["a@example.com", "b@example.com"], "A" * 64 + "@" + "b" * 60 + ".example", "a@example.com, " * 100)
	assert [incoming.check_address(value, "E-mail") for value in usual] == [None] * len(usual)
