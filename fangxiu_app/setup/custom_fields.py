"""Custom fields on ERPNext's documents, as data: install, migrate and uninstall read the same dict.

They are inserted one by one where missing: Frappe's own ``create_custom_fields`` costs hundreds of queries on every run
(measured on 15.56.1), so it is called only for fields that are missing or differ.
"""

from __future__ import annotations

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from fangxiu_app.setup import first_columns

MODULE = "Fangxiu App"


def _link(fieldname: str, label: str, doctype: str, after: str, **values) -> dict:
	"""A link that only the app's own actions fill in, indexed: vouchers are found by it."""
	field = {"fieldname": fieldname, "label": label, "fieldtype": "Link", "options": doctype}
	return {**field, "insert_after": after, "read_only": 1, "search_index": 1, "print_hide": 1, **values}


def _list_row(after: str) -> dict:
	"""The row of a spare parts list that a voucher's row is for; a name, not a link: rows are no documents."""
	field = {"fieldname": "fx_spare_parts_row", "label": "Row of the Spare Parts List", "fieldtype": "Data"}
	hidden = {"read_only": 1, "hidden": 1, "print_hide": 1, "search_index": 1}
	return {**field, "insert_after": after, **hidden}


def _free_reason() -> dict:
	"""Why a row costs nothing: the other way than a price to submit an order or a receipt (parts/events_purchase.py)."""
	return {
		"fieldname": "fx_free_reason",
		"label": "Reason for Zero Price",
		"fieldtype": "Select",
		"options": "\nGift\nFree Sample\nFree Replacement\nPaid In Another Row",
		"insert_after": "rate",
		"depends_on": "eval:!doc.rate",
		"print_hide": 1,
	}


