from frappe.model.document import Document


class WarrantyItem(Document):
	pass
