from frappe.model.document import Document


class PresigningMeeting(Document):
	"""A meeting with the contractor before the agreement is signed (保修协议约谈, R27)."""
