from frappe.model.document import Document


class LetterTicket(Document):
	"""A ticket that a letter is about."""
