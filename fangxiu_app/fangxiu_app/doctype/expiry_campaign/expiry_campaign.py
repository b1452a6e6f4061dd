import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.expiry import service_expiry_letters

#: What people write on the form; everything else is written by actions.
WRITTEN = ("report_route", "after_route")
TABLES = ("postings", "repair_days")


class ExpiryCampaign(ProjectDocument):
	"""保修到期专项: owners are told a month before warranties end, what they report is repaired, what stays open is signed for (R52-R57)."""

	def autoname(self):
		frappe.throw(_("Campaigns are made by the check of warranties that end. Use Check Ends of Warranty on their list."), LockedFieldError)

	def validate(self):
		self.check_project_scope()
		self.locked_fields = tuple(df.fieldname for df in self.meta.fields if df.read_only or df.fieldname == "project")
		self.check_locked_fields()
		before = self.get_doc_before_save()
		if before and not self.flags.fx_action:
			self.keep_rows(before)

	def keep_rows(self, before):
		"""Rows are written by their actions alone; a notice that went out stays as it was said."""
		for table in TABLES:
			self.set(table, before.get(table))
		if before.notified_at and any((self.get(name) or "") != (before.get(name) or "") for name in WRITTEN):
			frappe.throw(
				_("Owners were told these ways to report. They stay as they were said."), LockedFieldError, title=_("Changed by Actions Only")
			)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("A campaign is kept. Withdraw it with the reason."), LockedFieldError)

	def before_print(self, settings=None):
		"""Nobody prints a notice with an empty box."""
		service_expiry_letters.check_print(self)

	def poster(self) -> dict:
		"""The friendly notice as its poster shows it."""
		return service_expiry_letters.poster(self)

	def letters(self) -> list:
		"""The friendly notice to each unit, as its letters show it."""
		return service_expiry_letters.letters(self)
