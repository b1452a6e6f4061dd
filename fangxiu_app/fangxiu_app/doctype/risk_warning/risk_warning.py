import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.quality import reads_risk_warnings as reads
from fangxiu_app.quality import rules_risk_warning as rules
from fangxiu_app.quality import service_risk_warnings


class RiskWarning(ProjectDocument):
	"""风险预警: a major hidden danger or a systemic defect, notified and followed up until it is re-checked (R5, R25, R113)."""

	locked_fields = (
		"state",
		"first_due_on",
		"raised_by",
		"raised_at",
		"acknowledged_by",
		"acknowledged_at",
		"rectified_at",
		"rechecked_by",
		"closed_at",
		"rule",
		"reason",
		"cluster",
		"slot",
	)

	def before_insert(self):
		if not self.flags.fx_proposal:
			for field in self.locked_fields:
				self.set(field, self.meta.get_field(field).default)
			self.set("sisters", [])
		service_risk_warnings.prepare(self)

	def validate(self):
		self.check_project_scope()
		if not self.flags.fx_action and not self.is_new():
			self.check_locked_fields()
			self.check_said()

	def after_insert(self):
		if self.state == rules.RAISED:
			service_risk_warnings.announce(self)

	def on_update(self):
		service_risk_warnings.keep_photos(self)

	def check_said(self):
		"""After people were notified the text is fixed; photos may be added, and actions record what was done."""
		before = self.get_doc_before_save()
		self.set("follow_ups", before.follow_ups)
		self.set("sisters", before.sisters)
		if before.state != rules.PROPOSED and self.content() != before.content():
			frappe.throw(
				_(
					"Warning {0} was told to those responsible and stays as it was said. Add a follow-up, move the deadline, or withdraw it."
				).format(frappe.bold(self.name)),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)
		kept = {(row.photo, row.caption or "") for row in self.photos}
		if any((row.photo, row.caption or "") not in kept for row in before.photos):
			frappe.throw(_("A photo of a warning is evidence and stays. Add another one."), LockedFieldError)

	def content(self) -> tuple:
		"""What the warning says, as comparable values."""
		return ([str(self.get(name) or "") for name in service_risk_warnings.SAID], [(row.unit, row.unit_code or "") for row in self.units])

	def told(self) -> list:
		"""The messages that announced it, as printed on it: recipient, channel and time."""
		return reads.told(self.name, f"{self.name} raised")

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("A warning is kept. Withdraw it with the reason."), LockedFieldError)
