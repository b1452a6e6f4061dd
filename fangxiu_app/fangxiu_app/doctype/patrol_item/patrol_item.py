from frappe.model.document import Document


class PatrolItem(Document):
	"""What to look at under one aspect of a patrol (R100)."""
