from frappe.model.document import Document


class ComplaintUnit(Document):
	"""A household that complains about the same thing."""
