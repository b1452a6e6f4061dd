from frappe.model.document import Document


class OwnerContact(Document):
	pass
