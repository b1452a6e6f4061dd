from frappe.model.document import Document


class ContractorTrade(Document):
	"""A trade a registered contractor works in."""
