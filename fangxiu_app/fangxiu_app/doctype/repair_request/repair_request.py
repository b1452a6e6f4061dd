import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.access.project_document import ProjectDocument
from fangxiu_app.repair import intake

IDENTITY = ("location", "defect_type")


class RepairRequest(ProjectDocument):
	"""One call or visit: a line of the intake ledger (接报流水账, R65, R78). Each item becomes a ticket (R80)."""

	locked_fields = ("received_at", "told_at", "channel")

	def before_validate(self):
		self.project = frappe.db.get_value("Unit Archive", self.unit, "project") or self.project

	def validate(self):
		self.check_project_scope()
		self.set_defaults()
		if self.is_new():
			intake.check_times(self)
		else:
			self.check_locked_fields()
		self.check_items()

	def on_update(self):
		intake.create_tickets(self)

	def set_defaults(self):
		if self.is_new():
			self.received_by = frappe.session.user
			self.told_at = self.told_at or now_datetime().replace(microsecond=0)

	def check_items(self):
		"""Items that became tickets stay as they were reported; corrections are made on the ticket."""
		before = self.get_doc_before_save()
		kept = {row.name: row for row in self.items}
		for old in before.items if before else ():
			row = kept.get(old.name)
			if old.ticket and (
				row is None or row.ticket != old.ticket or any(row.get(f) != old.get(f) for f in IDENTITY)
			):
				frappe.throw(
					_(
						"Row {0} became ticket {1} and cannot be changed here. Cancel or correct that ticket instead."
					).format(old.idx, frappe.bold(old.ticket))
				)
		for row in self.items:
			if row.ticket and not (before and any(old.name == row.name for old in before.items)):
				frappe.throw(
					_("Row {0}: the ticket is made by the system. Leave the field empty.").format(row.idx)
				)
