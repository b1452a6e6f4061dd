from frappe.model.document import Document


class RepairPlan(Document):
	pass
