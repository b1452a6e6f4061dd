"""Owners who are paid compensations, as ERPNext's suppliers: earlier names are replaced by readable ones."""

import frappe

from fangxiu_app.ledger.service_purchase import payee


def rename() -> None:
	"""Gives suppliers named by a unit's key the readable name of the unit; run by a patch, can be run again."""
	owners = {"fx_contractor_kind": "Owner", "supplier_type": "Individual"}
	for row in frappe.get_all("Supplier", owners, ["name", "supplier_name"], limit=0):
		person, _space, unit = row.supplier_name.rpartition(" ")
		if person and frappe.db.exists("Unit Archive", unit):
			_call(row, payee(person, unit))


def _call(row, title: str) -> None:
	"""Set the new name everywhere: a payment shows the supplier's number, which is its name on sites that name suppliers so."""
	name = row.name
	if name == row.supplier_name and not frappe.db.exists("Supplier", title):
		name = frappe.rename_doc("Supplier", name, title, force=True, show_alert=False)
	frappe.db.set_value("Supplier", name, "supplier_name", title)
