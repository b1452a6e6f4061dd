"""Quotations of paid repairs: hand out, accept, refuse, withdraw, waive, renew, bill (R58, R59)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.links import service_access_links
from fangxiu_app.paid_repairs import reads_paid_repairs, service_quote_links, service_quotes


@frappe.whitelist(methods=["GET"])
def of_ticket(ticket: str) -> list[dict]:
	"""Quotations of a ticket with their invoices, the newest first."""
	right.check("Repair Ticket", "read", ticket)
	return reads_paid_repairs.of_ticket(ticket) if frappe.has_permission("Paid Repair Quote", "read") else []


@frappe.whitelist(methods=["GET"])
def bill(quote: str) -> dict | None:
	"""The Sales Invoice of a quotation: name, state, what is still owed."""
	right.check("Paid Repair Quote", "read", quote)
	return reads_paid_repairs.invoices([quote]).get(quote)


@frappe.whitelist(methods=["POST"])
def issue(quote: str) -> str:
	"""Hand the quotation to the payer; returns its new state."""
	right.check("Paid Repair Quote", "write", quote)
	return _locked(quote, service_quotes.issue)


@frappe.whitelist(methods=["POST"])
def accept(
	quote: str,
	accepted_by: str,
	signature: str | None = None,
	file: str | None = None,
	at: str | None = None,
	reason: str | None = None,
) -> str:
	"""The payer accepts, by a drawn signature or by the photographed paper; returns the new state."""
	right.check("Paid Repair Quote", "write", quote)
	return _locked(quote, service_quotes.accept, accepted_by, signature or "", file or "", at, reason or "")


@frappe.whitelist(methods=["POST"])
def decline(
	quote: str, refused_by: str, refusal: str, at: str | None = None, reason: str | None = None
) -> str:
	"""The payer refuses, and why; returns the new state."""
	right.check("Paid Repair Quote", "write", quote)
	return _locked(quote, service_quotes.decline, refused_by, refusal, at, reason or "")


@frappe.whitelist(methods=["POST"])
def withdraw(quote: str, reason: str) -> str:
	"""Take a quotation back before the work starts; returns the new state."""
	right.check("Paid Repair Quote", "write", quote)
	return _locked(quote, service_quotes.withdraw, reason)


@frappe.whitelist(methods=["POST"])
def waive(quote: str, reason: str) -> str:
	"""The manager lets the payer off; returns the new state."""
	right.check("Paid Repair Quote", "write", quote)
	return _locked(quote, service_quotes.waive, reason)


@frappe.whitelist(methods=["POST"])
def revise(quote: str) -> str:
	"""A new version of a quotation that was handed out; returns the name of the draft."""
	right.check("Paid Repair Quote", "create", quote)
	snapshot.renew()
	return service_quotes.revise(frappe.get_doc("Paid Repair Quote", quote, for_update=True)).name


@frappe.whitelist(methods=["POST"])
def draft_invoice(quote: str) -> str:
	"""Draft the Sales Invoice for finance; returns its name."""
	right.check("Paid Repair Quote", "write", quote)
	snapshot.renew()
	return frappe.get_doc("Paid Repair Quote", quote, for_update=True).draft_invoice()


@frappe.whitelist(methods=["GET"])
def link(quote: str) -> dict:
	"""The newest signed link of a quotation: how it stands, and its address for those who may write the quotation."""
	right.check("Paid Repair Quote", "write", quote)
	return service_quote_links.state_of(frappe.get_doc("Paid Repair Quote", quote))


@frappe.whitelist(methods=["POST"])
def make_link(quote: str) -> str:
	"""The address of the quotation's signed link, made where there is none."""
	right.check("Paid Repair Quote", "write", quote)
	snapshot.renew()
	return service_access_links.url(service_quote_links.make(frappe.get_doc("Paid Repair Quote", quote, for_update=True)))


@frappe.whitelist(methods=["POST"])
def send_link(quote: str, address: str) -> str:
	"""Send the signed link to the owner's telephone or e-mail; returns the link's name."""
	right.check("Paid Repair Quote", "write", quote)
	snapshot.renew()
	address = incoming.text(address, _("Phone or E-mail"), incoming.MOST_ADDRESS)
	return service_quote_links.send(frappe.get_doc("Paid Repair Quote", quote, for_update=True), address)


@frappe.whitelist(methods=["POST"])
def revoke_link(quote: str, reason: str) -> str:
	"""Take the signed link back; returns the state of the quotation, which stays as it is."""
	right.check("Paid Repair Quote", "write", quote)
	return _locked(quote, service_quote_links.revoke, reason)


def _locked(quote: str, action, *args) -> str:
	snapshot.renew()
	doc = frappe.get_doc("Paid Repair Quote", quote, for_update=True)
	action(doc, *args)
	return doc.state
