from frappe.model.document import Document


class SpotCheckItem(Document):
	"""A ticket chosen for a spot check, and the visit that did it."""
