from frappe.model.document import Document


class CompensationPhoto(Document):
	"""A loss: claimed by the owner, assessed, agreed."""
