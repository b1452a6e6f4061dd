from frappe.model.document import Document


class CorrectionRound(Document):
	"""One re-check of a correction notice: when it was due, when it was looked at, with which result."""
