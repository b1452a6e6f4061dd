from frappe.model.document import Document


class ResponsibilityRow(Document):
	"""Who is responsible, helps and is told (R32)."""
