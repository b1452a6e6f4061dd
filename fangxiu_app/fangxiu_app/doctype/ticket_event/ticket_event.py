from frappe.model.document import Document


class TicketEvent(Document):
	pass
