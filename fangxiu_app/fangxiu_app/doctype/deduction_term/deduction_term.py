from frappe.model.document import Document


class DeductionTerm(Document):
	"""A penalty by clause: contract only, a court may cut it (民法典 Art. 585)."""
