from frappe.model.document import Document


class ReleaseCheck(Document):
	"""A line of the joint check before a deposit is given back (建质〔2017〕138号, article 11: the employer checks together with the contractor)."""
