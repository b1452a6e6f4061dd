from frappe.model.document import Document


class UnitTenant(Document):
	pass
