from frappe.model.document import Document


class QualityWarranty(Document):
	pass
