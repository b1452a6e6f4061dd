"""Purchase Orders and Purchase Invoices of repair work, as ERPNext's own vouchers.

Each voucher links back to its document; the document links to no voucher, so that each can be cancelled in order.
"""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe.utils import flt, getdate, today

from fangxiu_app.ledger import ledger_settings, reads_site_rules, reads_vouchers
from fangxiu_app.ledger.erpnext_calls import get_mapped_purchase_invoice

#: Kind of supplier (fx_contractor_kind) of owners who are paid compensations, and of nobody else.
OWNER = "Owner"


@dataclass(frozen=True, slots=True)
class Line:
	"""A planned line of a voucher."""

	description: str
	qty: float
	rate: float
	ticket: str = ""


def order(doc, lines: list[Line], supplier: str, finish_by, link: dict) -> str:
	"""Insert and submit a Purchase Order for service work. ``link`` is the custom field that leads back to ``doc``."""
	company = reads_vouchers.company(doc.project)
	day = max(getdate(finish_by), getdate(today()))
	voucher = frappe.get_doc(
		{
			"doctype": "Purchase Order",
			"company": company,
			"supplier": supplier,
			"project": doc.project,
			"transaction_date": today(),
			"schedule_date": day,
			**link,
			"items": [{**_item(line, doc, company), "schedule_date": day} for line in lines],
		}
	)
	return _submit(voucher).name


def invoice_order(order_name: str, quantities: list[float], bill: dict, link: dict, hold: str) -> str:
	"""A Purchase Invoice over the verified ``quantities`` of an order, submitted on hold; then the order is closed.

	A service order stays "To Receive" after it is billed in full: it is closed here. ``bill`` holds number and
	date of the supplier's invoice, ``hold`` says why it is on hold.
	"""
	# the cost department books the bill and has no rights on ERPNext's orders
	invoice = get_mapped_purchase_invoice(order_name, ignore_permissions=True)
	positions = {row.name: row.idx for row in frappe.get_doc("Purchase Order", order_name).items}
	kept = []
	for row in invoice.items:
		row.qty = flt(quantities[positions[row.po_detail] - 1])
		if row.qty:
			kept.append(row)
	invoice.items = kept
	invoice.update({**bill, **link, "on_hold": 1, "hold_comment": hold, "due_date": None})
	invoice.run_method("set_missing_values")
	name = _submit(invoice).name
	_set_status(order_name, "Closed")
	return name


def invoice(doc, lines: list[Line], supplier: str, account: str, link: dict, hold: str = "") -> str:
	"""A Purchase Invoice without an order, submitted; with ``hold`` it cannot be paid by a Payment Entry."""
	company = reads_vouchers.company(doc.project)
	voucher = frappe.get_doc(
		{
			"doctype": "Purchase Invoice",
			"company": company,
			"supplier": supplier,
			"project": doc.project,
			"posting_date": today(),
			**link,
			"on_hold": int(bool(hold)),
			"hold_comment": hold,
			"items": [_item(line, doc, company, account) for line in lines],
		}
	)
	return _submit(voucher).name


def payee(name: str, unit: str | None) -> str:
	"""The supplier name of an owner: the name and the readable unit, because two owners may have one name."""
	row = unit and frappe.db.get_value("Unit Archive", unit, ["project", "unit_code"])
	if not row:
		return name
	return f"{name}（{frappe.db.get_value('Project', row[0], 'project_name')} {row[1]}）"


def individual(name: str, unit: str | None) -> str:
	"""The owner as a supplier to be paid: an individual, one per name and unit, made if missing."""
	title = payee(name, unit)
	found = frappe.db.get_value("Supplier", {"supplier_name": title, "supplier_type": "Individual"})
	if found:
		return found
	group = frappe.db.get_value("Supplier Group", {"is_group": 0}, "name", order_by="lft")
	row = {"doctype": "Supplier", "supplier_name": title, "supplier_type": "Individual"}
	row["fx_contractor_kind"] = OWNER
	supplier = frappe.get_doc({**row, "supplier_group": group})
	# an approved compensation pays people who are nobody's supplier yet
	supplier.flags.ignore_permissions = True
	return supplier.insert().name


def cancel_order(link: dict) -> None:
	"""Cancel the Purchase Order of a document; refused by ERPNext while an invoice stands against it."""
	for name in frappe.get_all("Purchase Order", {**link, "docstatus": 1}, pluck="name"):
		if frappe.db.get_value("Purchase Order", name, "status") == "Closed":
			_set_status(name, "Submitted")
		_cancel("Purchase Order", name)


def reopen_order(invoice) -> None:
	"""Before a bill is cancelled: open its order, which was closed when it was billed."""
	if not invoice.get("fx_third_party_order"):
		return
	for name in {row.purchase_order for row in invoice.items if row.purchase_order}:
		if frappe.db.get_value("Purchase Order", name, "status") == "Closed":
			_set_status(name, "Submitted")


def unsettle(invoice) -> None:
	"""After a bill was cancelled: its third-party order waits for another one."""
	order_name = invoice.get("fx_third_party_order")
	if order_name and frappe.db.get_value("Third Party Order", order_name, "status") == "Settled":
		frappe.db.set_value("Third Party Order", order_name, "status", "Verified")


def cancel_invoice(link: dict) -> None:
	"""Cancel the Purchase Invoices of a document; refused by ERPNext while a payment stands against one."""
	for name in frappe.get_all("Purchase Invoice", {**link, "docstatus": 1}, pluck="name"):
		_cancel("Purchase Invoice", name)


def release(invoice_name: str) -> None:
	"""Take an invoice off hold: it may be paid now."""
	frappe.get_doc("Purchase Invoice", invoice_name).unblock_invoice()


def hold(invoice_name: str, why: str) -> None:
	"""Put an invoice on hold again."""
	frappe.get_doc("Purchase Invoice", invoice_name).block_invoice(hold_comment=why)


def _item(line: Line, doc, company: str, account: str | None = None) -> dict:
	item = reads_vouchers.service_item()
	return {
		"item_code": item.name,
		"item_name": line.description[:140],
		"description": line.description,
		"qty": flt(line.qty),
		"uom": item.stock_uom,
		"conversion_factor": 1,
		"rate": flt(line.rate),
		"price_list_rate": flt(line.rate),
		"project": doc.project,
		"expense_account": account or ledger_settings.account("repair_expense_account", company),
		"fx_repair_ticket": line.ticket or doc.get("ticket"),
	}


def _set_status(order_name: str, status: str) -> None:
	frappe.get_doc("Purchase Order", order_name).update_status(status)


def _submit(voucher):
	# the business document behind it was approved; its approvers need no rights on ERPNext's vouchers
	voucher.flags.ignore_permissions = True
	reads_site_rules.fill(voucher)
	voucher.insert()
	voucher.submit()
	return voucher


def _cancel(doctype: str, name: str) -> None:
	voucher = frappe.get_doc(doctype, name)
	# as above: the document's own cancellation was checked
	voucher.flags.ignore_permissions = True
	frappe.local.dynamic_link_map = None
	voucher.cancel()
