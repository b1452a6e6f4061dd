import frappe
from frappe.utils import getdate, validate_email_address

from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.reports import service_stage_reports


class ReportSchedule(ProjectDocument):
	"""When a project's report of one kind is drafted, and who gets it once it is issued (R43, R105)."""

	def onload(self):
		"""The form says when the last report comes."""
		self.set_onload("last_report", service_stage_reports.last_words(self))

	def validate(self):
		self.check_project_scope()
		if self.starts_on and self.until and getdate(self.until) < getdate(self.starts_on):
			frappe.throw(
				_("{0} is before {1}. Enter a later day, or take the mark {2} away.").format(
					*(
						frappe.bold(_(self.meta.get_label(field)))
						for field in ("until", "starts_on", "enabled")
					)
				)
			)
		for row in self.recipients:
			self.check_recipient(row)

	def check_recipient(self, row):
		field = {"Role": "role", "User": "user", "E-mail": "email"}[row.recipient_kind]
		if not row.get(field):
			frappe.throw(
				_("Row {0}: fill in {1}.").format(row.idx, frappe.bold(_(row.meta.get_label(field))))
			)
		if row.recipient_kind == "E-mail" and not validate_email_address(row.email):
			frappe.throw(
				_("Row {0}: {1} is no e-mail address. Correct it.").format(row.idx, frappe.bold(row.email))
			)
