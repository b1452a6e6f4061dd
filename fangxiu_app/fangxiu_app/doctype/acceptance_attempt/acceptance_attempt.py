from frappe.model.document import Document


class AcceptanceAttempt(Document):
	"""One try to get the owner to accept (R46)."""