CUSTOM_FIELDS: dict[str, list[dict]] = {
	"Project": [
		{
			"fieldname": "fx_repair_phone",
			"label": "Repair Centre Phone",
			"fieldtype": "Data",
			"insert_after": "customer",
			"description": "Printed on work orders and notices to owners",
		},
	],
	"Supplier": [
		{
			"fieldname": "fx_contractor_kind",
			"label": "Contractor Kind",
			"fieldtype": "Select",
			"options": "\nGeneral Contractor\nSubcontractor\nThird Party\nParts Supplier\nOwner",
			"insert_after": "supplier_type",
		},
	],
	"Account": [
		{
			"fieldname": "fx_warranty_deposit",
			"label": "Warranty Deposits",
			"fieldtype": "Check",
			"insert_after": "account_type",
			"description": "Holds warranty deposits: nothing moves on it without a warranty agreement",
		},
	],
	"Journal Entry": [
		{
			"fieldname": "fx_deposit_entry",
			"label": "Warranty Deposit Entry",
			"fieldtype": "Link",
			"options": "Warranty Deposit Entry",
			"insert_after": "finance_book",
			"read_only": 1,
			"no_copy": 1,
			"search_index": 1,
		},
		{
			"fieldname": "fx_deduction",
			"label": "Contractor Deduction",
			"fieldtype": "Link",
			"options": "Contractor Deduction",
			"insert_after": "fx_deposit_entry",
			"read_only": 1,
			"no_copy": 1,
			"search_index": 1,
		},
	],
	"Payment Entry": [
		{
			"fieldname": "fx_deposit_release",
			"label": "Deposit Release",
			"fieldtype": "Link",
			"options": "Deposit Release",
			"insert_after": "reference_date",
			"read_only": 1,
			"search_index": 1,
		},
	],
	"Warehouse": [
		{
			"fieldname": "fx_project",
			"label": "Project",
			"fieldtype": "Link",
			"options": "Project",
			"insert_after": "company",
			"search_index": 1,
		},
		{
			"fieldname": "fx_store_kind",
			"label": "Spare Parts Store Of",
			"fieldtype": "Select",
			"options": "\nProject Department\nRepair Centre",
			"insert_after": "fx_project",
		},
	],
	"Material Request": [
		{
			"fieldname": "fx_project",
			"label": "Project",
			"fieldtype": "Link",
			"options": "Project",
			"insert_after": "company",
			"search_index": 1,
		},
		_link("fx_spare_parts", "Spare Parts", "Spare Parts", "fx_project"),
	],
	"Purchase Order": [
		_link("fx_spare_parts", "Spare Parts", "Spare Parts", "project"),
		_link("fx_third_party_order", "Third Party Order", "Third Party Order", "fx_spare_parts"),
	],
	"Purchase Receipt": [_link("fx_spare_parts", "Spare Parts", "Spare Parts", "project")],
	"Material Request Item": [_list_row("project")],
	"Purchase Order Item": [
		_list_row("project"),
		_link("fx_repair_ticket", "Repair Ticket", "Repair Ticket", "fx_spare_parts_row"),
		_free_reason(),
	],
	"Purchase Receipt Item": [_list_row("project"), _free_reason()],
	"Stock Entry": [
		_link("fx_parts_handover", "Parts Handover", "Parts Handover", "project", no_copy=1),
		_link("fx_ticket_part", "Part on a Ticket", "Ticket Part", "fx_parts_handover", no_copy=1),
		_link("fx_repair_ticket", "Repair Ticket", "Repair Ticket", "fx_ticket_part", no_copy=1),
	],
	"Stock Entry Detail": [_list_row("project")],
	"Purchase Invoice": [
		_link("fx_third_party_order", "Third Party Order", "Third Party Order", "bill_date"),
		{
			"fieldname": "fx_deduction",
			"label": "Contractor Deduction",
			"fieldtype": "Link",
			"options": "Contractor Deduction",
			"insert_after": "bill_no",
			"read_only": 1,
			"no_copy": 1,
			"search_index": 1,
		},
		_link("fx_compensation", "Compensation", "Compensation", "fx_third_party_order"),
		{
			"fieldname": "fx_tax_kind",
			"label": "Kind of Tax Invoice",
			"fieldtype": "Select",
			"options": "\nSpecial VAT Invoice\nOrdinary VAT Invoice",
			"insert_after": "fx_compensation",
			"print_hide": 1,
		},
		{
			"fieldname": "fx_tax_rate",
			"label": "Tax Rate of the Invoice (%)",
			"fieldtype": "Percent",
			"insert_after": "fx_tax_kind",
			"depends_on": "fx_tax_kind",
			"print_hide": 1,
		},
	],
	"Sales Invoice": [_link("fx_paid_repair_quote", "Paid Repair Quote", "Paid Repair Quote", "customer")],
	"Sales Invoice Item": [_link("fx_repair_ticket", "Repair Ticket", "Repair Ticket", "project")],
	"Purchase Invoice Item": [_link("fx_repair_ticket", "Repair Ticket", "Repair Ticket", "project")],
}


def all_fields() -> dict[str, list[dict]]:
	"""The fields with what all of them share.

	Links stay out of User Permissions: with strict ones (System Settings), an empty link to a project takes every store and
	request from whoever is limited to some projects. People of this app are narrowed by ``core/access/vouchers.py``.
	"""
	shared = {"module": MODULE, "translatable": 0}
	link = {**shared, "ignore_user_permissions": 1}
	return {
		doctype: [{**(link if field["fieldtype"] == "Link" else shared), **field} for field in rows]
		for doctype, rows in CUSTOM_FIELDS.items()
	}


def ensure() -> None:
	"""Create fields that are missing and correct those that differ; nothing else is touched."""
	fields = all_fields()
	first_columns.ensure(fields)
	wanted = {doctype: [row for row in rows if _differs(doctype, row)] for doctype, rows in fields.items()}
	wanted = {doctype: rows for doctype, rows in wanted.items() if rows}
	if wanted:
		create_custom_fields(wanted)


def remove() -> None:
	"""Delete exactly the fields that ``ensure`` makes. Their columns stay until ``columns`` drops the empty ones."""
	for doctype, rows in CUSTOM_FIELDS.items():
		names = [f"{doctype}-{row['fieldname']}" for row in rows]
		for name in names:
			frappe.delete_doc("Custom Field", name, ignore_missing=True, force=True)
		frappe.clear_cache(doctype=doctype)


def _differs(doctype: str, row: dict) -> bool:
	stored = frappe.db.get_value("Custom Field", f"{doctype}-{row['fieldname']}", list(row), as_dict=True)
	return not stored or any((stored[key] or "") != (value or "") for key, value in row.items())
