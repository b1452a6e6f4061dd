import frappe
from frappe.model import no_value_fields

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.sealing import plain
from fangxiu_app.core.wording import _
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports import service_special_reports

#: What the property company writes, and rows of it: fixed while the report is with the developer.
FILED = "subject reason reason_note urgency unit customer_name phone customer_request facts proposal warranty_item".split()
FILED_ROWS = ("tickets", "photos", "routing")
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
		"customer_share",
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
		self.mark_made(())

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
			self.mark_made(row.ticket for row in before.tickets if row.made)
			service_special_reports.fill(self)
		else:
			self.check_filed(before)

	def on_update(self):
		service_special_reports.keep_photos(self)

	def take_project(self):
		if self.unit:
			self.project = frappe.db.get_value("Unit Archive", self.unit, "project") or self.project

	def mark_made(self, made):
		"""What was made from a decision is known by the action that made it, and stays in the list."""
		made = set(made)
		for row in self.tickets:
			row.made = int(row.ticket in made)
		gone = sorted(made - {row.ticket for row in self.tickets})
		if gone:
			frappe.throw(
				_("Repair ticket {0} was made from the decision and stays in the list. Put its row back.").format(frappe.bold(gone[0])),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)

	def check_filed(self, before):
		"""What the departments were asked about stays as they read it."""
		changed = any(self._differs(self.meta.get_field(name), before.get(name), self.get(name)) for name in FILED)
		changed = changed or any(_cells(self, table) != _cells(before, table) for table in FILED_ROWS)
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


def _cells(doc, table: str) -> list[list[str]]:
	"""What stands in the rows of a table, whatever of it a request names."""
	fields = [df for df in frappe.get_meta(doc.meta.get_field(table).options).fields if df.fieldtype not in no_value_fields]
	return [[plain(row.get(df.fieldname)) for df in fields] for row in doc.get(table)]
