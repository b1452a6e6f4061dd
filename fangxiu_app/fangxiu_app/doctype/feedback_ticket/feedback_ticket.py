from frappe.model.document import Document


class FeedbackTicket(Document):
	"""A repair ticket that showed the defect of a feedback (R113)."""
