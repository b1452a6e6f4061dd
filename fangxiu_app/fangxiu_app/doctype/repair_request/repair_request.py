from frappe.model.document import Document


class RepairRequest(Document):
	pass
