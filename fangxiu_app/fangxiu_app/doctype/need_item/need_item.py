from frappe.model.document import Document


class NeedItem(Document):
	"""Office site, fit-out or equipment the repair centre needs (R33-R35)."""
