import frappe
from frappe import _
from frappe.utils import validate_email_address

from fangxiu_app.access.project_document import ProjectDocument


class ReportSchedule(ProjectDocument):
	"""When a project's report of one kind is drafted, and who gets it once it is issued (R43, R105)."""

	def validate(self):
		self.check_project_scope()
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
