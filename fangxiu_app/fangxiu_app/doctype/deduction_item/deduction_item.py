from frappe.model.document import Document


class DeductionItem(Document):
	"""A line of a deduction: cost, surcharge or penalty, with what was claimed beside it (R111)."""
