from frappe.model.document import Document


class RepairTrade(Document):
	pass
