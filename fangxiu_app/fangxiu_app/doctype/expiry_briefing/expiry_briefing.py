import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.expiry import reads_expiry


class ExpiryBriefing(ProjectDocument):
	"""到期遗留问题书面交底: what is still open in a unit, signed by its owner and the contractor, and kept (R57)."""

	def onload(self):
		"""The owner's name, which the dialog of his signature begins with."""
		self.set_onload("owner_name", reads_expiry.owner_name(self.unit))

	def validate(self):
		self.check_project_scope()
		self.locked_fields = tuple(
			df.fieldname for df in self.meta.fields if df.fieldtype not in (*frappe.model.no_value_fields, *frappe.model.table_fields)
		)
		self.check_locked_fields()
		before = self.get_doc_before_save()
		if before and not self.flags.fx_action:
			self.set("items", before.get("items"))

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("A briefing is kept as proof."), LockedFieldError)
