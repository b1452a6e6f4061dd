from frappe.model.document import Document


class UnitMeter(Document):
	pass
