from frappe import throw

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _


class AffectedUnit(ProjectDocument):
	"""A further unit that a ticket's one cause has damaged: its owner is informed, and accepts, like the first one."""

	locked_fields = (
		"informed_at",
		"informed_by",
		"informed_note",
		"result",
		"accepted_at",
		"accepted_by_name",
		"acceptance_remark",
	)

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()

	def on_trash(self):
		if not (self.flags.fx_action or self.flags.fx_cleanup):
			throw(_("Affected units are taken off by the action on the ticket, with its reason."), LockedFieldError)
