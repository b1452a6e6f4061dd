from frappe.model.document import Document


class UnitArchive(Document):
	pass
