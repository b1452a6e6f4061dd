from frappe.model.document import Document


class ServiceProof(Document):
	"""How, when and by whom a letter was received (R109)."""
