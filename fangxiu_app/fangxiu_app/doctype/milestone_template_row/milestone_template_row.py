from frappe.model.document import Document


class MilestoneTemplateRow(Document):
	"""One milestone as a rule: offset, department, clause, proof."""
