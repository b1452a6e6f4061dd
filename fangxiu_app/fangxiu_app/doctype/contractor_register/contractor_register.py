from frappe.model.document import Document


class ContractorRegister(Document):
	"""Who may be dispatched and ordered (R9, R112): trades, papers and their validity, rating, suspension."""
