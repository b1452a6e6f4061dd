from frappe.model.document import Document


class PartsHandoverItem(Document):
	"""One part that changes hands."""
