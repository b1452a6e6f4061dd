import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _


class CustodyEntry(ProjectDocument):
	"""An entry of the chain of hashes and of the custody log: written by ``evidence.service_custody`` alone (R109)."""

	def validate(self):
		frappe.throw(_("The custody log is written by the system only and never changed."), LockedFieldError)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("The custody log cannot be deleted."), LockedFieldError)
