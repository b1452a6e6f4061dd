from frappe.model.document import Document


class FreeCheckItem(Document):
	pass
