import frappe
from frappe import _

from fangxiu_app.access.project_document import LockedFieldError, ProjectDocument


class ClockEscalation(ProjectDocument):
	"""An escalation step that fired: written by the sweep alone (``repair.sweep``), once per clock and percentage."""

	def validate(self):
		frappe.throw(_("Escalations are written by the system only and never changed."), LockedFieldError)
