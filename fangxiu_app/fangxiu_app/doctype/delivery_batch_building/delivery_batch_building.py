from frappe.model.document import Document


class DeliveryBatchBuilding(Document):
	"""One building of a delivery batch."""
