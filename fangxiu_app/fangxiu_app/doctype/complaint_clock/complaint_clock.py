from frappe.model.document import Document


class ComplaintClock(Document):
	"""A limit of a complaint, and whether it was met."""
