from frappe.model.document import Document


class WarningFollowup(Document):
	"""A line of what was done about a risk warning (R25)."""
