"""Lines of deductions name their third-party order themselves; before, the head of the deduction did."""

import frappe


def execute():
	"""Take the order from the head's old column; the first line of a deduction that stands holds the source's key."""
	if not frappe.db.has_column("Contractor Deduction", "third_party_order"):
		return
	head, row = frappe.qb.DocType("Contractor Deduction"), frappe.qb.DocType("Deduction Item")
	for name, order, docstatus, state in (
		frappe.qb.from_(head)
		.select(head.name, head.third_party_order, head.docstatus, head.state)
		.where(head.third_party_order.isnotnull() & (head.third_party_order != ""))
	).run():
		lines = (row.parent == name) & row.source_name.isnull()
		source = frappe.qb.update(row).set(row.source_type, "Third Party Order").set(row.source_name, order)
		source.where(lines).run()
		if docstatus < 2 and state not in ("Withdrawn", "Reversed"):
			key = frappe.qb.update(row).set(row.source_key, f"Third Party Order|{order}")
			key.where((row.parent == name) & (row.idx == 1)).run()
