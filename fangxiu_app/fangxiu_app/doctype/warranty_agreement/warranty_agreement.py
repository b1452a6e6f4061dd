from frappe.model.document import Document


class WarrantyAgreement(Document):
	pass
