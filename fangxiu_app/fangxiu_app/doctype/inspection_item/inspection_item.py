from frappe.model.document import Document


class InspectionItem(Document):
	"""One problem of a handover inspection: whose it is, and how far it is (R45)."""
