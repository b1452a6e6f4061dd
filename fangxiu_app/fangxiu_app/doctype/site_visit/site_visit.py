import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.access.project_document import ProjectDocument
from fangxiu_app.domain.event_time import check_event_time
from fangxiu_app.messages import refuse
from fangxiu_app.repair import duties, settings, visits


class SiteVisit(ProjectDocument):
	"""Somebody was on site: survey, joint or manager's visit, patrol, spot check, pre-acceptance (R71, R87, R100-R106)."""

	locked_fields = ("visitor", "arrived_at", "kind", "result")

	def before_validate(self):
		row = frappe.db.get_value("Repair Ticket", self.ticket, ["project", "unit"], as_dict=True)
		if row:
			self.project, self.unit = row.project, row.unit
		if self.is_new() and not self.flags.fx_action:
			self.visitor = frappe.session.user
			self.arrived_at = self.arrived_at or now_datetime().replace(microsecond=0)

	def validate(self):
		self.check_project_scope()
		if not self.is_new():
			self.check_locked_fields()
		elif not self.flags.fx_action:
			self.check_time()

	def after_insert(self):
		if not self.flags.fx_action:
			visits.perform_for(self)
		if self.kind == "Patrol":
			duties.patrolled(self.ticket, get_datetime(self.arrived_at))

	def check_time(self):
		reported = frappe.db.get_value("Repair Ticket", self.ticket, "reported_at")
		rules = settings.load()
		refuse(
			check_event_time(
				get_datetime(self.arrived_at),
				now_datetime(),
				reported,
				rules.entry_tolerance_minutes,
				self.back_entry_reason or "",
			)
		)
