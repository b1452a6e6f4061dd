from frappe.model.document import Document


class ExpiryRepairDay(Document):
	"""A day on which a contractor repairs what owners have reported, with people and material (R56)."""
