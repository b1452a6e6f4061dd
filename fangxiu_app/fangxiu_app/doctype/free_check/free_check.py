from frappe.model.document import Document


class FreeCheck(Document):
	pass
