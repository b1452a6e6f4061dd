import frappe
from frappe import _

from fangxiu_app.access.project_document import LockedFieldError, ProjectDocument


class UnitImport(ProjectDocument):
	"""A long unit list on its way into the archive (R6, R41): who gave it in, how far it is, what came of it.

	Written by the import alone; it lives longer than the worker that carries it out (adr/0073).
	"""

	def validate(self):
		if not self.flags.fx_action:
			frappe.throw(
				_("Imports are recorded by the import itself. Start one from the list of units."),
				LockedFieldError,
			)

	def on_trash(self):
		if self.state == "Running" and not self.flags.fx_cleanup:
			frappe.throw(_("This import is still running. Wait for its end."), LockedFieldError)
