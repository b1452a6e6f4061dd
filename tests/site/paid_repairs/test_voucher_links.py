"""Vouchers that were made by a document of ours keep their link to it; no other invoice names a ticket (R58, R18, R107)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.setup.custom_fields import CUSTOM_FIELDS
from tests.site.helpers import factories as make
from tests.site.helpers import form, money, paid
from tests.site.helpers.orders import extra_role
from tests.site.helpers.rest import Api, messages

OWN_ESTATE = True


@pytest.fixture
def invoice(estate):
	"""The draft invoice over 400 of an accepted quotation."""
	ticket = paid.make_paid(estate.unit_a)
	quote = paid.agreed(ticket)
	paid.finish(ticket)
	return frappe.get_doc("Sales Invoice", quote.reload().draft_invoice())


@pytest.mark.clause("R58")
def test_the_draft_of_a_quotation_stays_one(estate, invoice):
	"""The link was emptied and the rates raised; then it was submitted."""
	invoice.fx_paid_repair_quote = None
	invoice.items[0].rate = 9999
	with pytest.raises(LockedFieldError, match="keeps this link"):
		invoice.save()
	invoice.reload().fx_paid_repair_quote = paid.agreed(paid.make_paid(estate.unit_a2)).name
	with pytest.raises(LockedFieldError, match="keeps this link"):
		invoice.save()
	invoice.reload().items[0].fx_repair_ticket = None
	with pytest.raises(LockedFieldError, match="keeps this link"):
		invoice.submit()
	assert invoice.reload().submit().grand_total == 400


@pytest.mark.clause("R58")
def test_nor_over_rest(estate, invoice):
	frappe.db.commit()  # the request has a connection of its own
	with extra_role(estate.users[roles.FINANCE], "Accounts Manager"):
		api = Api(estate.users[roles.FINANCE])
		code, body = api.put(f"/api/resource/Sales Invoice/{invoice.name}", fx_paid_repair_quote="")
	assert code in (403, 417), messages(body)
	assert frappe.db.get_value("Sales Invoice", invoice.name, "fx_paid_repair_quote")


@pytest.mark.clause("R58")
def test_no_other_invoice_names_a_ticket(estate, invoice):
	ticket = invoice.items[0].fx_repair_ticket
	row = {"item_name": "维修", "description": "维修", "uom": "Nos", "conversion_factor": 1, "qty": 1, "rate": 5000, "income_account": money.account("有偿维修收入")}
	doc = {"doctype": "Sales Invoice", "company": money.company(), "customer": invoice.customer, "due_date": invoice.due_date}
	with pytest.raises(RefusedError, match="billed by its accepted quotation alone"):
		form.saved(frappe.get_doc({**doc, "items": [{**row, "fx_repair_ticket": ticket}]}), submit=False)
	assert form.saved(frappe.get_doc({**doc, "items": [row]})).docstatus == 1
	invoice.append("items", {**row, "rate": 1, "fx_repair_ticket": make.make_ticket(estate.unit_a2).name})
	with pytest.raises(RefusedError, match="billed by its accepted quotation alone"):
		invoice.save()


@pytest.mark.clause("R18", "R107")
def test_a_bill_keeps_what_it_is_about(estate):
	"""Two saves, the first of which took the ticket out, made an ordinary bill of it."""
	ticket = make.make_ticket(estate.unit_a).name
	bill = money.invoice(estate.waterproofer, 100, submit=False, items=money.rows(100, fx_repair_ticket=ticket))
	bill.items[0].fx_repair_ticket = None
	with pytest.raises(LockedFieldError, match=ticket):
		bill.save()


LINKS = [
	(doctype, field["fieldname"])
	for doctype, fields in CUSTOM_FIELDS.items()
	for field in fields
	if field["fieldtype"] == "Link" and field.get("read_only") and not doctype.endswith(" Item")
]


@pytest.mark.parametrize(("doctype", "field"), LINKS)
def test_every_link_of_every_voucher_stays(doctype, field):
	"""The event is asked of every DocType that has such a link, and of its rows."""
	hooked = frappe.get_doc_hooks()[doctype]["validate"]
	assert "fangxiu_app.core.access.voucher_links.check" in hooked
	doc = frappe.new_doc(doctype)
	doc.update({"name": "X", field: None})
	before = frappe.new_doc(doctype)
	before.update({"name": "X", field: "Y"})
	doc._doc_before_save = before
	from fangxiu_app.core.access import voucher_links

	with pytest.raises(LockedFieldError):
		voucher_links.check(doc)
