import frappe

DOCUMENTS = ("Contractor Deduction", "Deposit Release", "Parts Handover")


def execute() -> None:
	"""What earlier versions cancelled still reads "Posted", "Approved" or "Signed"."""
	for doctype in DOCUMENTS:
		row = frappe.qb.DocType(doctype)
		frappe.qb.update(row).set(row.state, "Cancelled").where(row.docstatus == 2).run()
