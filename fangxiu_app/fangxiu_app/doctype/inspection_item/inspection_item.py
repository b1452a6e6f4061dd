from frappe.model.document import Document


class InspectionItem(Document):
	"""One problem of a handover inspection: who is responsible, and its state (R45)."""
