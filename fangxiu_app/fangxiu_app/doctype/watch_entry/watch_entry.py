import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.access.roles import MANAGER, SUPERVISOR


class WatchEntry(ProjectDocument):
	"""督办记录: a ticket put on the manager's watch list or taken off it, and what was urged or decided (R101, R104)."""

	def before_validate(self):
		row = frappe.db.get_value("Repair Ticket", self.ticket, ["project", "unit_code"], as_dict=True)
		if row and self.is_new():
			self.project, self.unit_code = row.project, row.unit_code
			self.at, self.by = now_datetime().replace(microsecond=0), frappe.session.user

	def validate(self):
		self.check_project_scope()
		if not self.is_new():
			frappe.throw(_("What was written down stays. Add another entry."), LockedFieldError)
		if self.kind in ("Watch", "Release"):
			frappe.only_for((SUPERVISOR, MANAGER), message=True)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("What was written down stays. Add another entry."), LockedFieldError)
