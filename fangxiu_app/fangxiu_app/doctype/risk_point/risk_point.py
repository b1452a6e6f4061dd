from frappe.model.document import Document


class RiskPoint(Document):
	"""One major risk the project department knows of (R39)."""
