"""Owners who are paid compensations, as ERPNext's suppliers: earlier names are replaced by readable ones."""

import frappe

from fangxiu_app.finance.purchase import payee


def rename() -> None:
	"""Those who were called by their unit's key get the unit as people say it; run by a patch, again without harm."""
	owners = {"fx_contractor_kind": "Owner", "supplier_type": "Individual"}
	for row in frappe.get_all("Supplier", owners, ["name", "supplier_name"], limit=0):
		person, _space, unit = row.supplier_name.rpartition(" ")
		if person and frappe.db.exists("Unit Archive", unit):
			_call(row, payee(person, unit))


def _call(row, title: str) -> None:
	"""Everywhere: a payment shows the supplier's number, which is the name where the site numbers suppliers by it."""
	name = row.name
	if name == row.supplier_name and not frappe.db.exists("Supplier", title):
		name = frappe.rename_doc("Supplier", name, title, force=True, show_alert=False)
	frappe.db.set_value("Supplier", name, "supplier_name", title)
