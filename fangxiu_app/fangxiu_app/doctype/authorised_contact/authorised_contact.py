from frappe.model.document import Document


class AuthorisedContact(Document):
	"""Who may act for the contractor, and where notices are served (授权委托书, R31)."""
