import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _


class UnitImport(ProjectDocument):
	"""The import of a long unit list into the archive (R6, R41): by whom, its progress, its result.

	Written by the import alone; it outlives the worker that carries it out (adr/0073).
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
