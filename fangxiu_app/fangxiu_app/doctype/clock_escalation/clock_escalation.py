import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _


class ClockEscalation(ProjectDocument):
	"""An escalation step that fired: written by the sweep alone (``tickets.clocks.service_sweep``), once per clock and percentage."""

	def validate(self):
		frappe.throw(_("Escalations are written by the system only and never changed."), LockedFieldError)
