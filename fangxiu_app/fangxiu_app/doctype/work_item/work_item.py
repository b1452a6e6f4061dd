from frappe.model.document import Document


class WorkItem(Document):
	"""A line of work: ordered, claimed by the third party, verified by the engineer (R16)."""
