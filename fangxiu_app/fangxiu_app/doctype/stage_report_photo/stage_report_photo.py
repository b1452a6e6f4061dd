from frappe.model.document import Document


class StageReportPhoto(Document):
	"""A photo chosen for a report: always an Evidence Item, so that its original is kept and hashed."""
