from frappe.model.document import Document


class VisitCheck(Document):
	pass
