from frappe.model.document import Document


class ReviewItem(Document):
	"""A line of workload: claimed, verified by the engineer, approved by the cost department (R16, R18)."""
