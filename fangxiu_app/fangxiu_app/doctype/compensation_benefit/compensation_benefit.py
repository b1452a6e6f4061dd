from frappe.model.document import Document


class CompensationBenefit(Document):
	"""A loss: claimed by the owner, assessed, agreed."""
