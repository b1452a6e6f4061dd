import frappe
from frappe import _

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports import service_special_reports

#: What the property company writes, and rows of it: fixed while the report is with the developer.
FILED = "subject reason reason_note urgency unit customer_name phone customer_request facts proposal warranty_item".split()
FILED_ROWS = {"tickets": ("ticket",), "photos": ("photo", "caption"), "routing": ("department", "person", "turn", "days")}
#: Tables that actions alone write.
WRITTEN = ("opinions", "steps")


class SpecialReport(ProjectDocument):
	"""文电阅处单: what is out of warranty and cannot be settled goes to the developer's departments; the customer is answered (R60)."""

	locked_fields = (
		"state",
		"next_due_on",
		"filed_by",
		"filed_at",
		"answer_due",
		"owner_until",
		"warranty_answer",
		"round",
		"decision",
		"decision_text",
		"decision_due",
		"decided_by",
		"decided_at",
		"answered_at",
		"answered_way",
		"answered_by",
		"answer_text",
		"answer_evidence",
		"closed_at",
	)

	def before_validate(self):
		self.take_project()

	def before_insert(self):
		self.take_project()  # the number begins with it
		for field in self.locked_fields:
			self.set(field, self.meta.get_field(field).default)
		for table in WRITTEN:
			self.set(table, [])

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action:
			return
		if self.is_new():
			service_special_reports.fill(self)
			return
		before = self.get_doc_before_save()
		for table in WRITTEN:
			self.set(table, before.get(table))
		self.check_locked_fields()
		if before.state in rules.EDITABLE:
			service_special_reports.fill(self)
		else:
			self.check_filed(before)

	def on_update(self):
		service_special_reports.keep_photos(self)

	def take_project(self):
		if self.unit:
			self.project = frappe.db.get_value("Unit Archive", self.unit, "project") or self.project

	def check_filed(self, before):
		"""What the departments were asked about stays as they read it."""
		changed = any(self._differs(self.meta.get_field(name), before.get(name), self.get(name)) for name in FILED)
		for table, names in FILED_ROWS.items():
			mine, theirs = ([[str(row.get(name) or "") for name in names] for row in doc.get(table)] for doc in (self, before))
			changed = changed or mine != theirs
		if changed:
			frappe.throw(
				_(
					"The departments were asked about the report as it was filed. Add what became known as a follow-up entry, or withdraw the report."
				),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)

	def late_by(self) -> int:
		"""Days by which the answer was late, for the printed form."""
		return reads.late_by(self)

	def names_of_people(self) -> dict[str, str]:
		"""Full names of everybody the report names, for the printed form."""
		return reads.names_of_people(self)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("A special report is kept. Withdraw it with the reason."), LockedFieldError)
