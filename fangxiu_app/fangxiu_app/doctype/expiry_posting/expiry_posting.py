from frappe.model.document import Document


class ExpiryPosting(Document):
	"""A poster of the friendly notice, where it hangs, with its photo (R53)."""
