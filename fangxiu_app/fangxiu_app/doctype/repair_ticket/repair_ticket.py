from frappe.model.document import Document


class RepairTicket(Document):
	pass
