import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _


class OutboxMessage(ProjectDocument):
	"""One message to one recipient on one channel: written and sent by the outbox alone (``messaging.outbox``)."""

	def validate(self):
		if not self.flags.fx_action:
			frappe.throw(_("Messages are written and sent by the system only."), LockedFieldError)
