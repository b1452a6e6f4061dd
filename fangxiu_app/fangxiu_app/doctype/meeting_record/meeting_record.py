import frappe
from frappe import _
from frappe.utils import getdate, today

from fangxiu_app.core.access import kept
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.files.proof_files import keep_proof


class MeetingRecord(ProjectDocument):
	"""Minutes of a meeting with its attendees by company (R29, R32, R55); proved by the signed minutes."""

	def before_validate(self):
		if self.batch:
			self.project = frappe.db.get_value("Delivery Batch", self.batch, "project") or self.project
		elif self.campaign:
			self.project = frappe.db.get_value("Expiry Campaign", self.campaign, "project") or self.project

	def validate(self):
		self.check_project_scope()
		if self.minutes_file and getdate(self.held_on) > getdate(today()):
			frappe.throw(
				_("The meeting lies in the future, its minutes cannot be there yet. Correct the date.")
			)

	def on_trash(self):
		if self.minutes_file:
			kept.refuse_deletion(self)

	def on_update(self):
		keep_proof(self, "minutes_file", "evidence", f"{_(self.kind)} {self.topic}", kind="Signed Form")
