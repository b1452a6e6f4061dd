from frappe.model.document import Document


class MeterReading(Document):
	"""A meter at the handover, with its photo (R48)."""
