from frappe.model.document import Document


class WarrantyTerm(Document):
	pass
