from frappe.model.document import Document


class OrderQuotation(Document):
	"""A price offered for the work of a third-party order."""
