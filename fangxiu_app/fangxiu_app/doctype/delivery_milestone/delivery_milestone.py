import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.files.proof_files import keep_proof
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import service_late_proofs


class DeliveryMilestone(ProjectDocument):
	"""One milestone of a delivery: its due date follows a rule; it is fulfilled by records, or by a documented proof with its file."""

	locked_fields = (
		*(
			"batch code title clause department told anchor offset_amount offset_unit due_date proof wanted".split()
		),
		"evidence",
		"history",
	)

	fixed_fields = ("manual_by",)

	def validate(self):
		self.check_project_scope()
		if not self.is_new():
			self.check_locked_fields()
		self.check_proof()
		service_late_proofs.check(self)

	def on_update(self):
		keep_proof(self, "manual_file", "evidence", f"{self.clause} {self.title}", kind="Signed Form")

	def check_proof(self):
		"""A documented proof needs its day, its description and its file, and is not changed afterwards."""
		given = [name for name in ("manual_on", "manual_note", "manual_file") if self.get(name)]
		before = self.get_doc_before_save()
		if (
			before
			and before.evidence
			and any(
				str(self.get(name) or "") != str(before.get(name) or "")
				for name in ("manual_on", "manual_note", "manual_file")
			)
		):
			frappe.throw(
				_("The documented proof is kept as evidence and cannot be changed."), LockedFieldError
			)
		if not given:
			return
		missing = [name for name in ("manual_on", "manual_note", "manual_file") if name not in given]
		if missing:
			labels = ", ".join(_(self.meta.get_label(name)) for name in missing)
			frappe.throw(_("The documented proof needs: {0}.").format(labels), title=_("Proof Incomplete"))
		if getdate(self.manual_on) > getdate(today()):
			frappe.throw(_("The proof lies in the future. Enter the day it was done."))
		self.manual_by = self.manual_by or frappe.session.user
