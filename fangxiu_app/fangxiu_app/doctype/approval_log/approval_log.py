import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _


class ApprovalLog(ProjectDocument):
	"""One line of a document's approval: who did which step, when, over which content. Written by actions alone."""

	def validate(self):
		if not self.is_new() or not self.flags.fx_action:
			frappe.throw(
				_("The approval log is written by actions only and never changed."), LockedFieldError
			)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("The approval log cannot be deleted."), LockedFieldError)
