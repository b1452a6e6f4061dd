from frappe.model.document import Document


class AgreementWorker(Document):
	"""A line of the contractor's roster of warranty workers (维修工人花名册, R31)."""
