from frappe.model.document import Document


class SpecialReportOpinion(Document):
	"""The opinion of one person of a department in one circulation of a special report; written by actions."""
