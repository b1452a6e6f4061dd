from frappe.model.document import Document


class CorrectionFault(Document):
	"""A fault the contractor has to correct."""
