from frappe.model.document import Document


class AgreementScope(Document):
	pass
