from frappe.model.document import Document


class SpecialReportRoute(Document):
	"""A department to be asked about a special report: who, in which turn, within how many working days."""
