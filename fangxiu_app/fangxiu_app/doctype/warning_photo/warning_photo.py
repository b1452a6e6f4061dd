from frappe.model.document import Document


class WarningPhoto(Document):
	"""A photo of the danger (R25)."""
