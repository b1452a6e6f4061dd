from frappe.model.document import Document


class PatrolScope(Document):
	"""Which work a patrol checklist is for: a defect type, or a whole trade."""
