from frappe.model.document import Document


class WarningRuleRecipient(Document):
	"""A role that hears of the proposals of a warning rule (R113)."""
