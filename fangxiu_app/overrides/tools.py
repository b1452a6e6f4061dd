"""ERPNext's own tools that reach the deposits, and four of its endpoints that check no permission (15.53.1)."""

import frappe
from frappe.utils import cint

from fangxiu_app.access import incoming
from fangxiu_app.finance import tools


def delete_dimension(doc, method: str | None = None) -> None:
	tools.check_dimension(doc)


def validate_dimension(doc, method: str | None = None) -> None:
	tools.check_dimension_state(doc)


def validate_repeat(doc, method: str | None = None) -> None:
	tools.check_repeat(doc)


def before_deletion(doc, method: str | None = None) -> None:
	tools.check_deletion(doc)


def before_cancel(doc, method: str | None = None) -> None:
	"""Journal and Payment Entry."""
	tools.check_waiting(doc)


@frappe.whitelist(methods=["POST"])
def unblock_invoice(name: str) -> None:
	"""ERPNext's button "Unblock Invoice", for who may change the invoice. A repair bill waits for its review (R18)."""
	invoice = _writable(name)
	tools.check_hold(name)
	invoice.unblock_invoice()


@frappe.whitelist(methods=["POST"])
def change_release_date(name: str, release_date: str | None = None) -> None:
	"""ERPNext's button "Change Release Date": from that day on the invoice is not on hold any more."""
	invoice = _writable(name)
	tools.check_hold(name)
	invoice.db_set("release_date", release_date)


@frappe.whitelist(methods=["POST"])
def block_invoice(name: str, release_date: str | None = None, hold_comment: str | None = None) -> None:
	"""ERPNext's button "Block Invoice"; with a day it is off hold again from then on."""
	invoice = _writable(name)
	tools.check_hold(name)
	invoice.block_invoice(hold_comment, release_date)


@frappe.whitelist(methods=["POST"])
def disable_dimension(doc: str) -> None:
	"""Fields of a dimension become read-only or free, for who may change it; the form sends the new state before it saves."""
	sent = incoming.mapping(doc)
	dimension = frappe.get_doc("Accounting Dimension", sent.get("name"))
	dimension.check_permission("write")
	dimension.disabled = cint(sent.get("disabled"))
	tools.check_dimension_state(dimension)
	toggle = "erpnext.accounts.doctype.accounting_dimension.accounting_dimension.toggle_disabling"
	frappe.enqueue(toggle, doc=dimension.as_json())


def _writable(name: str):
	invoice = frappe.get_doc("Purchase Invoice", name)
	invoice.check_permission("write")
	return invoice
