"""ERPNext's buttons that put a purchase invoice on hold or take it off: they ask for no right themselves (15.53.1)."""

import frappe

from fangxiu_app.money.payments.service_repair_payments import check_hold


@frappe.whitelist(methods=["POST"])
def unblock_invoice(name: str) -> None:
	"""ERPNext's button "Unblock Invoice", for users who may change the invoice; not for a repair bill under review (R18)."""
	invoice = _writable(name)
	check_hold(name)
	invoice.unblock_invoice()


@frappe.whitelist(methods=["POST"])
def change_release_date(name: str, release_date: str | None = None) -> None:
	"""ERPNext's button "Change Release Date": from that day on the invoice is not on hold any more."""
	invoice = _writable(name)
	check_hold(name)
	invoice.db_set("release_date", release_date)


@frappe.whitelist(methods=["POST"])
def block_invoice(name: str, release_date: str | None = None, hold_comment: str | None = None) -> None:
	"""ERPNext's button "Block Invoice"; with a day it is off hold again from then on."""
	invoice = _writable(name)
	check_hold(name)
	invoice.block_invoice(hold_comment, release_date)


def _writable(name: str):
	invoice = frappe.get_doc("Purchase Invoice", name)
	invoice.check_permission("write")
	return invoice
