from frappe.model.document import Document


class EvidenceItem(Document):
	pass
