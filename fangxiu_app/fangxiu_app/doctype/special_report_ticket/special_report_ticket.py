from frappe.model.document import Document


class SpecialReportTicket(Document):
	"""A repair ticket that a special report is about, or that was made from its decision."""
