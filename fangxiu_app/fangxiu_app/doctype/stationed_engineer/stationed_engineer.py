from frappe.model.document import Document


class StationedEngineer(Document):
	"""An engineer stationed at the project department (R21, R22)."""
