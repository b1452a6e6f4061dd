from frappe.model.document import Document


class DefectType(Document):
	pass
