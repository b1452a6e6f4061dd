"""Payment reviews and compensations: made from a bill, signed by the owner (R18, R110)."""

import frappe

from fangxiu_app.access import roles
from fangxiu_app.access.scope import check_project


@frappe.whitelist(methods=["POST"])
def review(purchase_invoice: str) -> str:
	"""A draft review of a repair bill, with its workload lines; returns its name."""
	frappe.has_permission("Repair Payment Review", "create", throw=True)
	project = frappe.db.get_value("Purchase Invoice", purchase_invoice, "project")
	check_project(project, "Repair Payment Review")
	values = {"doctype": "Repair Payment Review", "purchase_invoice": purchase_invoice, "project": project}
	return frappe.get_doc(values).insert().name


@frappe.whitelist(methods=["POST"])
def sign_compensation(compensation: str, signed_by: str, signed_on: str, file: str) -> str:
	"""Record the signed settlement agreement; returns the Purchase Invoice that pays the owner."""
	frappe.only_for((roles.MANAGER, roles.CUSTOMER_SERVICE, roles.CS_HEAD), message=True)
	frappe.has_permission("Compensation", "read", compensation, throw=True)
	doc = frappe.get_doc("Compensation", compensation, for_update=True)
	return doc.sign(signed_by, signed_on, file)
