from frappe.model.document import Document


class FeedbackStep(Document):
	"""A step of a defect feedback: when, by whom, and what was said (R113)."""
