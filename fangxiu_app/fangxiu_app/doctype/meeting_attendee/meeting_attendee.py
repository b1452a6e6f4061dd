from frappe.model.document import Document


class MeetingAttendee(Document):
	"""Who was there, from which company."""
