import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _


class PhoneEntry(ProjectDocument):
	"""One entry of an engineer's phone, taken once: its name is the key the phone gave it."""

	def validate(self):
		if not self.flags.fx_action:
			frappe.throw(_("Phone entries are written by the page My Day only."), LockedFieldError)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("Phone entries cannot be deleted."), LockedFieldError)
