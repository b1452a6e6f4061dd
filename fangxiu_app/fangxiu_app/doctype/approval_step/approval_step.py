from frappe.model.document import Document


class ApprovalStep(Document):
	"""One signature of an approval rule: the role that gives it."""
