from frappe.model.document import Document


class AgreementTalk(Document):
	"""A talk with the contractor before the agreement is signed (保修协议约谈, R27)."""
