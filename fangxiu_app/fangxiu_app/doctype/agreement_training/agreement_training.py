from frappe.model.document import Document


class AgreementTraining(Document):
	"""A training of the contractor's staff; at least two are wanted (R30)."""
