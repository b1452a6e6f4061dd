from frappe.model.document import Document


class ContractorSuspension(Document):
	"""From when to when a contractor got no new work, why, and why it ended (R112)."""
