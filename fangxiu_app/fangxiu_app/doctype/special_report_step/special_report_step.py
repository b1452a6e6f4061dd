from frappe.model.document import Document


class SpecialReportStep(Document):
	"""A line of the handling record of a special report; written by actions."""
