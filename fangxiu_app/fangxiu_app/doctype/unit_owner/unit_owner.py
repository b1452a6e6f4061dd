from frappe.model.document import Document


class UnitOwner(Document):
	pass
