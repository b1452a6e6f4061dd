from frappe.model.document import Document


class ComplaintTicket(Document):
	"""A repair ticket that a complaint is about."""
