import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.expiry import service_expiry_letters


class ExpiryUnit(ProjectDocument):
	"""A unit in a campaign before the end of its warranty: what ends, how its owner was told, what he answered (R52, R54)."""

	def validate(self):
		self.check_project_scope()
		self.locked_fields = tuple(df.fieldname for df in self.meta.fields if df.fieldtype not in frappe.model.no_value_fields)
		self.check_locked_fields()

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("Units of a campaign are kept with it."), LockedFieldError)

	def before_print(self, settings=None):
		"""Nobody prints a letter with an empty box."""
		if self.campaign:
			service_expiry_letters.check_print(frappe.get_cached_doc("Expiry Campaign", self.campaign))

	def letters(self) -> list:
		"""The friendly notice to this unit."""
		return service_expiry_letters.of_unit(self)
