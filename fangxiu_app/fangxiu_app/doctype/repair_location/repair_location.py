from frappe.model.document import Document


class RepairLocation(Document):
	pass
