from frappe.model.document import Document


class ReleaseCheck(Document):
	"""A line of the joint check before a deposit is given back (practice 3.3)."""
