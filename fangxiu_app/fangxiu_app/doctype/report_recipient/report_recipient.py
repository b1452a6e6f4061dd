from frappe.model.document import Document


class ReportRecipient(Document):
	"""Who gets a kind of report of a project: everybody with a role there, a user, or an e-mail address."""
