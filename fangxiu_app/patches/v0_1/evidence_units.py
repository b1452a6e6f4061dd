"""Evidence of earlier versions gets the code of its unit, which its list shows."""

import frappe

#: Field of the evidence → the document it belongs to, which names a unit.
SOURCES = {
	"ticket": "Repair Ticket",
	"inspection": "Handover Inspection",
	"transfer": "Unit Transfer",
	"complaint": "Customer Complaint",
}


def execute() -> None:
	"""Idempotent; a code that stands there stays."""
	evidence = frappe.qb.DocType("Evidence Item")
	for field, doctype in SOURCES.items():
		source = frappe.qb.DocType(doctype)
		query = frappe.qb.update(evidence).join(source).on(source.name == evidence[field])
		query.set(evidence.unit_code, source.unit_code).where(evidence.unit_code.isnull()).run()
