from frappe.model.document import Document


class CompanyAccounts(Document):
	pass
