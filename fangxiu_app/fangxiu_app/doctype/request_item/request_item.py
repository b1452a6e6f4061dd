from frappe.model.document import Document


class RequestItem(Document):
	pass
