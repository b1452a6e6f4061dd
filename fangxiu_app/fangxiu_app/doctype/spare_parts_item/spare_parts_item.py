from frappe.model.document import Document


class SparePartsItem(Document):
	"""One part of a spare parts list (R36); its name is what vouchers carry in ``fx_spare_parts_row``."""
