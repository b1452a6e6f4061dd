from frappe.model.document import Document


class TicketClock(Document):
	pass
