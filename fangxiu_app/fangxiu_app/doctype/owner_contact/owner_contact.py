import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.event_time import check_event_time
from fangxiu_app.tickets.clocks import service_duties
from fangxiu_app.tickets.clocks.rules_follow_up import three_levels
from fangxiu_app.tickets.life import service_ties


class OwnerContact(ProjectDocument):
	"""A call, visit or message to the owner: appointment, weekly contact, acceptance attempt, follow-up (R89, R102)."""

	locked_fields = ("contacted_at", "contacted_by", "outcome", "purpose", "came_from")
	#: who was spoken to, how, and what the owner answered: whom it judges, or whose attempt it proves, may change this document
	fixed_fields = "satisfaction rating_service rating_quality rating_cleaning opinion method person back_entry_reason".split()

	def before_validate(self):
		if self.is_new():
			self.came_from = None
		service_ties.follow(self)
		row = frappe.db.get_value("Repair Ticket", self.ticket, ["project", "unit"], as_dict=True)
		if row:
			self.project, self.unit = row.project, row.unit
		if self.is_new():
			self.contacted_by = frappe.session.user
			self.contacted_at = self.contacted_at or now_datetime().replace(microsecond=0)
			if self.purpose == "Follow-up" and self.outcome == "Reached" and not self.person:
				self.person = frappe.db.get_value("Repair Ticket", self.ticket, "caller_name")

	def validate(self):
		self.check_project_scope()
		if self.is_new():
			self.check_time()
			self.check_answer()
		else:
			self.check_locked_fields()

	def after_insert(self):
		service_duties.contacted(self)

	def check_time(self):
		reported = frappe.db.get_value("Repair Ticket", self.ticket, "reported_at")
		rules = settings.load()
		refuse(
			check_event_time(
				get_datetime(self.contacted_at),
				now_datetime(),
				reported,
				rules.entry_tolerance_minutes,
				self.back_entry_reason or "",
			)
		)

	def check_answer(self):
		"""A follow-up that reached somebody has an answer."""
		if self.purpose == "Follow-up" and self.outcome == "Reached" and not self.satisfaction:
			refuse([Violation("satisfaction_missing")])

	def printed_level(self, fieldname: str = "satisfaction") -> str:
		"""One of three levels for the printed form: satisfied, rather satisfied, not satisfied."""
		return three_levels(self.get(fieldname))
