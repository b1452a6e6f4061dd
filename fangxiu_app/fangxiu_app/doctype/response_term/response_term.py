from frappe.model.document import Document


class ResponseTerm(Document):
	"""Hours and days the contractor has promised, by urgency and class of work."""
