from frappe.model.document import Document


class CompensationItem(Document):
	"""A loss: claimed by the owner, assessed, agreed."""
