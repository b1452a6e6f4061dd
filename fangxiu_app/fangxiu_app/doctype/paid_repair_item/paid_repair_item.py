from frappe.model.document import Document


class PaidRepairItem(Document):
	"""A line of a paid repair's quotation: labour, or a part from the store."""
