"""A cancellation writes nothing but itself: fields that came along decide nothing, whoever sends them, by whatever way (R18)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from fangxiu_app import hooks
from fangxiu_app.core.access import roles
from tests.site.helpers import money
from tests.site.helpers.attacks import METHOD
from tests.site.helpers.rest import Api, messages

ENTRY = "Warranty Deposit Entry"
SAVE = f"{METHOD}frappe.desk.form.save.savedocs"


@pytest.fixture(scope="module")
def finance(estate):
	return Api(estate.users[roles.FINANCE])


def sent(doctype: str, name: str, **values) -> str:
	return json.dumps({**frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True), **values})


def cancellations(api: Api, doctype: str, name: str, **values):
	"""Every way to cancel that takes fields along."""
	doc = sent(doctype, name, docstatus=2, **values)
	yield "savedocs", api.post(SAVE, doc=doc, action="Cancel")
	yield "client.save", api.post(f"{METHOD}frappe.client.save", doc=doc)
	yield "PUT", api.put(f"/api/resource/{doctype}/{name}", docstatus=2, **values)
	yield "v2 PATCH", api("PATCH", f"/api/v2/document/{doctype}/{name}", docstatus=2, **values)
	value = {"doctype": doctype, "name": name, "fieldname": json.dumps({"docstatus": 2, **values})}
	yield "set_value", api.post(f"{METHOD}frappe.client.set_value", **value)
	for field, text in values.items():
		state = {"workflow_state_fieldname": field, "workflow_state": text}
		yield f"cancel {field}", api.post(f"{METHOD}frappe.desk.form.save.cancel", doctype=doctype, name=name, **state)


@pytest.mark.clause("R18")
def test_money_of_an_earlier_day_is_not_freed_by_a_signature_that_was_sent(estate, finance):
	"""A second signature, another kind, a later day: none of it was stored."""
	agreement = money.agreement(estate)
	cash = money.entry(agreement, "Cash In", 5000)
	frappe.db.set_value(ENTRY, cash.name, "creation", add_days(now_datetime(), -3), update_modified=False)
	frappe.db.commit()  # requests read it in a transaction of their own
	signed = {"freed_signed_by": estate.users[roles.CS_HEAD], "freed_signed_at": str(now_datetime())[:19], "freed_reason": "x"}
	for forged in (signed, {"kind": "Taken Back"}, {"creation": str(now_datetime())}, {"agreement": "", **signed}):
		for way, (code, body) in cancellations(finance, ENTRY, cash.name, **forged):
			assert code in (403, 417), (way, forged, code)
			frappe.db.rollback()
			assert frappe.db.get_value(ENTRY, cash.name, ["docstatus", "freed_signed_by"]) == (1, None), (way, messages(body))
	assert frappe.db.get_value("Journal Entry", cash.journal_entry, "docstatus") == 1
	assert money.balance(agreement) == 5000


@pytest.mark.clause("R18")
@pytest.mark.parametrize("sent_entry", ["", "another"])
def test_an_entry_is_cancelled_with_its_own_journal(estate, finance, sent_entry):
	agreement = money.agreement(estate)
	entry, other = (money.entry(agreement, "Cash In", amount) for amount in (300, 400))
	frappe.db.commit()  # requests read it in a transaction of their own
	forged = {"journal_entry": other.journal_entry if sent_entry else "", "amount": 1, "docstatus": 2}
	code, body = finance.post(SAVE, doc=sent(ENTRY, entry.name, **forged), action="Cancel")
	assert code == 200, messages(body)
	frappe.db.rollback()
	assert frappe.db.get_value(ENTRY, entry.name, ["docstatus", "journal_entry", "amount"]) == (2, entry.journal_entry, 300)
	assert frappe.db.get_value("Journal Entry", entry.journal_entry, "docstatus") == 2
	assert frappe.db.get_value("Journal Entry", other.journal_entry, "docstatus") == 1
	assert money.balance(agreement) == 400


@pytest.mark.clause("R18")
def test_a_payment_that_is_cancelled_is_that_of_its_release(estate, finance):
	"""ERPNext's voucher: without the release in the request it would stay paid."""
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 5000)
	release = money.approve(estate, money.release(agreement, 1000))
	payment = frappe.get_doc("Payment Entry", {"fx_deposit_release": release.name}).submit()
	frappe.db.commit()  # requests read it in a transaction of their own
	assert release.reload().state == "Paid"
	forged = {"fx_deposit_release": "", "warranty_agreement": "", "references": [], "paid_to": money.account("Creditors")}
	code, body = finance.post(SAVE, doc=sent("Payment Entry", payment.name, **forged), action="Cancel")
	assert code == 200, messages(body)
	frappe.db.rollback()
	assert release.reload().state == "Approved"
	after = frappe.get_doc("Payment Entry", payment.name)
	assert (after.docstatus, after.fx_deposit_release, after.paid_to) == (2, release.name, payment.paid_to)
	assert len(after.references) == len(payment.references) > 0


@pytest.mark.clause("R18")
def test_a_signed_release_is_printed_as_it_was_signed(estate):
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 5000)
	release = money.approve(estate, money.release(agreement, 1234))
	frappe.db.commit()  # requests read it in a transaction of their own
	manager = Api(estate.users[roles.MANAGER])
	doc = sent(release.doctype, release.name, amount=98765)
	preview = {"doc": doc, "print_format": "Deposit Release Approval"}
	code, body = manager.post(f"{METHOD}frappe.www.printview.get_html_and_style", **preview)
	assert code == 200 and "1,234.00" in body["message"]["html"], messages(body)
	assert "98,765" not in body["message"]["html"]


def test_our_hooks_of_cancellation_look_at_what_is_stored():
	"""Before any of them the fields are taken from the database."""
	ours = {doctype: events["before_cancel"] for doctype, events in hooks.doc_events.items() if doctype != "*" and "before_cancel" in events}
	assert {"Journal Entry", "Payment Entry", "Purchase Invoice", "Purchase Receipt", "Stock Entry", "Sales Invoice"} <= set(ours)
	assert {listed[0] for listed in ours.values()} == {"fangxiu_app.core.access.stored.keep_on_cancel"}
	later = {doctype for doctype, events in hooks.doc_events.items() if {"on_cancel", "on_change"} & set(events)}
	assert later <= set(ours)
