import frappe
from frappe import _
from frappe.utils import getdate, today

from fangxiu_app.core.access import kept
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.files.proof_files import keep_proof
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.time.plausible import AHEAD, check_happened, check_planned


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
		if self.is_new() or self.has_value_changed("held_on"):
			refuse(self.day_violations())

	def day_violations(self) -> list:
		"""Meetings are arranged within a year; that of a campaign is held within the year before it begins, at the earliest (R55)."""
		held, now = getdate(self.held_on), getdate(today())
		due = self.campaign and frappe.db.get_value("Expiry Campaign", self.campaign, "notice_due")
		earliest = getdate(due) - AHEAD if due else None
		return [*check_planned(held, now), *check_happened(held, max(held, now), earliest)]

	def on_trash(self):
		if self.minutes_file:
			kept.refuse_deletion(self)

	def on_update(self):
		keep_proof(self, "minutes_file", "evidence", f"{_(self.kind)} {self.topic}", kind="Signed Form")
