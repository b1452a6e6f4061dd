import frappe
from frappe.utils import get_datetime

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.clocks import service_follow_ups


class RainEvent(ProjectDocument):
	"""A day of rain on an estate: every leak repaired lately then gets a follow-up call again (R108; industry practice)."""

	def validate(self):
		self.check_project_scope()
		if self.is_new():
			self.ended_at = get_datetime(self.ended_at).replace(microsecond=0)
			refuse(service_follow_ups.check_rain(self.ended_at))
		elif self.tickets != self.get_doc_before_save().tickets:
			frappe.throw(_("The number of follow-ups is counted, not entered."), LockedFieldError)

	def after_insert(self):
		self.db_set("tickets", service_follow_ups.rained(self.project, self.ended_at), update_modified=False)
