from frappe.model.document import Document


class TicketHold(Document):
	pass
