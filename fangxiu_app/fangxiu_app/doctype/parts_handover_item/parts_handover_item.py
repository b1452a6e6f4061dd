from frappe.model.document import Document


class PartsHandoverItem(Document):
	"""One part that is handed over."""
