import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access import kept
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import service_late_proofs, service_two_sided

NEEDED = ("briefed_on", "contracts", "risks")


class BriefingRecord(ProjectDocument):
	"""Briefing of the repair centre by the project department (交底, R39): contract relations and risk points."""

	locked_fields = service_two_sided.locked("Briefing Record")

	def before_validate(self):
		self.project = frappe.db.get_value("Delivery Batch", self.batch, "project") or self.project

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		self.check_finished()
		service_two_sided.check_kept(self)
		if self.briefed_on and getdate(self.briefed_on) > getdate(today()):
			frappe.throw(_("The briefing lies in the future. Enter its day once it was held."))
		service_late_proofs.check(self)

	def on_trash(self):
		if self.state != "Draft":
			kept.refuse_deletion(self)

	def check_finished(self):
		before = self.get_doc_before_save()
		if before and before.state == "Signed" and not self.flags.fx_action:
			frappe.throw(
				_("Briefing {0} is signed by both sides and stays as it is.").format(frappe.bold(self.name)),
				LockedFieldError,
				title=_("Signed"),
			)

	def title_in_words(self) -> str:
		return frappe.db.get_value("Delivery Batch", self.batch, "title") or self.name

	def missing_for_signature(self) -> list:
		"""What :meth:`lacks` says, when somebody signs."""
		return self.lacks()

	def lacks(self) -> list:
		"""A briefing is signed once it was held, with its contracts and risks (R39)."""
		missing = tuple(_(self.meta.get_label(name)) for name in NEEDED if not self.get(name))
		return [Violation("briefing_incomplete", (missing,))] if missing else []

	def complete(self):
		"""After the second signature: the side that signed last was asked; write rights differ between the sides."""
		self.write_by_action(ignore_permissions=True)
