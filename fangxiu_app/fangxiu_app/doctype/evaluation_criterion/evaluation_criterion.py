from frappe.model.document import Document


class EvaluationCriterion(Document):
	"""A line of the monthly evaluation sheet: a figure, a score or a veto item, with its weight (R112)."""
