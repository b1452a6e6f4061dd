from frappe.model.document import Document


class SpecialReportPhoto(Document):
	"""A photo of what the property company found; evidence once the report is filed."""
