from frappe.model.document import Document


class FangxiuSettings(Document):
	pass
