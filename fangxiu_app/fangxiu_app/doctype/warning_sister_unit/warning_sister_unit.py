from frappe.model.document import Document


class WarningSisterUnit(Document):
	"""A unit likely to have the same defect: looked at before its owner calls (R113)."""
