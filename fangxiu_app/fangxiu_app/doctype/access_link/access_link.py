import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _


class AccessLink(ProjectDocument):
	"""签署链接: what somebody without an account may open and answer once (R58). Made, used and revoked by actions only."""

	def validate(self):
		self.check_project_scope()
		if not self.flags.fx_action:
			frappe.throw(
				_("Links are made and revoked on the form of the quotation, with its own buttons."),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)
