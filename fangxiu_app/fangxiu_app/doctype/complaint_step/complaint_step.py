from frappe.model.document import Document


class ComplaintStep(Document):
	"""One step of handling a complaint: who, when, how, what was said."""
