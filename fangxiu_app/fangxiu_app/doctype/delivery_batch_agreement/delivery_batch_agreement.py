from frappe.model.document import Document


class DeliveryBatchAgreement(Document):
	"""One warranty agreement a delivery batch needs."""
