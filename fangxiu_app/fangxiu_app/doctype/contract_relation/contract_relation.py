from frappe.model.document import Document


class ContractRelation(Document):
	"""One contractor of the estate: scope, terms, deposit, contact (R39)."""
