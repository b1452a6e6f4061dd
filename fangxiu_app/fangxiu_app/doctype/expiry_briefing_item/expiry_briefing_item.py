from frappe.model.document import Document


class ExpiryBriefingItem(Document):
	"""A ticket that was still open when the briefing was made (R57)."""
