import frappe
from frappe import _
from frappe.utils import get_datetime

from fangxiu_app.access.project_document import LockedFieldError, ProjectDocument

FIXED_AFTER_REVIEW = (
	"plan_class important days start_at completion_at problem cause method working_hours protection effect_on_living"
	" temporary_measures"
).split()


class RepairPlan(ProjectDocument):
	"""Plan card (方案告知卡, R94-R97): reviewed if important, issued, signed by the owner, then locked."""

	locked_fields = (
		"version",
		"state",
		"reviewed_by",
		"reviewed_at",
		"issued_by",
		"issued_at",
		"signed_by",
		"signed_at",
		"signature",
		"owner_opinion",
	)

	def before_validate(self):
		row = frappe.db.get_value("Repair Ticket", self.ticket, ["project", "unit"], as_dict=True)
		if row:
			self.project, self.unit = row.project, row.unit

	def before_insert(self):
		self.version = 1 + frappe.db.count("Repair Plan", {"ticket": self.ticket})
		self.flags.fx_numbered = True

	def validate(self):
		self.check_project_scope()
		self.check_period()
		if self.flags.fx_action:
			return
		self.locked_fields = self.locked_fields[1:] if self.flags.fx_numbered else self.locked_fields
		self.check_locked_fields()
		self.check_issued()

	def check_period(self):
		if get_datetime(self.completion_at) <= get_datetime(self.start_at):
			frappe.throw(_("The agreed completion lies before the start. Correct one of the two times."))

	def check_issued(self):
		"""What the manager reviewed, the owner got or signed is not changed any more: a change is a new version."""
		before = self.get_doc_before_save()
		if not before or before.state == "Draft":
			return
		changed = [
			name for name in FIXED_AFTER_REVIEW if str(self.get(name) or "") != str(before.get(name) or "")
		]
		if changed:
			frappe.throw(
				_(
					"Plan {0} is {1}: {2} cannot be changed. Make a new version of the plan for this ticket."
				).format(
					frappe.bold(self.name),
					_(before.state),
					", ".join(_(self.meta.get_label(name)) for name in changed),
				),
				LockedFieldError,
				title=_("Plan Locked"),
			)
