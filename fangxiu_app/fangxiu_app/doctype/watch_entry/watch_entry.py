import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.access.roles import MANAGER, SUPERVISOR
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.site_work import reads_work


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
		if self.kind in ("Watch", "Release") and not self.flags.fx_action:
			frappe.only_for((SUPERVISOR, MANAGER), message=True)
			self.check_list()

	def check_list(self):
		"""A ticket is put on the list once, and taken off it only where somebody had put it on."""
		if (self.kind == "Watch") != reads_work.on_watch_list(self.ticket):
			return
		text = (
			_("Ticket {0} is on the watch list already. Record an instruction instead.")
			if self.kind == "Watch"
			else _(
				"Nobody put ticket {0} on the watch list by hand: it leaves the list when its reason is gone."
			)
		)
		frappe.throw(text.format(frappe.bold(self.ticket)), RefusedError, title=_("Not Possible Yet"))

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("What was written down stays. Add another entry."), LockedFieldError)
