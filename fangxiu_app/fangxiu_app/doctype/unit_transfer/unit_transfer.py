import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import service_entered_days, service_handover, service_transfer, service_two_sided
from fangxiu_app.estate import service_places


class UnitTransfer(ProjectDocument):
	"""交接单: a unit goes from the project department to the repair centre, signed by both (R46, R49, R50)."""

	def before_validate(self):
		unit = frappe.db.get_value("Unit Archive", self.unit, ["project", "unit_code"], as_dict=True)
		if unit:
			self.project, self.unit_code = unit.project, unit.unit_code
		if self.is_new():
			service_places.check_private(self.unit)
			self.state = "Draft"

	def validate(self):
		self.check_project_scope()
		self.locked_fields = tuple(
			df.fieldname for df in self.meta.fields if df.read_only and df.fieldname not in service_transfer.DERIVED
		)
		self.check_locked_fields()
		self.check_finished()
		service_two_sided.check_kept(self)
		service_handover.check_meters(self)
		service_transfer.check_kind(self)
		service_transfer.prepare(self)

	def on_trash(self):
		if self.state == "Handed Over" and not self.flags.fx_cleanup:
			frappe.throw(_("A signed handover is a record and cannot be deleted."), LockedFieldError)

	def check_finished(self):
		before = self.get_doc_before_save()
		if before and before.state == "Handed Over" and not self.flags.fx_action:
			frappe.throw(
				_("Handover {0} is signed by both sides and stays as it is.").format(frappe.bold(self.name)),
				LockedFieldError,
				title=_("Signed"),
			)

	def title_in_words(self) -> str:
		return self.unit_code

	def lacks(self) -> list:
		"""What stands against a signature of either side."""
		return service_transfer.problems(self)

	def missing_for_signature(self) -> list:
		"""The same, when somebody signs, and who does not sign what they stand for already."""
		return [*self.lacks(), *service_entered_days.vouched_by_signer(self)]

	def complete(self):
		"""After the second signature."""
		service_transfer.complete(self)
