from frappe.model.document import Document


class MilestoneDueChange(Document):
	"""A due date a milestone had before its delivery moved."""
