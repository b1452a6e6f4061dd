"""Short ways to a paid repair for the site tests."""

from __future__ import annotations

import frappe

from fangxiu_app.links import service_access_links
from fangxiu_app.paid_repairs import service_quotes
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make

LABOUR = {"kind": "Labour", "description": "防水层修补", "uom": "平方米", "qty": 4, "rate": 100}


def make_paid(unit: str, location: str = "客厅", **judged) -> str:
	"""A ticket the owner has agreed to pay for, waiting for its quotation."""
	ticket = make.make_ticket(unit, location).name
	frappe.db.set_value("Repair Ticket", ticket, {"owner_until": "2020-01-01", "payer": "Owner"})
	make.walk(ticket, "arrive")
	values = {"root_cause": "老化", "responsibility": "Expired", "expected_days": 1, **judged}
	service_transitions.perform(ticket, "survey", values)
	make.explain(ticket, "Agrees To Pay")
	service_transitions.perform(ticket, "paid_repair")
	return ticket


def make_quote(ticket: str, items: list[dict] | None = None, **values):
	"""A draft quotation over labour of 400."""
	row = {
		"doctype": "Paid Repair Quote",
		"ticket": ticket,
		"project": frappe.db.get_value("Repair Ticket", ticket, "project"),
		"payer_name": "王晓明",
		"property_contact": "物业 张管家",
		"scope_text": "卫生间防水修补",
		"items": [LABOUR] if items is None else items,
	}
	return frappe.get_doc({**row, **values}).insert()


def agreed(ticket: str, items: list[dict] | None = None, **values):
	"""A quotation issued and signed by the owner."""
	quote = make_quote(ticket, items, **values)
	service_quotes.issue(quote)
	service_quotes.accept(quote, quote.payer_name, make.SIGNATURE)
	return quote


def finish(ticket: str, until: str = "owner_accept"):
	"""The work done, up to ``until``."""
	return make.walk_from(ticket, "start", until)


def sell_price(item: str, rate: float) -> None:
	"""A selling price in ERPNext's own price list."""
	price_list = frappe.db.get_single_value("Selling Settings", "selling_price_list")
	row = {"doctype": "Item Price", "item_code": item, "price_list": price_list, "price_list_rate": rate}
	frappe.get_doc(row).insert()


def pay(invoice: str, amount: float | None = None):
	"""Finance receives the money, by ERPNext's own Payment Entry."""
	from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry

	entry = get_payment_entry("Sales Invoice", invoice, party_amount=amount)
	entry.reference_no, entry.reference_date = "1", frappe.utils.today()
	return entry.insert().submit()


def samples(estate, ticket: str, secret: str) -> dict[str, str]:
	"""A quotation with a link and an evaluation of project B, for the isolation tests."""
	quote = make_quote(ticket, scope_text=secret)
	link = frappe.get_doc(
		{"doctype": "Access Link", "project": estate.b, "quote": quote.name, "sent_to": secret}
	)
	service_access_links.write(link)
	month = {"project": estate.b, "contractor": estate.general, "month": "2026-01-01", "conclusion": secret}
	return {
		"Contractor Evaluation": frappe.get_doc({"doctype": "Contractor Evaluation", **month}).insert().name,
		"Paid Repair Quote": quote.name,
		"Access Link": link.name,
	}
