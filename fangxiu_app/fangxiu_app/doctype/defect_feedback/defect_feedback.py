import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.quality import rules_defect_feedback as rules
from fangxiu_app.quality import service_defect_feedback as service


class DefectFeedback(ProjectDocument):
	"""缺陷反馈: a defect given back to the department that can prevent it, until its effect is checked and later projects know (R113)."""

	locked_fields = (
		"state",
		"classification",
		"department",
		"answer_due",
		"cause",
		"measure_here",
		"here_due",
		"here_by",
		"measure_later",
		"later_due",
		"later_by",
		"done_file",
		"done_without",
		"result",
		"checked_on",
		"checked_by",
		"effect",
		"lesson",
		"raised_by",
		"raised_at",
		"answered_by",
		"answered_at",
		"closed_at",
	)

	def onload(self):
		self.set_onload("answer_due", service.usual_due())

	def before_insert(self):
		for field in self.locked_fields:
			self.set(field, self.meta.get_field(field).default)
		service.prepare(self)

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action:
			return
		if not self.is_new():
			self.check_locked_fields()
			self.check_answered()
		service.describe(self)

	def check_answered(self):
		"""What a department answered stays what it was about; its steps are written by the actions alone."""
		before = self.get_doc_before_save()
		self.set("steps", before.steps)
		if before.state not in rules.EDITABLE and self.content() != before.content():
			frappe.throw(
				_(
					"Feedback {0} was answered and stays as it was asked. Add a follow-up, or raise another feedback."
				).format(frappe.bold(self.name)),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)

	def content(self) -> tuple:
		"""What the feedback is about, as comparable values."""
		return ([str(self.get(name) or "") for name in service.ABOUT], [row.ticket for row in self.tickets])

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("A feedback is kept. Withdraw it with the reason."), LockedFieldError)
