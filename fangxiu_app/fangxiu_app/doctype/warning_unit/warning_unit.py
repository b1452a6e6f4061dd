from frappe.model.document import Document


class WarningUnit(Document):
	"""A unit a risk warning is about (R25)."""
