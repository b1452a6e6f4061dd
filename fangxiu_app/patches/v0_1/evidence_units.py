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
		document = frappe.qb.DocType(doctype)
		# under another name: of two columns unit_code the database does not know which one is set
		source = frappe.qb.from_(document).select(document.name, document.unit_code.as_("code")).as_("source")
		query = frappe.qb.update(evidence).join(source).on(source.name == evidence[field])
		query.set(evidence.unit_code, source.code).where(evidence.unit_code.isnull()).run()
