import frappe
from frappe.utils import get_datetime

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.site_work import service_corrections


class CorrectionNotice(ProjectDocument):
	"""维修整改通知单: faults a patrol or spot check found, what the contractor has to do by when, and the re-checks (R14, R100)."""

	locked_fields = (
		"state",
		"round",
		"issued_at",
		"issued_by",
		"served_how",
		"served_to",
		"served_at",
		"service_proof",
		"closed_at",
		"withdraw_reason",
	)

	fixed_fields = ("unit", "unit_code")

	def before_validate(self):
		row = frappe.db.get_value(
			"Repair Ticket", self.ticket, ["project", "unit", "unit_code", "contractor"], as_dict=True
		)
		if row and self.is_new():
			self.project, self.unit, self.unit_code = row.project, row.unit, row.unit_code
			self.contractor = self.contractor or row.contractor

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action:
			return
		self.check_locked_fields()
		if self.is_new():
			service_corrections.issue(self)
		else:
			self.check_served()

	def check_served(self):
		"""An issued notice is not changed any more: what is wrong is withdrawn. Rounds are written by re-checks."""
		before = self.get_doc_before_save()
		self.set("rounds", before.rounds)
		if self.content() != before.content():
			frappe.throw(
				_(
					"Notice {0} is {1}: its faults, demand and due time stay as issued. Have it withdrawn, and issue another."
				).format(frappe.bold(self.name), _(before.state)),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)

	def content(self) -> tuple:
		"""What the notice says, as comparable values."""
		faults = [(row.aspect, row.fault) for row in self.faults]
		return (faults, self.demand, get_datetime(self.due_at))
