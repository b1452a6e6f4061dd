from frappe.model.document import Document


class EvaluationScore(Document):
	"""A line of one evaluation, as the sheet was when it was drafted."""
