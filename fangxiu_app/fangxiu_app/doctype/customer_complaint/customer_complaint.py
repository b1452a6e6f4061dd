import frappe

from fangxiu_app.approvals import service_approvals
from fangxiu_app.complaints import reads_complaints as reads
from fangxiu_app.complaints import rules_complaint, service_complaint_news, service_complaints
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.estate import reads_shared_text

#: What the customer said stays as it was said; the tables are written by actions and the sweep.
SAID = ("complaint_text",)
WRITTEN = ("steps", "clocks")


class CustomerComplaint(ProjectDocument):
	"""客户投诉: one owner, limits by level, answers that are approved, confirmed by the customer (R15, R75, R110)."""

	locked_fields = (
		"state",
		"level",
		"case_owner",
		"next_due_at",
		"next_clock",
		"escalated_to",
		"escalated_at",
		"request",
		"confirmed_at",
		"confirmed_way",
		"confirmed_note",
		"confirmed_evidence",
		"registered_by",
		"contacted_at",
		"first_replied_at",
		"answered_at",
		"closed_at",
		"reopened",
	)

	def before_validate(self):
		if self.unit:
			self.project = frappe.db.get_value("Unit Archive", self.unit, "project") or self.project

	def before_insert(self):
		for field in set(self.locked_fields) - {"level", "case_owner", *(("request",) if self.flags.fx_action else ())}:
			self.set(field, self.meta.get_field(field).default)
		service_complaints.fill_rows(self)
		service_complaints.prepare(self)

	def validate(self):
		self.check_project_scope()
		service_complaints.check_tickets(self, None if self.is_new() else self.get_doc_before_save())
		service_complaints.fill_rows(self)
		if not self.flags.fx_action and not self.is_new():
			self.check_locked_fields()
			self.check_said()
			service_complaints.keep_facts(self, self.get_doc_before_save())
			service_complaints.keep_level(self)
		self.check_lessons()

	def check_lessons(self):
		"""What was learnt is read beyond the case: it names no unit and nobody, when it is written and when the case is closed with it."""
		closed = self.state == rules_complaint.CLOSED and self.has_value_changed("state")
		if self.lessons and (closed or self.is_new() or self.has_value_changed("lessons")):
			refuse(reads_shared_text.violations(self.doctype, self.project, {"lessons": self.lessons}, (self.complainant or "",)))

	def after_insert(self):
		service_complaint_news.new(self)

	def on_update(self):
		service_complaints.mark_tickets(self)

	def check_said(self):
		"""An ended case stays as it is; of an open one the customer's words stay, and the record is written by actions."""
		before = self.get_doc_before_save()
		if before.state in rules_complaint.ENDED:
			refuse([Violation("complaint_ended", (self.name, before.state))], LockedFieldError)
		for table in WRITTEN:
			self.set(table, before.get(table))
		if any((self.get(field) or "") != (before.get(field) or "") for field in SAID):
			frappe.throw(
				_(
					"What the customer said stays as it was written down. Write what became known since under What the Investigation Found, or as a follow-up entry."
				),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)

	def before_print(self, settings=None):
		"""Nobody prints an answer that does not say any more what was signed."""
		for row in reads.answers(self.name):
			if row.docstatus == 1:
				service_approvals.check_intact("Complaint Answer", row.name)

	def answers(self) -> list:
		"""All answers with their approval, as printed on the handling form."""
		return reads.answers(self.name)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("A complaint is kept. Withdraw it with the reason."), LockedFieldError)
